package org.billwright.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/**
 * Reads a JSONPath predicate (TMF630 part 6): {@code $[?(@.a.b=='x' && (@.n>1 || @.c[?(@.d=='y' && @.e==true)]))]}.
 * {@code &&} binds tighter than {@code ||}. A path alone asks whether the attribute is there. A predicate on an array
 * asks for one element that meets all of it.
 */
final class PredicateParser {
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
    private int at;
    private int depth;
    private int comparisons;

    private PredicateParser(String text) {
        this.text = text;
    }

    /** A predicate, and how many comparisons it makes. */
    record Parsed(Filter filter, int comparisons) {}

    static Parsed parse(String text) {
        var parser = new PredicateParser(text.strip());
        parser.expect("$");
        if (parser.peek(".") || parser.peek("..")) {
            throw new ProblemException(new Problem.NotSupported("a filter that begins below the resource"));
        }
        var filter = parser.predicate();
        if (parser.at < parser.text.length()) {
            throw new ProblemException(new Problem.NotSupported("a filter that goes on behind its predicate"));
        }
        return new Parsed(filter, parser.comparisons);
    }

    private Filter predicate() {
        deeper();
        require(OPEN, "[?(");
        var filter = either();
        require(CLOSE, ")]");
        depth--;
        return filter;
    }

    private Filter either() {
        var parts = new ArrayList<Filter>();
        do {
            parts.add(both());
        } while (take("||"));
        return parts.size() == 1 ? parts.getFirst() : new Filter.Any(List.copyOf(parts));
    }

    private Filter both() {
        var parts = new ArrayList<Filter>();
        do {
            parts.add(single());
        } while (take("&&"));
        return parts.size() == 1 ? parts.getFirst() : new Filter.All(List.copyOf(parts));
    }

    private Filter single() {
        if (peek("!")) {
            throw new ProblemException(new Problem.NotSupported("negation in a filter"));
        }
        if (take("(")) {
            deeper();
            var inside = either();
            expect(")");
            depth--;
            return inside;
        }
        expect("@");
        comparisons++;
        var path = path();
        if (opens()) {
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
            } else if (text.startsWith("..", at) || (text.startsWith("[", at) && !opens())) {
                throw new ProblemException(new Problem.NotSupported("this path in a filter"));
            } else {
                return String.join(".", names);
            }
        }
    }

    private boolean opens() {
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

    private void deeper() {
        depth++;
        if (depth > QueryLimits.NESTED_PREDICATES) {
            throw new ProblemException(
                    new Problem.LimitExceeded("the depth of a filter", QueryLimits.NESTED_PREDICATES));
        }
    }

    private boolean peek(String token) {
        skipBlanks();
        return text.startsWith(token, at);
    }

    private boolean take(String token) {
        boolean there = peek(token);
        at += there ? token.length() : 0;
        return there;
    }

    private void expect(String token) {
        if (!take(token)) {
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
