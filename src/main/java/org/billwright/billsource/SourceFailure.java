package org.billwright.billsource;

/** A bill source failed. The message is for the log; the answer to a client does not name the source. */
public abstract sealed class SourceFailure extends RuntimeException {
    private SourceFailure(String message) {
        super(message, null, false, false);
    }

    /** It did not answer: it is unreachable, too slow or overloaded, or its circuit breaker is open. */
    public static final class Timeout extends SourceFailure {
        /** The message says what happened. */
        public Timeout(String message) {
            super(message);
        }
    }

    /** Its answer does not fit the request: no JSON, a wrong status, another account's bill. */
    public static final class InvalidAnswer extends SourceFailure {
        /** The message says what is wrong with the answer. */
        public InvalidAnswer(String message) {
            super(message);
        }
    }
}
