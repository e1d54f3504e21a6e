package org.billwright.http;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import org.billwright.telemetry.Activity;
import org.billwright.telemetry.TraceParent;

/**
 * One request to another server, bounded in time and size. Redirects are not followed.
 *
 * @param timeout from the first byte sent to the last byte of the response
 * @param maxBytes of the response's body
 */
public record BoundedHttpClient(Vertx vertx, HttpClient client, Duration timeout, int maxBytes) {
    /** A whole response. */
    public record UpstreamResponse(int status, MultiMap headers, Buffer body) {}

    /** Sends a request, with an empty body where it has none. What takes too long or is too large is a failure. */
    public Future<UpstreamResponse> send(RequestOptions options, Buffer body) {
        var result = Promise.<UpstreamResponse>promise();
        long limit = vertx.setTimer(
                timeout.toMillis(), timer -> result.tryFail("no response within " + timeout.toMillis() + " ms"));
        Activity.current().traceParent().ifPresent(parent -> options.putHeader(TraceParent.HEADER, parent));
        client.request(options.setFollowRedirects(false))
                .compose(request -> {
                    result.future().onFailure(failure -> request.reset());
                    return request.send(body).compose(response -> read(request, response));
                })
                .onSuccess(result::tryComplete)
                .onFailure(result::tryFail);
        return result.future().onComplete(done -> vertx.cancelTimer(limit));
    }

    private Future<UpstreamResponse> read(HttpClientRequest request, HttpClientResponse response) {
        var body = Buffer.buffer();
        var whole = Promise.<UpstreamResponse>promise();
        response.handler(chunk -> {
            body.appendBuffer(chunk);
            if (body.length() > maxBytes) {
                whole.tryFail("a response of more than " + maxBytes + " bytes");
                request.reset();
            }
        });
        response.exceptionHandler(whole::tryFail);
        response.endHandler(
                end -> whole.tryComplete(new UpstreamResponse(response.statusCode(), response.headers(), body)));
        return whole.future();
    }
}
