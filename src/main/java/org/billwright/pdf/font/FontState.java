package org.billwright.pdf.font;

import org.billwright.pdf.file.PdfBytes;

/** The font and size that were set last in a content stream. */
public final class FontState {
    private static final int NONE = -1;

    private int font = NONE;
    private int size = NONE;

    /** Sets a font of the document, unless it is set. */
    void set(PdfBytes content, int newFont, int newSize) {
        if (font != newFont || size != newSize) {
            font = newFont;
            size = newSize;
            content.ascii("/F").number(font).octet(' ').length(size).ascii("Tf ");
        }
    }
}
