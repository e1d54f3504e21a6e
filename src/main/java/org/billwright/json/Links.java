package org.billwright.json;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Links. Those to resources of this server are stored relative to its base URL, so that a client sees them with the
 * host, base path and version of its request. Other links are stored unchanged.
 */
public final class Links {
    private static final Set<String> WEB = Set.of("http", "https");
    private static final String NAME = "urn";

    private Links() {}

    /** The stored link to an instance: {@code customerBill/B-1}. */
    public static String to(String resource, String id) {
        return resource + "/" + segment(id);
    }

    /** One path segment, percent-encoded (RFC 3986 §3.3). */
    public static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * Whether an id can be a segment of a path. Clients remove the segments {@code .} and {@code ..}, also percent-encoded (RFC 3986
     * §5.2.4, §6.2.2.2), so that no link leads to an instance with such an id.
     */
    public static boolean isSegment(String id) {
        return !id.equals(".") && !id.equals("..");
    }

    /** Whether the stored link that begins here is relative to this server: it has no scheme and no leading slash. */
    public static boolean isRelative(byte[] document, int start) {
        int at = start;
        while (isSchemeCharacter(document[at])) {
            at++;
        }
        return document[at] != ':' && document[start] != '/';
    }

    private static boolean isSchemeCharacter(byte b) {
        return (b >= 'a' && b <= 'z')
                || (b >= 'A' && b <= 'Z')
                || (b >= '0' && b <= '9')
                || b == '+'
                || b == '-'
                || b == '.';
    }

    /**
     * Whether a browser that follows the link requests a page, and runs no script: it is relative, or has the scheme http or https. A
     * relative one has no host, also not as browsers read it: they take a backslash for a slash.
     */
    static boolean isWebLink(String link) {
        return isVisible(link)
                && !link.startsWith("//")
                && link.indexOf('\\') < 0
                && scheme(link).map(WEB::contains).orElse(true);
    }

    /** Whether the text refers to an entity, wherever it is, and is no script: a link, or a name that no browser follows (RFC 8141). */
    static boolean isReference(String text) {
        return isWebLink(text)
                || (isVisible(text) && scheme(text).filter(NAME::equals).isPresent());
    }

    private static boolean isVisible(String link) {
        return link.chars().noneMatch(c -> c <= ' ' || c == 0x7F);
    }

    private static Optional<String> scheme(String link) {
        int colon = link.indexOf(':');
        return colon >= 0 && link.substring(0, colon).matches("[^/?#]*")
                ? Optional.of(link.substring(0, colon).toLowerCase(Locale.ROOT))
                : Optional.empty();
    }

    /** The stored form of a client's link. */
    public static String relativize(String base, String link) {
        return link.startsWith(base) ? link.substring(base.length()) : link;
    }
}
