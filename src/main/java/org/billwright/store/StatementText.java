package org.billwright.store;

import java.util.Locale;
import java.util.regex.Pattern;

/** What can be said of a statement by its text, which has no values. */
final class StatementText {
    private static final Pattern FIRST_WORD = Pattern.compile("\\s*\\(*\\s*([a-zA-Z]+)");
    private static final Pattern CHANGE =
            Pattern.compile("\\b(insert\\s+into|update|delete\\s+from|merge\\s+into)\\s", Pattern.CASE_INSENSITIVE);

    /** What is read from may be a function in the place of a table. */
    private static final Pattern TABLE = Pattern.compile(
            "\\b(?:(?:into|update)\\s+(?:only\\s+)?([a-z_][a-z0-9_]*+)"
                    + "|(?:from|join)\\s+(?:only\\s+)?([a-z_][a-z0-9_]*+)(?!\\s*[(.]))",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern QUOTED = Pattern.compile("'[^']*+(?:''[^']*+)*+'|\\$\\d+|\\?\\?|\\?");
    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final Pattern PARAMETER = Pattern.compile("\\$(\\d+)");

    private StatementText() {}

    /** What it does: {@code SELECT}, {@code INSERT}. That of a query which changes rows is the change. */
    static String operation(String text) {
        var first = firstWord(text);
        if (!first.equals("WITH")) {
            return first;
        }
        var change = CHANGE.matcher(text);
        return change.find() ? firstWord(change.group(1)) : "SELECT";
    }

    private static String firstWord(String text) {
        var word = FIRST_WORD.matcher(text);
        return word.lookingAt() ? word.group(1).toUpperCase(Locale.ROOT) : "SQL";
    }

    /** The first table that it names; {@code none} where there is none. */
    static String table(String text) {
        var table = TABLE.matcher(text);
        if (!table.find()) {
            return "none";
        }
        return String.valueOf(table.group(1) == null ? table.group(2) : table.group(1))
                .toLowerCase(Locale.ROOT);
    }

    /** Whether it prepares a transaction for others, and works on no table. */
    static boolean isSetting(String text) {
        return text.startsWith("select set_config(") || text.startsWith("set ");
    }

    /** On one line. */
    static String oneLine(String text) {
        return SPACES.matcher(text.strip()).replaceAll(" ");
    }

    /** With {@code $1}, {@code $2} and so on in place of the question marks of JDBC. */
    static String numbered(String jdbc) {
        var result = new StringBuilder();
        var marks = QUOTED.matcher(jdbc);
        int count = 0;
        while (marks.find()) {
            var replacement = switch (marks.group()) {
                case "?" -> "$" + ++count;
                case "??" -> "?";
                case String other -> other;
            };
            marks.appendReplacement(result, "");
            result.append(replacement);
        }
        return marks.appendTail(result).toString();
    }

    /** How many parameters it has. */
    static int parameters(String text) {
        return PARAMETER
                .matcher(text)
                .results()
                .mapToInt(parameter -> Integer.parseInt(parameter.group(1)))
                .max()
                .orElse(0);
    }
}
