package org.billwright.query;

import java.util.List;

/**
 * An index of a resource's table. Its first column is the tenant, which is not repeated here.
 *
 * @param columns in their order
 * @param isSelective whether few rows of a tenant, such as those of an account or a bill, have the same value in the first column
 */
public record Index(List<String> columns, boolean isSelective) {
    /** Copies what it is given. */
    public Index {
        columns = List.copyOf(columns);
    }

    /** An index by whose first column few rows are found. */
    public static Index selective(String... columns) {
        return new Index(List.of(columns), true);
    }

    /** An index in whose order rows are read. */
    public static Index ordered(String... columns) {
        return new Index(List.of(columns), false);
    }
}
