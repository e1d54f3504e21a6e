package org.billwright.csv;

import java.util.List;

/** Where the value of an attribute is in a record. */
sealed interface CsvSource {
    /** The columns that it is read from. */
    List<String> columns();

    /** A column. */
    record Column(String name) implements CsvSource {
        @Override
        public List<String> columns() {
            return List.of(name);
        }
    }

    /** Several columns, whose texts are joined by a separator that is in none of them. */
    record Joined(List<String> columns, String separator) implements CsvSource {}

    /** The number of the line where the record begins, behind a prefix. */
    record RowNumber(String prefix) implements CsvSource {
        @Override
        public List<String> columns() {
            return List.of();
        }
    }

    /** A number without a sign, and a column whose codes are its sign. */
    record Signed(String column, String sign, List<String> positive, List<String> negative) implements CsvSource {
        @Override
        public List<String> columns() {
            return List.of(column, sign);
        }
    }

    /** Two columns, one of which has the number: that of positive ones or that of negative ones. */
    record Sides(String positive, String negative) implements CsvSource {
        @Override
        public List<String> columns() {
            return List.of(positive, negative);
        }
    }
}
