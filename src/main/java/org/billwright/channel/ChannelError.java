package org.billwright.channel;

import java.time.Duration;

/** An error of the channel API. {@link ErrorEnvelope} has the status and the text of each. */
sealed interface ChannelError {
    /** The HTTP method is not allowed. */
    record MethodNotAllowed(String method) implements ChannelError {}

    /** Nothing is served at this path. */
    record UnknownPath(String path) implements ChannelError {}

    /** Credentials are missing, incomplete, unknown or wrong. The response does not say which. */
    record BadCredentials() implements ChannelError {}

    /** The client exceeds its rate limit, or too many credentials are being checked. */
    record TooManyRequests(Duration retryAfter) implements ChannelError {}

    /** The concurrency limit is reached. */
    record Overloaded() implements ChannelError {}

    /** The business is unknown, or the channel, the operation or the client is not enabled for it. */
    record NotImplemented(String method, String business, String channel) implements ChannelError {}

    /** A header that the business requires is missing, or a header is malformed. */
    record BadHeader(String name, String expected) implements ChannelError {}

    /** No account was given. */
    record AccountMissing() implements ChannelError {}

    /** The business has no such account. */
    record AccountUnknown() implements ChannelError {}

    /** The bill's id is missing or unknown, or the bill is of another account or before the visible period. */
    record BillNotFound(String bill, String account) implements ChannelError {}

    /** A query parameter has an invalid value. */
    record BadParameter(String name, String value, String expected) implements ChannelError {}

    /** The upstream server does not answer in time. */
    record UpstreamTimeout() implements ChannelError {}

    /** The upstream server's answer is invalid. */
    record InvalidUpstreamAnswer() implements ChannelError {}

    /** This server's database does not answer. */
    record DatabaseUnavailable() implements ChannelError {}

    /** A defect of this server. */
    record ServerFailure(String correlationId) implements ChannelError {}

    /** Carries an error to the place where it is answered. */
    final class ChannelException extends RuntimeException {
        private final transient ChannelError error;

        ChannelException(ChannelError error) {
            super(error.toString(), null, false, false);
            this.error = error;
        }

        ChannelError error() {
            return error;
        }
    }
}
