package org.billwright.pdf.font;

import java.util.List;
import org.billwright.pdf.file.PdfBytes;

/** A line of text as glyphs, from left to right. */
public final class ShapedText {
    private static final int THOUSAND = 1_000;

    private final char[] codes;
    private final byte[] fonts;
    private final int count;
    private final int width;
    private final List<Replaced> replaced;
    private final String logical;

    /** Glyphs that stand for characters that no font has. */
    record Replaced(int from, int to, String text) {}

    /**
     * A line of glyphs.
     *
     * @param codes of the glyphs, each in its font
     * @param fonts the index of the font of each glyph among those of the document
     * @param count how many glyphs there are
     * @param width in thousandths of the size
     * @param logical the text, where its glyphs are in another order; else empty
     */
    ShapedText(char[] codes, byte[] fonts, int count, int width, List<Replaced> replaced, String logical) {
        this.codes = codes;
        this.fonts = fonts;
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
    public void show(PdfBytes content, int x, int y, int size, FontState state) {
        content.ascii("BT ").length(x).length(y).ascii("Td ");
        int from = 0;
        for (var part : replaced) {
            glyphs(content, from, part.from(), size, state);
            content.ascii("/Span<</ActualText").text(part.text()).ascii(">>BDC ");
            glyphs(content, part.from(), part.to(), size, state);
            content.ascii("EMC ");
            from = part.to();
        }
        glyphs(content, from, count, size, state);
        content.ascii("ET\n");
    }

    private void glyphs(PdfBytes content, int start, int end, int size, FontState state) {
        int from = start;
        while (from < end) {
            int font = fonts[from];
            int to = from + 1;
            while (to < end && fonts[to] == font) {
                to++;
            }
            state.set(content, font, size);
            content.octet('(');
            for (int i = from; i < to; i++) {
                content.literal(codes[i] >> Byte.SIZE).literal(codes[i] & 0xFF);
            }
            content.ascii(")Tj ");
            from = to;
        }
    }
}
