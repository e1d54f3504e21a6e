package org.billwright.pdf.font;

import com.ibm.icu.text.ArabicShaping;
import com.ibm.icu.text.ArabicShapingException;
import com.ibm.icu.text.Bidi;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;

/**
 * Makes lines of glyphs of texts: Arabic letters in the shapes that they have in words, and from left to right as the Unicode Bidirectional
 * Algorithm has them. The first letter of a text says its direction, as names and addresses are in other alphabets than the page.
 */
public final class TextShaper {
    /** Before this are letters that stay in their order and have one shape. */
    private static final int COMBINING = 0x300;

    private static final int ARABIC = 0x600;
    private static final int ARABIC_END = 0x780;
    private static final int CONTROLS_END = 0xA0;
    private static final int DELETE = 0x7F;
    private static final int SOFT_HYPHEN = 0xAD;
    private static final int PUNCTUATION = 0x2010;
    private static final int PUNCTUATION_END = 0x2027;
    private static final int CURRENCIES = 0x20A0;
    private static final int CURRENCIES_END = 0x20CF;
    private static final ArabicShaping LETTERS =
            new ArabicShaping(ArabicShaping.LETTERS_SHAPE | ArabicShaping.LENGTH_GROW_SHRINK);

    private final DocumentFonts fonts;
    private final boolean isRightToLeft;

    /** With the fonts of a document, for texts of this direction. */
    public TextShaper(DocumentFonts fonts, boolean isRightToLeft) {
        this.fonts = fonts;
        this.isRightToLeft = isRightToLeft;
    }

    /** The glyphs of a text; they will be in the document. */
    public ShapedText shape(String text, boolean isBold) {
        if (isRightToLeft && !isInOrder(text)) {
            return complex(CleanText.of(text), isBold);
        }
        int main = DocumentFonts.main(isBold);
        var font = fonts.get(main);
        int length = text.length();
        var codes = new char[length];
        int width = 0;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (!isPlain(c) || !font.font().has(c)) {
                return complex(CleanText.of(text), isBold);
            }
            codes[i] = font.code(c);
            width += font.font().width(c);
        }
        var indexes = new byte[length];
        Arrays.fill(indexes, (byte) main);
        return new ShapedText(fonts, codes, indexes, length, width, List.of(), "");
    }

    /** The width of a text, in thousandths of its size. */
    int width(String text, boolean isBold) {
        if (isRightToLeft && !isInOrder(text)) {
            return complex(CleanText.of(text), isBold).width(1_000);
        }
        var font = fonts.get(DocumentFonts.main(isBold)).font();
        int width = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isPlain(c) || !font.has(c)) {
                return complex(CleanText.of(text), isBold).width(1_000);
            }
            width += font.width(c);
        }
        return width;
    }

    /** Whether a text is from left to right on a page from right to left: it has letters, and no others than those. */
    private static boolean isInOrder(String text) {
        boolean hasLetter = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isPlain(c)) {
                return false;
            }
            hasLetter |= Character.isLetter(c);
        }
        return hasLetter;
    }

    private static boolean isPlain(char c) {
        return (c < COMBINING && c >= ' ' && (c < DELETE || c >= CONTROLS_END) && c != SOFT_HYPHEN)
                || (c >= PUNCTUATION && c <= PUNCTUATION_END)
                || (c >= CURRENCIES && c <= CURRENCIES_END);
    }

    private ShapedText complex(String text, boolean isBold) {
        var composed = Normalizer.normalize(text, Normalizer.Form.NFC);
        boolean isOrdered = !isRightToLeft && !Bidi.requiresBidi(composed.toCharArray(), 0, composed.length());
        var line = new GlyphLine(fonts, isBold, composed.length() + 2);
        (isOrdered ? composed : VisualOrder.of(shaped(composed), isRightToLeft))
                .codePoints()
                .forEach(line::add);
        return line.text(isOrdered ? "" : CleanText.withoutDirections(text));
    }

    private static String shaped(String text) {
        if (text.chars().noneMatch(c -> c >= ARABIC && c < ARABIC_END)) {
            return text;
        }
        try {
            return LETTERS.shape(text);
        } catch (ArabicShapingException e) {
            throw new IllegalStateException(e); // only where the length is fixed
        }
    }
}
