package org.billwright.channel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.billwright.http.Response;
import org.billwright.json.Json;
import org.billwright.problem.QuotedInput;

/** The one place where an error of the channel API becomes a status and a text. Apps compare these texts: none may change. */
final class ErrorEnvelope {
    private ErrorEnvelope() {}

    static Response response(ChannelError error) {
        return switch (error) {
            case ChannelError.MethodNotAllowed(var method) ->
                error(405, "METHOD NOT ALLOWED", "Method " + QuotedInput.of(method) + " is not allowed, only GET is")
                        .with("Allow", "GET, HEAD");
            case ChannelError.UnknownPath(var path) ->
                error(404, "NOT FOUND", "Nothing is served at " + QuotedInput.of(path));
            case ChannelError.BadCredentials f -> error(401, "UNAUTHORIZED", "Invalid client credentials");
            case ChannelError.TooManyRequests(var retryAfter) ->
                error(429, "TOO MANY REQUESTS", "Request limit exceeded, retry later")
                        .with("Retry-After", String.valueOf(retryAfter.toSeconds() + 1));
            case ChannelError.Overloaded f ->
                error(503, "SERVICE UNAVAILABLE", "Too many requests at a time, retry later")
                        .with("Retry-After", "1");
            case ChannelError.NotImplemented(var method, var business, var channel) ->
                error(
                        400,
                        501,
                        "LLA:NOT_IMPLEMENTED",
                        "Operation " + method + " for Business Id: " + QuotedInput.of(business) + " and channelId:"
                                + QuotedInput.of(channel) + " not implemented");
            case ChannelError.BadHeader(var name, var expected) ->
                error(400, "INVALID:" + name.toUpperCase(Locale.ROOT), name + " must be " + expected);
            case ChannelError.AccountMissing f ->
                error(400, "INVALID:ACCOUNT ID", "-203 Invalid data sent in field: Key");
            case ChannelError.AccountUnknown f ->
                error(400, "INVALID:ACCOUNT ID", "2099 ** CIP09W - UNABLE TO XREF SUB PREFIX");
            case ChannelError.BillNotFound(var bill, var account) ->
                error(
                        404,
                        "BILL ID NOT FOUND",
                        "bill.id not Found : " + QuotedInput.of(bill) + ", not found in the BillingAccount : "
                                + QuotedInput.of(account));
            case ChannelError.BadParameter(var name, var value, var expected) ->
                error(400, "INVALID:" + name, name + " must be " + expected + ", not " + QuotedInput.of(value));
            case ChannelError.UpstreamTimeout f ->
                error(504, "GATEWAY TIMEOUT", "The billing system does not answer, retry later");
            case ChannelError.InvalidUpstreamAnswer f ->
                error(502, "BAD GATEWAY", "The billing system's answer cannot be used");
            case ChannelError.DatabaseUnavailable f ->
                error(503, "SERVICE UNAVAILABLE", "Bills cannot be read just now, retry later")
                        .with("Retry-After", "1");
            case ChannelError.ServerFailure(var correlationId) ->
                error(500, "INTERNAL ERROR", "Quote X-Correlation-ID " + correlationId);
        };
    }

    private static Response error(int status, String message, String description) {
        return error(status, status, message, description);
    }

    private static Response error(int status, int code, String message, String description) {
        ObjectNode body = Json.object();
        body.putArray("errors")
                .addObject()
                .put("code", code)
                .put("message", message)
                .put("description", description);
        return Response.json(status, body);
    }
}
