package org.billwright.billing;

/** The reason why an account cannot be billed, for its operator. */
final class CannotBillException extends Exception {
    private static final long serialVersionUID = 1;

    private final String reason;

    CannotBillException(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
