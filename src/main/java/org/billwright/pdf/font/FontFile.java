package org.billwright.pdf.font;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.BitSet;
import java.util.Objects;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/**
 * A font of this program, read once: which characters it has, and how wide they are. All have 1,000 units for their size. No two characters
 * have one glyph, so that the text that is read from a file is the text that was written.
 *
 * <p>Documents of several threads share it: all of its tables are read when it is parsed, and a subset is made of a copy of its bytes.
 */
final class FontFile {
    private static final int CHARACTERS = 0x10000;
    private static final String FOLDER = "/org/billwright/pdf/fonts/";

    private final TrueTypeFont font;
    private final char[] glyphs = new char[CHARACTERS];
    private final short[] widths = new short[CHARACTERS];

    private FontFile(TrueTypeFont font) throws IOException {
        this.font = font;
        var lookup = font.getUnicodeCmapLookup();
        for (int character = 0; character < CHARACTERS; character++) {
            glyphs[character] = glyph(lookup, character);
            widths[character] = (short) font.getAdvanceWidth(glyphs[character]);
        }
    }

    private static char glyph(CmapLookup lookup, int character) {
        return Character.isSurrogate((char) character) ? 0 : (char) lookup.getGlyphId(character);
    }

    /** Reads a font from its file among the resources. */
    static FontFile read(String name) {
        try (var file = Objects.requireNonNull(FontFile.class.getResourceAsStream(FOLDER + name + ".ttf"), name)) {
            return new FontFile(new TTFParser().parse(new RandomAccessReadBuffer(file.readAllBytes())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it has a character. */
    boolean has(int character) {
        return character < CHARACTERS && glyphs[character] != 0;
    }

    /** The advance width of a character that it has, in thousandths of the size. */
    int width(int character) {
        return widths[character];
    }

    /** The glyph of a character that it has: its code in a document. */
    char code(int character) {
        return glyphs[character];
    }

    /** Embeds the glyphs of these characters in a document. */
    PDType0Font embed(PDDocument document, BitSet characters) {
        try {
            var embedded = PDType0Font.load(document, font, true);
            characters.stream().forEach(embedded::addToSubset);
            embedded.subset();
            return embedded;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
