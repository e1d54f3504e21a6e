package org.billwright.conformance;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.billwright.json.TmfVersion;

/**
 * The server that is checked.
 *
 * @param base the URL of its API: {@code https://biller.example/tmf-api/customerBillManagement/v4}
 * @param headers sent with each request to this server, and to no other
 * @param timeout of one request, from its first byte to the last of the response
 */
public record ConformanceTarget(URI base, List<RequestHeader> headers, Duration timeout) {
    private static final Pattern VERSION = Pattern.compile("/v([45])(?:[./]|$)");

    /** Throws {@link IllegalArgumentException} if the base is no URL of HTTP, or has a user, a query or a fragment. */
    public ConformanceTarget {
        headers = List.copyOf(headers);
        var scheme = String.valueOf(base.getScheme()).toLowerCase(Locale.ROOT);
        if (base.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
            throw new IllegalArgumentException("an http or https URL is needed");
        }
        if (base.getRawUserInfo() != null || base.getRawQuery() != null || base.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "the URL is that of the API, without a user, a query and a fragment; credentials are a header");
        }
        base = URI.create(base.toString().replaceAll("/+$", ""));
    }

    /** The same server with another base. Throws {@link IllegalArgumentException} if it is another server, which must not get the headers. */
    public ConformanceTarget withBase(URI other) {
        if (!owns(other)) {
            throw new IllegalArgumentException("the other URL must have the scheme, host and port of the first one");
        }
        return new ConformanceTarget(other, headers, timeout);
    }

    /** The version of TMF678 that the path names. */
    Optional<TmfVersion> namedVersion() {
        var found = VERSION.matcher(base.getPath());
        return found.find() ? TmfVersion.of("v" + found.group(1)) : Optional.empty();
    }

    /** Whether a URL leads to this server: the same scheme, host and port (RFC 6454). */
    boolean owns(URI url) {
        return url.getHost() != null
                && base.getScheme().equalsIgnoreCase(url.getScheme())
                && base.getHost().equalsIgnoreCase(url.getHost())
                && port(base) == port(url);
    }

    private static int port(URI url) {
        int standard = "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
        return url.getPort() >= 0 ? url.getPort() : standard;
    }

    /** A URL below the base; the path is encoded already. */
    URI url(String path) {
        return URI.create(base + "/" + path);
    }

    /** The URL that a document has, which may be relative; empty where it is no URL. */
    Optional<URI> resolve(String href) {
        try {
            return Optional.of(URI.create(base + "/").resolve(href));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A value in a path or a query. */
    static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
