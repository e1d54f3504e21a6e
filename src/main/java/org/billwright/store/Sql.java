package org.billwright.store;

import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A builder of a statement: text and bound values. A value reaches PostgreSQL only as a parameter. */
public final class Sql {
    private static final Pattern PARAMETER = Pattern.compile("\\$\\d+");

    private final StringBuilder text = new StringBuilder();
    private final List<Object> values = new ArrayList<>();

    /** Adds text of this program, never of a client. */
    public Sql text(String constant) {
        text.append(constant);
        return this;
    }

    /** Adds a value as the next parameter. */
    public Sql value(Object value) {
        values.add(value);
        text.append('$').append(values.size());
        return this;
    }

    /**
     * Adds a limit, as text: with a parameter PostgreSQL would not know how many rows are wanted and would plan anew at every
     * execution.
     */
    public Sql limit(int rows) {
        return text(" limit " + rows);
    }

    /** The statement within another, which has no values of its own. */
    Sql within(String before, String after) {
        var outer = new Sql();
        outer.text.append(before).append(text).append(after);
        outer.values.addAll(values);
        return outer;
    }

    /** The text, with {@code $1}, {@code $2} and so on for the values. */
    public String text() {
        return text.toString();
    }

    /** The text for JDBC, with a question mark for each value. */
    public String jdbcText() {
        return PARAMETER.matcher(text).replaceAll("?");
    }

    /** The values in their order. */
    public List<Object> values() {
        return List.copyOf(values);
    }

    /** A list of columns with the prefix {@code excluded}, for {@code on conflict do update}. */
    public static String excluded(String columns) {
        return Arrays.stream(columns.split(",", -1))
                .map(c -> "excluded." + c.strip())
                .collect(Collectors.joining(", "));
    }

    Tuple tuple() {
        return Tuple.from(values);
    }
}
