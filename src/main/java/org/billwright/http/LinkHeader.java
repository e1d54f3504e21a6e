package org.billwright.http;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The links of a response (RFC 8288). */
public final class LinkHeader {
    private static final Pattern LINK = Pattern.compile("<([^>]{0,8000})>\\s*((?:;[^,;\"]*(?:\"[^\"]*\")?)*)");
    private static final Pattern NEXT =
            Pattern.compile(";\\s*rel\\s*=\\s*\"?(?:[^\";]*\\s)?next(?:\\s[^\";]*)?\"?\\s*(?:;|$)");

    private static final int MAX_CHARACTERS = 20_000;

    private LinkHeader() {}

    /**
     * The URL of the next page, as it is written.
     *
     * @param headers the values of the headers {@code Link}
     */
    public static Optional<String> next(List<String> headers) {
        for (var value : headers) {
            var link = LINK.matcher(value.substring(0, Math.min(value.length(), MAX_CHARACTERS)));
            while (link.find()) {
                if (NEXT.matcher(link.group(2)).find()) {
                    return Optional.of(link.group(1));
                }
            }
        }
        return Optional.empty();
    }
}
