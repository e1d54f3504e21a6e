package org.billwright.pdf.font;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.billwright.pdf.font.ShapedText.Replaced;

/** Collects the glyphs of a line from characters in visual order. */
final class GlyphLine {
    /** A character that the main fonts have, without outline and width. */
    private static final int BLANK = 0x200B;

    private final DocumentFonts fonts;
    private final boolean isBold;
    private char[] codes;
    private byte[] indexes;
    private int count;
    private int width;
    private final List<Replaced> replaced = new ArrayList<>();

    GlyphLine(DocumentFonts fonts, boolean isBold, int capacity) {
        this.fonts = fonts;
        this.isBold = isBold;
        this.codes = new char[capacity];
        this.indexes = new byte[capacity];
    }

    void add(int character) {
        if (CleanText.isInvisible(character)) {
            replace(character, BLANK); // nothing to see, but to be read: what joins letters or sets their direction
            return;
        }
        boolean isPrivate = Character.getType(character) == Character.PRIVATE_USE;
        var found = isPrivate ? Optional.<Integer>empty() : fonts.indexOf(character, isBold);
        if (found.isEmpty()) {
            replace(character, CleanText.REPLACEMENT);
        } else {
            append(found.get(), character);
        }
    }

    /** Those that follow one another are one part: some characters are several. */
    private void replace(int character, int shown) {
        append(DocumentFonts.main(isBold), shown);
        var text = Character.toString(character);
        if (!replaced.isEmpty() && replaced.getLast().to() == count - 1) {
            var last = replaced.removeLast();
            replaced.add(new Replaced(last.from(), count, last.text() + text));
        } else {
            replaced.add(new Replaced(count - 1, count, text));
        }
    }

    private void append(int index, int character) {
        if (count == codes.length) {
            codes = Arrays.copyOf(codes, 2 * count);
            indexes = Arrays.copyOf(indexes, 2 * count);
        }
        var font = fonts.get(index);
        codes[count] = font.code(character);
        indexes[count++] = (byte) index;
        width += font.font().width(character);
    }

    /**
     * The line.
     *
     * @param logical its text, where the glyphs are in another order; else empty
     */
    ShapedText text(String logical) {
        return new ShapedText(fonts, codes, indexes, count, width, replaced, logical);
    }
}
