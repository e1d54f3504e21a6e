package org.billwright.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/**
 * The URL by which clients see the server, from the {@code X-Forwarded} headers of a proxy. They are read here and not by the
 * framework, which does not respond where one of them is malformed.
 */
final class ForwardedHeaders {
    /** What hrefs may begin with. It is written into documents and headers as it is. */
    private static final Pattern ROOT =
            Pattern.compile("https?://([A-Za-z0-9._~-]{1,255}|\\[[0-9A-Fa-f:.]{2,45}\\])(:[0-9]{1,5})?");

    private static final Pattern ABSOLUTE = Pattern.compile("(?i)https?://([^/?#]*)");
    private static final Pattern WITH_PORT = Pattern.compile(".*:[0-9]+");
    private static final Pattern PREFIX = Pattern.compile("(/[A-Za-z0-9._~-]+)+");

    private ForwardedHeaders() {}

    /** The scheme that the client used, in lower case (RFC 3986 §3.1: schemes have no case). */
    static String scheme(HttpServerRequest request) {
        return forwarded(request, "Proto")
                .orElse(String.valueOf(request.scheme()))
                .toLowerCase(Locale.ROOT);
    }

    /** Scheme, host and prefix, without a slash at the end. */
    static String root(HttpServerRequest request) {
        var origin = origin(request);
        if (!ROOT.matcher(origin).matches()) {
            throw new ProblemException(new Problem.InvalidValue(
                    "Host, X-Forwarded-Host, -Port or -Proto",
                    origin,
                    "http or https, a host name or address, and a port"));
        }
        return origin + prefix(request);
    }

    /** Scheme and host, which may be malformed. */
    static String origin(HttpServerRequest request) {
        var host = forwarded(request, "Host").orElseGet(() -> ownHost(request));
        var port =
                forwarded(request, "Port").filter(p -> !WITH_PORT.matcher(host).matches() && !isDefault(request, p));
        return scheme(request) + "://" + host + port.map(p -> ":" + p).orElse("");
    }

    /**
     * The authority of a target that has one, before that of {@code Host} (RFC 9112 §3.2.2). HTTP/1.0 has no {@code Host}; then it is
     * the address that the client connected to.
     */
    private static String ownHost(HttpServerRequest request) {
        var absolute = ABSOLUTE.matcher(String.valueOf(request.uri()));
        if (absolute.lookingAt()) {
            return absolute.group(1);
        }
        if (request.authority() == null && request.version() == HttpVersion.HTTP_1_0) {
            var address = request.localAddress();
            var name = String.valueOf(address.hostAddress());
            return (name.indexOf(':') < 0 ? name : "[" + name + "]") + ":" + address.port();
        }
        return request.authority() == null ? "" : String.valueOf(request.authority());
    }

    private static boolean isDefault(HttpServerRequest request, String port) {
        return port.equals(scheme(request).equals("https") ? "443" : "80");
    }

    private static String prefix(HttpServerRequest request) {
        return forwarded(request, "Prefix")
                .map(given -> given.replaceAll("/+$", ""))
                .filter(given -> PREFIX.matcher(given).matches())
                .orElse("");
    }

    /** Of several proxies, the value of the one that the client connected to. */
    private static Optional<String> forwarded(HttpServerRequest request, String what) {
        return Optional.ofNullable(request.getHeader("X-Forwarded-" + what))
                .map(given -> List.of(given.split(",", 2)).getFirst().strip())
                .filter(given -> !given.isEmpty());
    }
}
