package org.billwright.channel;

import java.time.Duration;

/** Everything that the face answers instead of bills. {@link Envelope} has the status and the words of each. */
sealed interface Fault {
    /** The method is none of the operation's. */
    record MethodNotAllowed(String method) implements Fault {}

    /** Nothing is served at this path. */
    record NothingThere(String path) implements Fault {}

    /** Credentials are missing, short, unknown or wrong; it is not told which. */
    record BadCredentials() implements Fault {}

    /** The client asks more often than it may, or credentials cannot be checked just now. */
    record TooManyRequests(Duration retryAfter) implements Fault {}

    /** As many requests are being answered as can be. */
    record Crowded() implements Fault {}

    /** The business is not served, or the channel, the operation or the client not enabled for it. */
    record NotImplemented(String method, String business, String channel) implements Fault {}

    /** A header is missing that the business requires, or is malformed. */
    record BadHeader(String name, String expected) implements Fault {}

    /** No account was given. */
    record AccountMissing() implements Fault {}

    /** The account is not one of the business's. */
    record AccountUnknown() implements Fault {}

    /** The bill is missing, unknown, of another account, or older than what is shown. */
    record BillNotFound(String bill, String account) implements Fault {}

    /** A query parameter is not of its type. */
    record BadParameter(String name, String value, String expected) implements Fault {}

    /** The server behind us does not answer. */
    record SourceSilent() implements Fault {}

    /** The server behind us answers something else than it was asked. */
    record SourceLied() implements Fault {}

    /** Our own store does not answer. */
    record StoreAway() implements Fault {}

    /** A defect of ours. */
    record Defect(String correlationId) implements Fault {}

    /** Carries a fault to where it is answered. */
    final class Found extends RuntimeException {
        private final transient Fault fault;

        Found(Fault fault) {
            super(fault.toString(), null, false, false);
            this.fault = fault;
        }

        Fault fault() {
            return fault;
        }
    }
}
