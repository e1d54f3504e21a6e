package org.billwright.query.predicate;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/** Reads the tokens of an expression from left to right. */
final class TokenReader {
    private static final Map<String, String> OPENING = Map.of(")", "(", "]", "[");

    private final List<Token> tokens;
    private int at;

    TokenReader(List<Token> tokens) {
        this.tokens = tokens;
    }

    /** The current token. */
    Token here() {
        return ahead(0);
    }

    /** The token so many places after the current one. */
    Token ahead(int places) {
        return tokens.get(Math.min(at + places, tokens.size() - 1));
    }

    void skip(int places) {
        at += places;
    }

    boolean isAtEnd() {
        return here().kind() == Token.Kind.END;
    }

    boolean opensPredicate() {
        return here().is("[") && ahead(1).is("?");
    }

    /** Whether a path goes on here. */
    boolean continuesPath() {
        return here().is(".") || here().is("..") || here().is("[");
    }

    boolean isFunction() {
        return here().kind() == Token.Kind.NAME && ahead(1).is("(") && ahead(1).follows(here());
    }

    boolean accept(String symbol) {
        boolean found = here().is(symbol);
        at += found ? 1 : 0;
        return found;
    }

    void expect(String symbol) {
        if (!accept(symbol)) {
            throw malformed("'" + symbol + "'");
        }
    }

    ProblemException malformed(String expected) {
        return PredicateLexer.malformed(expected, here().start());
    }

    /** Not supported, or a syntax error if the expression cannot be valid, because its brackets do not match. */
    ProblemException notSupported(String what) {
        var open = new ArrayDeque<Token>();
        for (var token : tokens) {
            var opening = OPENING.get(token.text());
            if (token.is("(") || token.is("[")) {
                open.push(token);
            } else if (token.kind() == Token.Kind.SYMBOL && opening != null) {
                if (open.isEmpty() || !open.pop().is(opening)) {
                    return PredicateLexer.malformed("no '" + token.text() + "'", token.start());
                }
            }
        }
        return open.isEmpty()
                ? new ProblemException(new Problem.NotSupported(what))
                : PredicateLexer.malformed(
                        "an end of '" + open.pop().text() + "'",
                        tokens.getLast().start());
    }
}
