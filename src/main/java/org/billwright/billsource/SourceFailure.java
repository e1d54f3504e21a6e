package org.billwright.billsource;

/** A source did not do its part. The message is for the log; a client is not told what stands behind us. */
public abstract sealed class SourceFailure extends RuntimeException {
    private SourceFailure(String message) {
        super(message, null, false, false);
    }

    /** It did not answer: unreachable, too slow, overloaded, or left alone for a while because of that. */
    public static final class Timeout extends SourceFailure {
        /** With what happened. */
        public Timeout(String message) {
            super(message);
        }
    }

    /** It answered, but not what it was asked: no JSON, a wrong status, somebody else's bill. */
    public static final class InvalidAnswer extends SourceFailure {
        /** With what is wrong about the answer. */
        public InvalidAnswer(String message) {
            super(message);
        }
    }
}
