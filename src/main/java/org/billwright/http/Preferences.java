package org.billwright.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The preferences of a client ({@code Prefer}, RFC 7240 §2): a list in one header or several; names have no case, values may be
 * quoted, and of a preference that is given twice the first counts. What is malformed is no preference, and no error.
 *
 * @param values by name, both in lower case
 */
record Preferences(Map<String, String> values) {
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final String QUOTED = "\"(?:[^\"\\\\]|\\\\.)*+\"";
    private static final Pattern PREFERENCE = Pattern.compile("\\s*(" + TOKEN + ")(?:\\s*=\\s*(?:(" + TOKEN + ")|("
            + QUOTED + "))?)?(?:\\s*;(?:[^,\"]|" + QUOTED + ")*+)?\\s*");
    private static final Pattern ELEMENT = Pattern.compile("\\G,*((?:[^,\"]|" + QUOTED + ")++)");

    static Preferences of(List<String> headers) {
        var values = new TreeMap<String, String>();
        for (var header : headers) {
            var element = ELEMENT.matcher(header);
            while (element.find()) {
                var preference = PREFERENCE.matcher(element.group(1));
                if (preference.matches()) {
                    values.putIfAbsent(lower(preference.group(1)), value(preference.group(2), preference.group(3)));
                }
            }
        }
        return new Preferences(values);
    }

    /** Whether the client prefers this. */
    boolean has(String name, String value) {
        return value.equals(values.get(name));
    }

    private static String value(@Nullable String token, @Nullable String quoted) {
        if (token != null) {
            return lower(token);
        }
        return quoted == null
                ? ""
                : lower(quoted.substring(1, quoted.length() - 1).replaceAll("\\\\(.)", "$1"));
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
