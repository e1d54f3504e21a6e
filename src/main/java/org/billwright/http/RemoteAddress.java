package org.billwright.http;

import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/** The address that a request came from. */
public final class RemoteAddress {
    private RemoteAddress() {}

    /** The address of the client, as far as the operator's proxies know it. */
    public static String of(HttpServerRequest request) {
        return TrustedProxies.client(request).orElseGet(() -> ofConnection(request));
    }

    /** The address of the connection's other end: the client or a proxy. */
    static String ofConnection(HttpServerRequest request) {
        return Optional.ofNullable(request.remoteAddress())
                .map(address -> String.valueOf(address.hostAddress()))
                .orElse("unknown");
    }
}
