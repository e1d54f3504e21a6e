package org.billwright.query;

import java.util.Map;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.query.filter.Operator;

/**
 * One {@code name operator value} of a query string, the value still percent-encoded.
 *
 * @param name the dotted attribute name without the operator's suffix
 */
record QueryTerm(String name, Operator operator, String rawValue) {
    private static final Map<String, Operator> SYMBOLS = Map.of(
            "=", Operator.EQ,
            "==", Operator.EQ,
            "!=", Operator.NE,
            ">", Operator.GT,
            ">=", Operator.GTE,
            "<", Operator.LT,
            "<=", Operator.LTE,
            "=~", Operator.REGEX);
    private static final String SYMBOL_CHARACTERS = "=<>!~";

    static QueryTerm parse(String raw) {
        int nameEnd = 0;
        while (nameEnd < raw.length() && isNameCharacter(raw, nameEnd)) {
            nameEnd += raw.charAt(nameEnd) == '%' ? 3 : 1;
        }
        var symbol = new StringBuilder();
        int valueStart = nameEnd;
        while (valueStart < raw.length() && symbol.length() < 2) {
            int width = raw.charAt(valueStart) == '%' ? 3 : 1;
            char next = PercentEncoding.asciiAt(raw, valueStart);
            if (!SYMBOLS.containsKey(symbol.toString() + next) && !(symbol.isEmpty() && next == '!')) {
                break;
            }
            symbol.append(next);
            valueStart += width;
        }
        var name = PercentEncoding.decode(raw.substring(0, nameEnd));
        var operator = SYMBOLS.get(symbol.toString());
        if (operator == null || name.isEmpty()) {
            throw new ProblemException(new Problem.MalformedQuery(
                    "a query parameter is name=value, name.operator=value or name, symbol and value"));
        }
        return operator == Operator.EQ && symbol.length() == 1
                ? withSuffix(name, raw.substring(valueStart))
                : new QueryTerm(name, operator, raw.substring(valueStart));
    }

    private static QueryTerm withSuffix(String name, String rawValue) {
        int dot = name.lastIndexOf('.');
        return Operator.withSuffix(name.substring(dot + 1))
                .filter(operator -> dot > 0)
                .map(operator -> new QueryTerm(name.substring(0, dot), operator, rawValue))
                .orElseGet(() -> new QueryTerm(name, Operator.EQ, rawValue));
    }

    private static boolean isNameCharacter(String raw, int at) {
        return SYMBOL_CHARACTERS.indexOf(PercentEncoding.asciiAt(raw, at)) < 0;
    }
}
