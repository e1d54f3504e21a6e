package org.billwright.csv;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.billwright.json.AttributeType;
import org.billwright.problem.ProblemException;

/** Parses where an attribute is read from. */
final class CsvSourceFile {
    /** The members of an attribute that say it. */
    static final Set<String> MEMBERS =
            Set.of("column", "columns", "separator", "rowNumber", "prefix", "sign", "positive", "negative");

    private static final Set<String> SIGN_MEMBERS = Set.of("column", "positive", "negative");
    private static final String COLUMN = "column";
    private static final String COLUMNS = "columns";
    private static final String SIGN = "sign";
    private static final String POSITIVE = "positive";
    private static final String NEGATIVE = "negative";

    private final ObjectNode said;
    private final String name;
    private final AttributeType type;

    /** Of the attribute of this name and type. */
    CsvSourceFile(ObjectNode said, String name, AttributeType type) {
        this.said = said;
        this.name = name;
        this.type = type;
    }

    CsvSource source() {
        var column = MappingEntry.column(said, COLUMN, name);
        boolean isRowNumber = said.path("rowNumber").asBoolean();
        boolean hasSides = said.has(POSITIVE) || said.has(NEGATIVE);
        long ways = List.of(column.isPresent(), said.has(COLUMNS), isRowNumber, hasSides).stream()
                .filter(is -> is)
                .count();
        ProblemException.unless(ways > 0, name, "needs a column");
        ProblemException.unless(
                ways == 1, name, "has more than one of column, columns, rowNumber, and positive with negative");
        if (column.isPresent()) {
            return said.has(SIGN) ? signed(column.get()) : new CsvSource.Column(column.get());
        }
        return isRowNumber ? rowNumber() : hasSides ? sides() : joined();
    }

    private CsvSource joined() {
        requireType(AttributeType.TEXT, COLUMNS);
        var columns = MappingEntry.texts(said, COLUMNS, name);
        ProblemException.unless(columns.size() > 1, name, "needs more than one column in columns");
        var separator = MappingEntry.text(said, "separator", "-");
        ProblemException.unless(
                !separator.isBlank(), name, "needs a separator, without which two records could have one text");
        return new CsvSource.Joined(columns, separator);
    }

    private CsvSource rowNumber() {
        requireType(AttributeType.TEXT, "rowNumber");
        var prefix = MappingEntry.text(said, "prefix", "");
        ProblemException.unless(!prefix.isBlank(), name, "needs a prefix beside rowNumber: every file has a row 2");
        return new CsvSource.RowNumber(prefix);
    }

    private CsvSource sides() {
        requireType(AttributeType.NUMBER, POSITIVE);
        var positive = MappingEntry.column(said, POSITIVE, name);
        var negative = MappingEntry.column(said, NEGATIVE, name);
        ProblemException.unless(
                positive.isPresent() && negative.isPresent() && !positive.equals(negative),
                name,
                "needs two columns, positive and negative");
        return new CsvSource.Sides(positive.get(), negative.get());
    }

    private CsvSource signed(String column) {
        requireType(AttributeType.NUMBER, SIGN);
        if (!(said.get(SIGN) instanceof ObjectNode sign)) {
            throw MappingEntry.invalid(name, "needs a sign with column, positive and negative");
        }
        MappingEntry.requireKnown(sign, SIGN_MEMBERS, "a sign");
        var codes = Optional.of(MappingEntry.texts(sign, POSITIVE, name)).filter(list -> !list.isEmpty());
        var negative = Optional.of(MappingEntry.texts(sign, NEGATIVE, name)).filter(list -> !list.isEmpty());
        var of = MappingEntry.column(sign, COLUMN, name);
        ProblemException.unless(
                of.isPresent() && codes.isPresent() && negative.isPresent(),
                name,
                "needs a sign with column, positive and negative");
        ProblemException.unless(
                Collections.disjoint(codes.get(), negative.get()), name, "has a code that is positive and negative");
        return new CsvSource.Signed(column, of.get(), codes.get(), negative.get());
    }

    private void requireType(AttributeType required, String member) {
        ProblemException.unless(
                type == required,
                name,
                "has " + member + ", which is for " + (required == AttributeType.TEXT ? "texts" : "numbers"));
        ProblemException.unless(!said.has("values"), name, "has values, which are for one column alone");
    }
}
