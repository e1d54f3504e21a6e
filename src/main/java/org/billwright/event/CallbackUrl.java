package org.billwright.event;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.billwright.event.CallbackGuard.Refused;

/** A callback as it is written: a URL that leaves no doubt about where it leads. */
record CallbackUrl(URI uri, CallbackHost host) {
    private static final int HIGHEST_PORT = 65_535;

    /** Reads a URL of one of these schemes. Throws {@link Refused}. */
    static CallbackUrl parse(String callback, List<String> schemes) {
        var uri = withLowerCaseScheme(uri(callback));
        Refused.unless(
                schemes.contains(String.valueOf(uri.getScheme())),
                "must be an " + String.join(" or ", schemes) + " URL");
        Refused.unless(!String.valueOf(uri.getRawAuthority()).contains("@"), "must not name a user");
        Refused.unless(uri.getRawFragment() == null, "must not have a fragment");
        Refused.unless(isPort(uri.getPort()), "must have a port from 1 to " + HIGHEST_PORT);
        return new CallbackUrl(uri, host(uri));
    }

    private static URI uri(String callback) {
        int most = CallbackGuard.MOST_CHARACTERS;
        Refused.unless(callback.length() <= most, "must have at most " + most + " characters");
        // ASCII, as URLs are: programs differ in how they encode the rest
        Refused.unless(
                callback.chars().allMatch(c -> c > ' ' && c < 0x7f),
                "must not have blanks, controls or letters beyond ASCII");
        try {
            return new URI(callback);
        } catch (URISyntaxException malformed) {
            throw new Refused("must be a URL");
        }
    }

    /** So that who compares with "https" does not send in the clear what was written with "HTTPS". */
    private static URI withLowerCaseScheme(URI uri) {
        int end = Optional.ofNullable(uri.getScheme()).map(String::length).orElse(0);
        var written = uri.toString();
        return URI.create(written.substring(0, end).toLowerCase(Locale.ROOT) + written.substring(end));
    }

    /** Of 1 or more, or absent, which the JDK tells as -1. */
    private static boolean isPort(int port) {
        return port == -1 || (port >= 1 && port <= HIGHEST_PORT);
    }

    private static CallbackHost host(URI uri) {
        return Optional.ofNullable(uri.getHost())
                .flatMap(CallbackHost::parse)
                .orElseThrow(() -> new Refused("must name a host, or an IP address in its usual form"));
    }
}
