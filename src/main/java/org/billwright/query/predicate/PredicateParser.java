package org.billwright.query.predicate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.query.filter.Filter;
import org.billwright.query.filter.Operator;

/**
 * Parses a JSONPath predicate (TMF630 part 6): {@code $[?(@.a.b=='x' && (@.n>1 || @.c[?(@.d=='y' && @.e==true)]))]}.
 * {@code &&} binds tighter than {@code ||}. A path alone is true where the attribute is present. A predicate on an array
 * is true where one element meets all of it. The parentheses around a predicate may be left out (RFC 9535 §2.3.5).
 */
public final class PredicateParser {
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
    private static final Set<String> CONSTANTS = Set.of("true", "false");
    /** Operators of other JSONPath implementations. */
    private static final Set<String> WORDS =
            Set.of("in", "nin", "subsetof", "anyof", "noneof", "contains", "size", "empty");

    private final TokenReader tokens;
    private final int maxDepth;
    private int depth;
    private int comparisons;

    private PredicateParser(TokenReader tokens, int maxDepth) {
        this.tokens = tokens;
        this.maxDepth = maxDepth;
    }

    /** A parsed predicate and the number of its comparisons. */
    public record ParsedPredicate(Filter filter, int comparisons) {}

    /**
     * Parses a predicate. Predicates and parentheses nested deeper than the limit are a {@link Problem.LimitExceeded}, a
     * syntax error is a {@link Problem.MalformedQuery}, and other JSONPath a {@link Problem.NotSupported}.
     */
    public static ParsedPredicate parse(String text, int maxDepth) {
        var tokens = new TokenReader(PredicateLexer.tokens(text));
        if (tokens.here().kind() == Token.Kind.NAME
                && (tokens.ahead(1).is(".") || tokens.ahead(1).is("["))) {
            throw tokens.notSupported("a filter that begins with an attribute, instead of $[?(@.attribute…)],");
        }
        tokens.expect("$");
        if (!tokens.opensPredicate()) {
            throw tokens.continuesPath() || tokens.isAtEnd()
                    ? tokens.notSupported("a filter that selects something below the resource")
                    : tokens.malformed("'[?('");
        }
        var parser = new PredicateParser(tokens, maxDepth);
        var filter = parser.predicate();
        if (!tokens.isAtEnd()) {
            throw tokens.continuesPath()
                    ? tokens.notSupported("a filter that continues after its predicate")
                    : tokens.malformed("an end");
        }
        return new ParsedPredicate(filter, parser.comparisons);
    }

    private Filter predicate() {
        enterNested();
        tokens.skip(2);
        boolean parentheses = tokens.here().is("(");
        var filter = disjunction(parentheses);
        if (tokens.here().is(",")) {
            throw tokens.notSupported("several predicates in one pair of brackets");
        }
        tokens.expect("]");
        depth--;
        return filter;
    }

    private Filter disjunction(boolean countedAlready) {
        var parts = new ArrayList<Filter>();
        boolean first = countedAlready;
        do {
            parts.add(conjunction(first));
            first = false;
        } while (tokens.accept("||"));
        return parts.size() == 1 ? parts.getFirst() : new Filter.Any(List.copyOf(parts));
    }

    private Filter conjunction(boolean countedAlready) {
        var parts = new ArrayList<Filter>();
        boolean first = countedAlready;
        do {
            parts.add(term(first));
            first = false;
        } while (tokens.accept("&&"));
        return parts.size() == 1 ? parts.getFirst() : new Filter.All(List.copyOf(parts));
    }

    /** A term in parentheses is one level deeper, unless these are the parentheses of the predicate. */
    private Filter term(boolean countedAlready) {
        if (tokens.accept("(")) {
            if (!countedAlready) {
                enterNested();
            }
            var inside = disjunction(false);
            tokens.expect(")");
            depth -= countedAlready ? 0 : 1;
            return inside;
        }
        requireSupportedTerm();
        tokens.expect("@");
        comparisons++;
        var path = path();
        if (tokens.opensPredicate()) {
            var element = new Filter.Element(path, predicate());
            if (tokens.continuesPath()) {
                throw tokens.notSupported("a path that continues after a predicate");
            }
            return element;
        }
        var symbol = tokens.here();
        if (symbol.kind() == Token.Kind.NAME && WORDS.contains(symbol.text())) {
            throw tokens.notSupported("'" + symbol.text() + "' in a filter");
        }
        if (symbol.kind() != Token.Kind.SYMBOL || !OPERATORS.containsKey(symbol.text())) {
            return new Filter.Exists(path);
        }
        tokens.skip(1);
        return new Filter.Compare(path, OPERATORS.getOrDefault(symbol.text(), Operator.EQ), literal());
    }

    private void requireSupportedTerm() {
        if (tokens.here().is("!")) {
            throw tokens.notSupported("negation in a filter");
        }
        if (tokens.here().is("$")) {
            throw tokens.notSupported("a path from the root inside a filter");
        }
        if (tokens.isFunction()) {
            throw tokens.notSupported("a function in a filter");
        }
        boolean literal = switch (tokens.here().kind()) {
            case STRING, NUMBER, REGEX -> true;
            case NAME ->
                CONSTANTS.contains(tokens.here().text()) || tokens.here().text().equals("null");
            case SYMBOL, END -> false;
        };
        if (literal) {
            throw tokens.notSupported("a value on the left side of a comparison");
        }
    }

    private String path() {
        var names = new ArrayList<String>();
        while (true) {
            if (tokens.here().is(".") && isName(1)) {
                tokens.skip(1);
                names.add(name());
                if (tokens.here().is("(")) {
                    throw tokens.notSupported("a function in a filter");
                }
            } else if (tokens.here().is("[")
                    && tokens.ahead(1).kind() == Token.Kind.STRING
                    && tokens.ahead(2).is("]")) {
                names.add(quotedName());
                tokens.skip(3);
            } else if (!names.isEmpty()
                    && tokens.here().is("[")
                    && tokens.ahead(1).is("*")
                    && tokens.ahead(2).is("]")) {
                tokens.skip(3);
            } else if (tokens.here().is(".") && !tokens.ahead(1).is("*")) {
                tokens.skip(1);
                throw tokens.malformed("an attribute, such as @.state,");
            } else if (tokens.here().is("..")
                    || tokens.here().is(".")
                    || (tokens.here().is("[") && (names.isEmpty() || !tokens.opensPredicate()))) {
                throw tokens.notSupported("this path in a filter");
            } else if (names.isEmpty()) {
                throw tokens.notSupported("@ without an attribute");
            } else {
                return String.join(".", names);
            }
        }
    }

    /** The names of meta-attributes begin with an at sign. */
    private boolean isName(int places) {
        var first = tokens.ahead(places);
        var second = tokens.ahead(places + 1);
        return first.kind() == Token.Kind.NAME
                || (first.is("@") && second.kind() == Token.Kind.NAME && second.follows(first));
    }

    private String name() {
        boolean meta = tokens.accept("@");
        var name = (meta ? "@" : "") + tokens.here().text();
        tokens.skip(1);
        return name;
    }

    private String quotedName() {
        var name = tokens.ahead(1).text();
        if (name.isEmpty() || name.indexOf('.') >= 0) {
            tokens.skip(1);
            throw tokens.malformed("the name of one attribute");
        }
        return name;
    }

    private String literal() {
        var value = tokens.here();
        boolean number = value.kind() == Token.Kind.NUMBER;
        boolean text = value.kind() == Token.Kind.STRING || value.kind() == Token.Kind.REGEX;
        if (number || text || (value.kind() == Token.Kind.NAME && CONSTANTS.contains(value.text()))) {
            tokens.skip(1);
            var next = tokens.here();
            if (value.kind() == Token.Kind.REGEX && next.kind() == Token.Kind.NAME && next.follows(value)) {
                throw tokens.notSupported("a flag of a regular expression");
            }
            return value.text();
        }
        if (tokens.isFunction()) {
            throw tokens.notSupported("a function in a filter");
        }
        if (value.is("@") || value.is("$")) {
            throw tokens.notSupported("a path on the right side of a comparison");
        }
        if (value.is("[")) {
            throw tokens.notSupported("a list of values in a filter");
        }
        if (value.kind() == Token.Kind.NAME && value.text().equals("null")) {
            throw tokens.notSupported("null in a filter");
        }
        throw tokens.malformed("a 'text', a number, true or false");
    }

    private void enterNested() {
        depth++;
        if (depth > maxDepth) {
            throw new ProblemException(new Problem.LimitExceeded("the depth of a filter", maxDepth));
        }
    }
}
