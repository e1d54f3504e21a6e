package org.billwright.query.predicate;

/**
 * A token of a JSONPath expression.
 *
 * @param text of a symbol or a name as written; of a string, regular expression or number its value
 * @param start the position of its first character
 * @param end the position behind its last character
 */
record Token(Kind kind, String text, int start, int end) {
    /** The kinds of tokens. */
    enum Kind {
        /** Punctuation or an operator. */
        SYMBOL,
        NAME,
        STRING,
        REGEX,
        NUMBER,
        /** The end of the expression. */
        END
    }

    boolean is(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    /** Whether nothing stands between the token before and this one. */
    boolean follows(Token before) {
        return start == before.end;
    }
}
