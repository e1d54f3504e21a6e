package org.billwright.pdf.font;

import org.billwright.pdf.file.PageContent;

/** The font and size that were set last in the content of a page. */
public final class FontState {
    private static final int NONE = -1;

    private int font = NONE;
    private int size = NONE;

    /** Sets a font of the document, unless it is set. */
    void set(PageContent content, DocumentFonts fonts, int newFont, int newSize) {
        if (font != newFont || size != newSize) {
            font = newFont;
            size = newSize;
            content.font(fonts.get(font).name(), size);
        }
    }
}
