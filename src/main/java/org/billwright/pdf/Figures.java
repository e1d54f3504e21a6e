package org.billwright.pdf;

import java.nio.charset.StandardCharsets;
import org.billwright.pdf.file.PdfBytes;

/** The entries of structure elements that have texts instead of what is seen (ISO 32000-1, 14.9). */
final class Figures {
    private Figures() {}

    /** The text instead of a picture, and where it is on the page. */
    static String entries(String alternative, String box) {
        return entry("/Alt", alternative) + "/A<</O/Layout/Placement/Block/BBox[" + box + "]>>";
    }

    /** The text that glyphs stand for. */
    static String actualText(String text) {
        return entry("/ActualText", text);
    }

    private static String entry(String key, String text) {
        return new String(new PdfBytes(100).ascii(key).text(text).toArray(), StandardCharsets.US_ASCII);
    }
}
