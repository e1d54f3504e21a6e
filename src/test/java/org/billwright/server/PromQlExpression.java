package org.billwright.server;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What a PromQL expression selects: enough of its grammar to name metrics, labels and where counters are used. */
record PromQlExpression(List<Selector> selectors, Set<String> groupingLabels) {
    private static final Pattern TOKEN = Pattern.compile(
            "\"(?:[^\"\\\\]|\\\\.)*\"|\\[[^\\]]*]|[a-zA-Z_:][a-zA-Z0-9_:]*|[0-9][0-9.a-z]*|[=!<>]=?~?|[-+*/%^(){},@]");
    private static final Set<String> GROUPINGS = Set.of("by", "without", "on", "ignoring", "group_left", "group_right");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset", "inf", "nan");
    private static final Set<String> OF_RANGES = Set.of("rate", "increase", "irate");

    /**
     * A metric that is selected.
     *
     * @param isRated whether it is the argument of a function that makes a rate of a counter
     */
    record Selector(String metric, Set<String> labels, boolean isRated) {}

    static PromQlExpression parse(String text) {
        var tokens = new ArrayDeque<>(
                TOKEN.matcher(text).results().map(token -> token.group()).toList());
        var selectors = new ArrayList<Selector>();
        var grouping = new TreeSet<String>();
        var functions = new ArrayDeque<String>();
        while (!tokens.isEmpty()) {
            var token = tokens.poll();
            if (token.equals("(")) {
                functions.push("");
            } else if (token.equals(")")) {
                functions.pop();
            } else if (GROUPINGS.contains(token)) {
                grouping.addAll(list(tokens));
            } else if (Character.isLetter(token.charAt(0)) && !WORDS.contains(token)) {
                if ("(".equals(tokens.peek())) {
                    tokens.poll();
                    functions.push(token);
                } else if (!isAggregation(tokens)) {
                    selectors.add(
                            new Selector(token, labels(tokens), OF_RANGES.contains(String.valueOf(functions.peek()))));
                }
            }
        }
        return new PromQlExpression(selectors, grouping);
    }

    /** {@code sum by (label) (…)}: the name of a function is not followed by its arguments. */
    private static boolean isAggregation(ArrayDeque<String> tokens) {
        return "by".equals(tokens.peek()) || "without".equals(tokens.peek());
    }

    private static List<String> list(ArrayDeque<String> tokens) {
        var labels = new ArrayList<String>();
        tokens.poll();
        for (var token = tokens.poll(); token != null && !token.equals(")"); token = tokens.poll()) {
            if (!token.equals(",")) {
                labels.add(token);
            }
        }
        return labels;
    }

    private static Set<String> labels(ArrayDeque<String> tokens) {
        var labels = new TreeSet<String>();
        if ("{".equals(tokens.peek())) {
            for (var token = tokens.poll(); !"}".equals(token); token = tokens.poll()) {
                if (Character.isLetter(token.charAt(0))) {
                    labels.add(token);
                }
            }
        }
        return labels;
    }
}
