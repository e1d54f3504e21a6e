package org.billwright.query;

import java.util.Optional;

/**
 * The text with which all matches of a regular expression begin. PostgreSQL finds it as well, but uses no index for it where row-level
 * security applies: a regular expression might reveal rows of others, and a comparison cannot.
 */
final class RegexPrefix {
    /** What may follow a character and makes it optional or repeated. */
    private static final String QUANTIFIERS = "*+?{";

    private static final String SPECIAL = "^$.[]()|" + QUANTIFIERS + "}";

    private RegexPrefix() {}

    /** The text; empty where the expression does not begin with {@code ^}, or with no character that is certain. */
    static String of(String regex) {
        var prefix = new StringBuilder();
        if (!regex.startsWith("^") || regex.indexOf('|') >= 0) {
            return "";
        }
        int at = 1;
        while (at < regex.length()) {
            boolean isEscaped = regex.charAt(at) == '\\' && at + 1 < regex.length();
            int character = regex.codePointAt(isEscaped ? at + 1 : at);
            int next = at + (isEscaped ? 1 : 0) + Character.charCount(character);
            boolean isLiteral = isEscaped
                    ? !Character.isLetterOrDigit(character)
                    : character != '\\' && SPECIAL.indexOf(character) < 0;
            if (!isLiteral || (next < regex.length() && QUANTIFIERS.indexOf(regex.charAt(next)) >= 0)) {
                return prefix.toString();
            }
            prefix.appendCodePoint(character);
            at = next;
        }
        return prefix.toString();
    }

    /** The first text, in the order of code points, behind all that begin with a prefix; empty where there is none. */
    static Optional<String> behind(String prefix) {
        int end = prefix.length();
        while (end > 0) {
            int last = prefix.codePointBefore(end);
            int begin = end - Character.charCount(last);
            if (last < Character.MAX_CODE_POINT) {
                int next = last + 1 == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : last + 1;
                return Optional.of(prefix.substring(0, begin) + Character.toString(next));
            }
            end = begin;
        }
        return Optional.empty();
    }
}
