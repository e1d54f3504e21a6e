package org.billwright.pdf.font;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.billwright.pdf.font.ShapedText.Replaced;

/** Collects the glyphs of a line from characters in visual order. */
final class GlyphLine {
    private static final int FIRST_FORM = 0xFB50;
    private static final int LAST_FORM = 0xFEFC;
    private static final int FIRST_LAM_ALEF = 0xFEF5;

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
            addBlank(DocumentFonts.main(isBold), Character.toString(character));
            return;
        }
        boolean isPrivate = Character.getType(character) == Character.PRIVATE_USE;
        var found = isPrivate ? Optional.<Integer>empty() : fonts.indexOf(character, isBold);
        if (found.isEmpty()) {
            addReplacement(character);
            return;
        }
        int index = found.get();
        var subset = fonts.get(index);
        width += subset.font().width(character);
        if (character >= FIRST_LAM_ALEF && character <= LAST_FORM) {
            addLamAlef(index, character);
        } else {
            append(index, isForm(character) ? form(subset, character) : subset.code(character));
        }
    }

    /** Nothing to see, but to be read: what joins letters or sets their direction. */
    private void addBlank(int index, String text) {
        append(index, fonts.get(index).code(FontSubset.BLANK, text));
    }

    /** Those that follow one another are one part: some characters are several. */
    private void addReplacement(int character) {
        int index = DocumentFonts.main(isBold);
        var subset = fonts.get(index);
        width += subset.font().width(CleanText.REPLACEMENT);
        append(index, subset.code(CleanText.REPLACEMENT));
        var text = Character.toString(character);
        if (!replaced.isEmpty() && replaced.getLast().to() == count - 1) {
            var last = replaced.removeLast();
            replaced.add(new Replaced(last.from(), count, last.text() + text));
        } else {
            replaced.add(new Replaced(count - 1, count, text));
        }
    }

    private static boolean isForm(int character) {
        return character >= FIRST_FORM && character <= LAST_FORM;
    }

    /** The shape of a letter is read as the letter. */
    private static int form(FontSubset subset, int character) {
        var letter = letters(character);
        return letter.length() == 1
                ? subset.code(subset.font().glyph(character).orElseThrow(), letter)
                : subset.code(character);
    }

    /** One glyph for two letters: it is read as the one on its left, and a blank after it as the one on its right. */
    private void addLamAlef(int index, int character) {
        var subset = fonts.get(index);
        var letters = letters(character);
        append(index, subset.code(subset.font().glyph(character).orElseThrow(), letters.substring(1)));
        addBlank(index, letters.substring(0, 1));
    }

    private static String letters(int form) {
        return Normalizer.normalize(Character.toString(form), Normalizer.Form.NFKC);
    }

    private void append(int index, int code) {
        if (count == codes.length) {
            codes = Arrays.copyOf(codes, 2 * count);
            indexes = Arrays.copyOf(indexes, 2 * count);
        }
        codes[count] = (char) code;
        indexes[count++] = (byte) index;
    }

    /**
     * The line.
     *
     * @param logical its text, where the glyphs are in another order; else empty
     */
    ShapedText text(String logical) {
        return new ShapedText(codes, indexes, count, width, replaced, logical);
    }
}
