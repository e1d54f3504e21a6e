package org.billwright.json;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Links to resources of this server are stored relative to its base URL, so that they follow the base path, the
 * version and the host under which a client sees the server. Links to elsewhere are stored as they are.
 */
public final class Links {
    private static final Pattern ELSEWHERE = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*|/.*", Pattern.DOTALL);

    private Links() {}

    /** The stored link to an instance: {@code customerBill/B-1}. */
    public static String to(String resource, String id) {
        return resource + "/" + segment(id);
    }

    /** One path segment, percent-encoded (RFC 3986 §3.3). */
    public static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** A stored link as a client sees it. The base ends in a slash. */
    public static String resolve(String base, String link) {
        return ELSEWHERE.matcher(link).matches() ? link : base + link;
    }

    /** A client's link as it would be stored. */
    public static String relativize(String base, String link) {
        return link.startsWith(base) ? link.substring(base.length()) : link;
    }
}
