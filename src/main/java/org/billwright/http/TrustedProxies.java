package org.billwright.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;

/**
 * Has {@code X-Forwarded} headers only where a proxy of the operator sent them: those of anybody else are removed. Of the addresses in
 * {@code X-Forwarded-For} the last one that is no proxy's is left: earlier ones are what a client says.
 */
public final class TrustedProxies implements Handler<RoutingContext> {
    private static final String FORWARDED_FOR = "X-Forwarded-For";

    /** Those that the server reads. */
    private static final List<String> NAMES =
            List.of(FORWARDED_FOR, "X-Forwarded-Host", "X-Forwarded-Port", "X-Forwarded-Proto", "X-Forwarded-Prefix");

    private final List<AddressRange> proxies;

    /** Trusts the proxies with these addresses. Throws {@link IllegalArgumentException} if one is not an address or a range. */
    public TrustedProxies(List<String> proxies) {
        this.proxies = proxies.stream()
                .map(text -> AddressRange.parse(text)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "trusted proxies: an address or a range is needed, such as 10.0.0.0/8, not " + text)))
                .toList();
    }

    @Override
    public void handle(RoutingContext context) {
        var request = context.request();
        var names = NAMES.stream().filter(request.headers()::contains).toList();
        if (!names.isEmpty()) {
            if (isProxy(RemoteAddress.ofConnection(request))) {
                keepClient(request);
            } else {
                names.forEach(request.headers()::remove);
            }
        }
        context.next();
    }

    private void keepClient(HttpServerRequest request) {
        var addresses = request.headers().getAll(FORWARDED_FOR).stream()
                .flatMap(value -> List.of(value.split(",", -1)).stream())
                .map(String::strip)
                .toList();
        request.headers().remove(FORWARDED_FOR);
        addresses.reversed().stream()
                .filter(address -> !isProxy(address))
                .findFirst()
                .flatMap(AddressRange::parse)
                .ifPresent(client -> request.headers().set(FORWARDED_FOR, client.canonical()));
    }

    private boolean isProxy(String address) {
        return AddressRange.parse(address)
                .filter(range -> proxies.stream().anyMatch(proxy -> proxy.contains(range)))
                .isPresent();
    }

    /** The client's address that a proxy has sent. */
    static Optional<String> client(HttpServerRequest request) {
        return Optional.ofNullable(request.getHeader(FORWARDED_FOR));
    }
}
