package org.billwright.einvoice;

import java.util.Optional;

/** Texts of a bill as an invoice can have them: XML 1.0 has no control characters, and an empty element is invalid. */
final class XmlText {
    private XmlText() {}

    /** The text on one line; empty if nothing is left of it. */
    static Optional<String> line(String text) {
        return clean(text.replaceAll("[\\t\\r\\n]+", " "));
    }

    /** The text with its lines; empty if nothing is left of it. */
    static Optional<String> lines(String text) {
        return clean(text.replace("\r\n", "\n").replace('\r', '\n'));
    }

    private static Optional<String> clean(String text) {
        var kept = new StringBuilder(text.length());
        text.codePoints().filter(XmlText::isCharacter).forEach(kept::appendCodePoint);
        return Optional.of(kept.toString().strip()).filter(of -> !of.isEmpty());
    }

    private static boolean isCharacter(int character) {
        return character == '\n'
                || (!Character.isISOControl(character)
                        && Character.getType(character) != Character.SURROGATE
                        && (character & 0xfffe) != 0xfffe);
    }
}
