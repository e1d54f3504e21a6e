package org.billwright.event.callback;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.billwright.event.callback.CallbackGuard.Rejected;

/** A parsed callback: a URL whose target is unambiguous. */
record CallbackUrl(URI uri, CallbackHost host) {
    private static final int HIGHEST_PORT = 65_535;

    /** Parses a URL with one of these schemes. Throws {@link Rejected}. */
    static CallbackUrl parse(String callback, List<String> schemes) {
        var uri = withLowerCaseScheme(uri(callback));
        Rejected.unless(
                schemes.contains(String.valueOf(uri.getScheme())),
                "must be an " + String.join(" or ", schemes) + " URL");
        Rejected.unless(!String.valueOf(uri.getRawAuthority()).contains("@"), "must not name a user");
        Rejected.unless(uri.getRawFragment() == null, "must not have a fragment");
        Rejected.unless(isPort(uri.getPort()), "must have a port from 1 to " + HIGHEST_PORT);
        return new CallbackUrl(uri, host(uri));
    }

    private static URI uri(String callback) {
        int max = CallbackGuard.MAX_CHARACTERS;
        Rejected.unless(callback.length() <= max, "must have at most " + max + " characters");
        // ASCII only, as RFC 3986 has it: programs encode other characters differently
        Rejected.unless(
                callback.chars().allMatch(c -> c > ' ' && c < 0x7f),
                "must not have blanks, controls or letters beyond ASCII");
        try {
            return new URI(callback);
        } catch (URISyntaxException malformed) {
            throw new Rejected("must be a URL");
        }
    }

    /** Code that compares the scheme with "https" must not send "HTTPS" callbacks by plain HTTP. */
    private static URI withLowerCaseScheme(URI uri) {
        int end = Optional.ofNullable(uri.getScheme()).map(String::length).orElse(0);
        var written = uri.toString();
        return URI.create(written.substring(0, end).toLowerCase(Locale.ROOT) + written.substring(end));
    }

    /** From 1 up, or absent, which the JDK returns as -1. */
    private static boolean isPort(int port) {
        return port == -1 || (port >= 1 && port <= HIGHEST_PORT);
    }

    private static CallbackHost host(URI uri) {
        return Optional.ofNullable(uri.getHost())
                .flatMap(CallbackHost::parse)
                .orElseThrow(() -> new Rejected("must name a host, or an IP address in its usual form"));
    }
}
