package org.billwright.pdf.font;

import java.util.List;
import org.billwright.pdf.file.PageContent;

/** A line of text as glyphs, from left to right. */
public final class ShapedText {
    private static final int THOUSAND = 1_000;

    private final DocumentFonts fonts;
    private final char[] codes;
    private final byte[] indexes;
    private final int count;
    private final int width;
    private final List<Replaced> replaced;
    private final String logical;

    /** Glyphs that stand for characters that no font has, or that are not seen. */
    record Replaced(int from, int to, String text) {}

    /**
     * A line of glyphs.
     *
     * @param codes of the glyphs, each in its font
     * @param indexes of the font of each glyph among those of the document
     * @param count how many glyphs there are
     * @param width in thousandths of the size
     * @param logical the text, where its glyphs are in another order; else empty
     */
    ShapedText(
            DocumentFonts fonts,
            char[] codes,
            byte[] indexes,
            int count,
            int width,
            List<Replaced> replaced,
            String logical) {
        this.fonts = fonts;
        this.codes = codes;
        this.indexes = indexes;
        this.count = count;
        this.width = width;
        this.replaced = replaced;
        this.logical = logical;
    }

    /** Whether there is nothing to see. */
    public boolean isEmpty() {
        return count == 0;
    }

    /** The width at this size, in the unit of the size. */
    public int width(int size) {
        return (int) ((long) width * size / THOUSAND);
    }

    /** The text, where its glyphs are in another order; else empty. */
    public String logical() {
        return logical;
    }

    /** Writes the operators that show it (ISO 32000-1, 9.4). The font is set where it is another than the last. */
    public void show(PageContent content, int x, int y, int size, FontState state) {
        content.beginText(x, y);
        int from = 0;
        for (var part : replaced) {
            glyphs(content, from, part.from(), size, state);
            content.beginSpan(part.text());
            glyphs(content, part.from(), part.to(), size, state);
            content.end();
            from = part.to();
        }
        glyphs(content, from, count, size, state);
        content.endText();
    }

    private void glyphs(PageContent content, int start, int end, int size, FontState state) {
        int from = start;
        while (from < end) {
            int index = indexes[from];
            int to = from + 1;
            while (to < end && indexes[to] == index) {
                to++;
            }
            state.set(content, fonts, index, size);
            content.show(bytes(from, to));
            from = to;
        }
    }

    private byte[] bytes(int from, int to) {
        var bytes = new byte[2 * (to - from)];
        for (int i = from; i < to; i++) {
            bytes[2 * (i - from)] = (byte) (codes[i] >> Byte.SIZE);
            bytes[2 * (i - from) + 1] = (byte) codes[i];
        }
        return bytes;
    }
}
