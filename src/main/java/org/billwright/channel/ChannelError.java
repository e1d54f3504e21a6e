package org.billwright.channel;

import java.time.Duration;

/** Everything that the face answers instead of bills. {@link ErrorEnvelope} has the status and the words of each. */
sealed interface ChannelError {
    /** The method is none of the operation's. */
    record MethodNotAllowed(String method) implements ChannelError {}

    /** Nothing is served at this path. */
    record UnknownPath(String path) implements ChannelError {}

    /** Credentials are missing, short, unknown or wrong; it is not told which. */
    record BadCredentials() implements ChannelError {}

    /** The client asks more often than it may, or credentials cannot be checked just now. */
    record TooManyRequests(Duration retryAfter) implements ChannelError {}

    /** As many requests are being answered as can be. */
    record Overloaded() implements ChannelError {}

    /** The business is not served, or the channel, the operation or the client not enabled for it. */
    record NotImplemented(String method, String business, String channel) implements ChannelError {}

    /** A header is missing that the business requires, or is malformed. */
    record BadHeader(String name, String expected) implements ChannelError {}

    /** No account was given. */
    record AccountMissing() implements ChannelError {}

    /** The account is not one of the business's. */
    record AccountUnknown() implements ChannelError {}

    /** The bill is missing, unknown, of another account, or older than what is shown. */
    record BillNotFound(String bill, String account) implements ChannelError {}

    /** A query parameter is not of its type. */
    record BadParameter(String name, String value, String expected) implements ChannelError {}

    /** The server behind us does not answer. */
    record UpstreamTimeout() implements ChannelError {}

    /** The server behind us answers something else than it was asked. */
    record InvalidUpstreamAnswer() implements ChannelError {}

    /** Our own store does not answer. */
    record DatabaseUnavailable() implements ChannelError {}

    /** A defect of ours. */
    record ServerFailure(String correlationId) implements ChannelError {}

    /** Carries a fault to where it is answered. */
    final class ChannelException extends RuntimeException {
        private final transient ChannelError fault;

        ChannelException(ChannelError fault) {
            super(fault.toString(), null, false, false);
            this.fault = fault;
        }

        ChannelError error() {
            return fault;
        }
    }
}
