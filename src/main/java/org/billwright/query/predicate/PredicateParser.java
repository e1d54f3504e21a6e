package org.billwright.query.predicate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.query.filter.Filter;
import org.billwright.query.filter.Operator;

/**
 * Parses a JSONPath predicate (TMF630 part 6): {@code $[?(@.a.b=='x' && (@.n>1 || @.c[?(@.d=='y' && @.e==true)]))]}.
 * {@code &&} binds tighter than {@code ||}. A path alone is true where the attribute is present. A predicate on an array
 * is true where one element meets all of it.
 */
public final class PredicateParser {
    private static final Pattern OPEN = Pattern.compile("\\s*\\[\\s*\\?\\s*\\(");
    private static final Pattern CLOSE = Pattern.compile("\\s*\\)\\s*\\]");
    private static final Pattern NAME =
            Pattern.compile("\\.([A-Za-z_@][A-Za-z0-9_@]*)|\\[\\s*'([^'\\]]+)'\\s*\\]|\\[\\s*\"([^\"\\]]+)\"\\s*\\]");
    private static final Pattern EVERY_ELEMENT = Pattern.compile("\\[\\s*\\*\\s*\\]");
    private static final Pattern SYMBOL = Pattern.compile("\\s*(==|!=|>=|<=|=~|>|<)\\s*");
    private static final Pattern LITERAL = Pattern.compile(
            "'((?:[^'\\\\]|\\\\.)*)'|\"((?:[^\"\\\\]|\\\\.)*)\"|/((?:[^/\\\\]|\\\\.)*)/|(-?\\d+(?:\\.\\d+)?|true|false)");
    private static final Map<String, Operator> OPERATORS = Map.of(
            "==",
            Operator.EQ,
            "!=",
            Operator.NE,
            ">",
            Operator.GT,
            ">=",
            Operator.GTE,
            "<",
            Operator.LT,
            "<=",
            Operator.LTE,
            "=~",
            Operator.REGEX);

    private final String text;
    private final int maxDepth;
    private int at;
    private int depth;
    private int comparisons;

    private PredicateParser(String text, int maxDepth) {
        this.text = text;
        this.maxDepth = maxDepth;
    }

    /** A parsed predicate and the number of its comparisons. */
    public record ParsedPredicate(Filter filter, int comparisons) {}

    /**
     * Parses a predicate. Predicates and parentheses nested deeper than the limit are a {@link Problem.LimitExceeded}, a
     * syntax error is a {@link Problem.MalformedQuery}, and other JSONPath a {@link Problem.NotSupported}.
     */
    public static ParsedPredicate parse(String text, int maxDepth) {
        var parser = new PredicateParser(text.strip(), maxDepth);
        parser.expect("$");
        if (parser.peek(".") || parser.peek("..")) {
            throw new ProblemException(new Problem.NotSupported("a filter that begins below the resource"));
        }
        var filter = parser.predicate();
        if (parser.at < parser.text.length()) {
            throw new ProblemException(new Problem.NotSupported("a filter that continues after its predicate"));
        }
        return new ParsedPredicate(filter, parser.comparisons);
    }

    private Filter predicate() {
        enterNested();
        require(OPEN, "[?(");
        var filter = disjunction();
        require(CLOSE, ")]");
        depth--;
        return filter;
    }

    private Filter disjunction() {
        var parts = new ArrayList<Filter>();
        do {
            parts.add(conjunction());
        } while (accept("||"));
        return parts.size() == 1 ? parts.getFirst() : new Filter.Any(List.copyOf(parts));
    }

    private Filter conjunction() {
        var parts = new ArrayList<Filter>();
        do {
            parts.add(term());
        } while (accept("&&"));
        return parts.size() == 1 ? parts.getFirst() : new Filter.All(List.copyOf(parts));
    }

    private Filter term() {
        if (peek("!")) {
            throw new ProblemException(new Problem.NotSupported("negation in a filter"));
        }
        if (accept("(")) {
            enterNested();
            var inside = disjunction();
            expect(")");
            depth--;
            return inside;
        }
        expect("@");
        comparisons++;
        var path = path();
        if (opensPredicate()) {
            return new Filter.Element(path, predicate());
        }
        var symbol = SYMBOL.matcher(text).region(at, text.length());
        if (!symbol.lookingAt()) {
            return new Filter.Exists(path);
        }
        at = symbol.end();
        return new Filter.Compare(path, OPERATORS.getOrDefault(symbol.group(1), Operator.EQ), literal());
    }

    private String path() {
        var names = new ArrayList<String>();
        while (true) {
            var name = NAME.matcher(text).region(at, text.length());
            var every = EVERY_ELEMENT.matcher(text).region(at, text.length());
            if (name.lookingAt()) {
                at = name.end();
                names.add(firstGroup(name));
            } else if (!names.isEmpty() && every.lookingAt()) {
                at = every.end();
            } else if (names.isEmpty()) {
                throw malformed("an attribute, such as @.state");
            } else if (text.startsWith("..", at) || (text.startsWith("[", at) && !opensPredicate())) {
                throw new ProblemException(new Problem.NotSupported("this path in a filter"));
            } else {
                return String.join(".", names);
            }
        }
    }

    private boolean opensPredicate() {
        return OPEN.matcher(text).region(at, text.length()).lookingAt();
    }

    private String literal() {
        var literal = LITERAL.matcher(text).region(at, text.length());
        if (!literal.lookingAt()) {
            throw malformed("a 'text', a number, true or false");
        }
        at = literal.end();
        var value = firstGroup(literal);
        boolean quoted = literal.group(1) != null || literal.group(2) != null;
        return quoted ? value.replaceAll("\\\\(.)", "$1") : value.replace("\\/", "/");
    }

    private static String firstGroup(Matcher matched) {
        for (int group = 1; group <= matched.groupCount(); group++) {
            if (matched.group(group) != null) {
                return matched.group(group);
            }
        }
        throw new IllegalStateException("a match has a group");
    }

    private void enterNested() {
        depth++;
        if (depth > maxDepth) {
            throw new ProblemException(new Problem.LimitExceeded("the depth of a filter", maxDepth));
        }
    }

    private boolean peek(String token) {
        skipBlanks();
        return text.startsWith(token, at);
    }

    private boolean accept(String token) {
        boolean found = peek(token);
        at += found ? token.length() : 0;
        return found;
    }

    private void expect(String token) {
        if (!accept(token)) {
            throw malformed("'" + token + "'");
        }
    }

    private void require(Pattern pattern, String shown) {
        var matcher = pattern.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            throw malformed("'" + shown + "'");
        }
        at = matcher.end();
    }

    private void skipBlanks() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }

    private ProblemException malformed(String expected) {
        return new ProblemException(
                new Problem.MalformedQuery("'filter' needs " + expected + " at character " + (at + 1)));
    }
}
