package org.billwright.http;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;

/**
 * What a request says: over HTTP, or within this process.
 *
 * @param parameters the named parts of its path, percent-decoded
 * @param rawQuery the query string as it stands in the URL; empty where there is none
 */
record RequestMessage(
        HttpMethod method, Map<String, String> parameters, String rawQuery, MultiMap headers, Buffer body) {
    /** The message of a request over HTTP, whose body has arrived. */
    static RequestMessage of(RoutingContext context) {
        var request = context.request();
        return new RequestMessage(
                request.method(),
                context.pathParams(),
                Optional.ofNullable(request.query()).orElse(""),
                request.headers(),
                Optional.ofNullable(context.body().buffer()).orElseGet(Buffer::buffer));
    }
}
