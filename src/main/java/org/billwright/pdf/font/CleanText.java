package org.billwright.pdf.font;

import java.util.function.IntPredicate;

/** Which characters of a text are drawn. */
final class CleanText {
    /** Shown for what no font has. */
    static final char REPLACEMENT = '\uFFFD';

    private static final int BYTE_ORDER_MARK = 0xFEFF;
    private static final int NONCHARACTER = 0xFFFE;
    private static final int FIRST_NONCHARACTER = 0xFDD0;
    private static final int LAST_NONCHARACTER = 0xFDEF;

    private CleanText() {}

    /** Without control characters; line ends and tabs are spaces. What is no character at all is replaced. */
    static String of(String text) {
        var clean = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (Character.isWhitespace(c)) {
                clean.append(' ');
            } else if (isNoCharacter(c)) {
                clean.append(REPLACEMENT);
            } else if (!Character.isISOControl(c) && c != BYTE_ORDER_MARK && !isOverride(c)) {
                clean.appendCodePoint(c);
            }
        });
        return clean.toString();
    }

    /** They would turn around what stands behind a text of others. */
    private static boolean isOverride(int c) {
        return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    }

    private static boolean isNoCharacter(int c) {
        return Character.getType(c) == Character.SURROGATE
                || (c & NONCHARACTER) == NONCHARACTER
                || (c >= FIRST_NONCHARACTER && c <= LAST_NONCHARACTER);
    }

    /** Without the characters that only set the direction of others. */
    static String withoutDirections(String text) {
        return without(text, CleanText::isDirection);
    }

    private static String without(String text, IntPredicate removed) {
        return text.codePoints().anyMatch(removed)
                ? text.codePoints()
                        .filter(removed.negate())
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString()
                : text;
    }

    private static boolean isDirection(int c) {
        return c == '\u061C'
                || c == '\u200E'
                || c == '\u200F'
                || (c >= '\u202A' && c <= '\u202E')
                || (c >= '\u2066' && c <= '\u2069');
    }

    /** Whether a character has no glyph of its own: formats, and selectors of variants. */
    static boolean isInvisible(int c) {
        return Character.getType(c) == Character.FORMAT
                || (c >= 0xFE00 && c <= 0xFE0F)
                || (c >= 0xE0100 && c <= 0xE01EF);
    }
}
