package org.billwright.money;

/** An amount has more digits before the decimal point than {@link Money#MAX_INTEGER_DIGITS}. */
public final class AmountTooLargeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    AmountTooLargeException() {
        super("an amount has at most " + Money.MAX_INTEGER_DIGITS + " digits");
    }
}
