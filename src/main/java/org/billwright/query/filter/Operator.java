package org.billwright.query.filter;

import java.util.Arrays;
import java.util.Optional;

/** A comparison (TMF630 part 1 §4.4), with its two spellings: {@code a.gt=1} and {@code a%3E1}. */
public enum Operator {
    EQ("eq", "="),
    NE("ne", "!="),
    GT("gt", ">"),
    GTE("gte", ">="),
    LT("lt", "<"),
    LTE("lte", "<="),
    REGEX("regex", "=~");

    private final String suffix;
    private final String symbol;

    Operator(String suffix, String symbol) {
        this.suffix = suffix;
        this.symbol = symbol;
    }

    /** The part of a parameter's name behind the last dot: {@code gt} in {@code a.gt=1}. */
    public String suffix() {
        return suffix;
    }

    /** The symbol, as JSONPath writes it. */
    public String symbol() {
        return symbol;
    }

    /** The operator with this suffix. */
    public static Optional<Operator> withSuffix(String word) {
        return Arrays.stream(values()).filter(o -> o.suffix.equals(word)).findFirst();
    }
}
