package org.billwright.http;

/** Texts of others, such as those of bills and servers, on a terminal or an HTML page. */
public final class DisplayText {
    private static final char REPLACEMENT = '\uFFFD';
    private static final char FIRST_EMBEDDING = '\u202A';
    private static final char LAST_EMBEDDING = '\u202E';
    private static final char FIRST_ISOLATE = '\u2066';
    private static final char LAST_ISOLATE = '\u2069';

    private DisplayText() {}

    /** Without what a terminal takes for a command, and what changes the direction of other texts. */
    public static String printable(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) || isDirectional(c) ? REPLACEMENT : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isDirectional(int c) {
        return (c >= FIRST_EMBEDDING && c <= LAST_EMBEDDING) || (c >= FIRST_ISOLATE && c <= LAST_ISOLATE);
    }

    /** As the content or an attribute of an HTML element. */
    public static String escaped(String text) {
        return printable(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
