package org.billwright.server;

/** A failure in one line, for people. */
public final class CauseChain {
    private CauseChain() {}

    /** The failure's message, and in parentheses that of its cause, and so on. */
    public static String describe(Throwable failure) {
        var text = String.valueOf(failure.getMessage());
        return failure.getCause() == null ? text : text + " (" + describe(failure.getCause()) + ")";
    }
}
