package org.billwright.parity;

/** A source that cannot be read; the message has the file and the line. */
public final class UnreadableSourceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message with the place and the reason */
    public UnreadableSourceException(String message) {
        super(message);
    }
}
