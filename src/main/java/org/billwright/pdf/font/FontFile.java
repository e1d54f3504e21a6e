package org.billwright.pdf.font;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;

/** A font of this program, read once: which characters it has, how wide they are, and its outlines. All have 1,000 units for their size. */
final class FontFile {
    private static final int CHARACTERS = 0x10000;
    private static final String FOLDER = "/org/billwright/pdf/fonts/";

    private final String name;
    private final char[] glyphs = new char[CHARACTERS];
    private final short[] widths;
    private final short[] bearings;
    private final GlyphOutlines outlines;
    private final byte[] head;
    private final byte[] horizontalHeader;
    private final byte[] maximumProfile;
    private final String descriptor;

    private FontFile(String name, TrueTypeFont font) throws IOException {
        this.name = name;
        var lookup = font.getUnicodeCmapLookup();
        for (int character = 0; character < CHARACTERS; character++) {
            glyphs[character] = glyph(lookup, character);
        }
        int count = font.getNumberOfGlyphs();
        widths = new short[count];
        bearings = new short[count];
        for (int glyph = 0; glyph < count; glyph++) {
            widths[glyph] = (short) font.getAdvanceWidth(glyph);
            bearings[glyph] = (short) font.getHorizontalMetrics().getLeftSideBearing(glyph);
        }
        boolean isLong = font.getHeader().getIndexToLocFormat() == 1;
        outlines = new GlyphOutlines(table(font, "loca"), table(font, "glyf"), count, isLong);
        head = table(font, "head");
        horizontalHeader = table(font, "hhea");
        maximumProfile = table(font, "maxp");
        descriptor = descriptor(name, font);
    }

    private static char glyph(CmapLookup lookup, int character) {
        return Character.isSurrogate((char) character) ? 0 : (char) lookup.getGlyphId(character);
    }

    /** Reads a font from its file among the resources. */
    static FontFile read(String name) {
        try (var file = Objects.requireNonNull(FontFile.class.getResourceAsStream(FOLDER + name + ".ttf"), name);
                var font = new TTFParser().parse(new RandomAccessReadBuffer(file.readAllBytes()))) {
            return new FontFile(name, font);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] table(TrueTypeFont font, String tag) throws IOException {
        return font.getTableBytes(font.getTableMap().get(tag));
    }

    /** The metrics of a font descriptor (9.8). The weight of its stems is in no table; viewers use it for fonts that are not embedded. */
    private static String descriptor(String name, TrueTypeFont font) throws IOException {
        var header = font.getHeader();
        var vertical = font.getHorizontalHeader();
        return "/Flags 32/ItalicAngle 0/StemV " + (name.endsWith("Bold") ? 140 : 80) + "/Ascent "
                + vertical.getAscender()
                + "/Descent " + vertical.getDescender() + "/CapHeight "
                + font.getOS2Windows().getCapHeight()
                + "/FontBBox[" + header.getXMin() + " " + header.getYMin() + " " + header.getXMax() + " "
                + header.getYMax() + "]";
    }

    /** Its PostScript name. */
    String name() {
        return name;
    }

    /** The glyph of a character; empty where it has none. */
    Optional<Integer> glyph(int character) {
        return has(character) ? Optional.of((int) glyphs[character]) : Optional.empty();
    }

    /** Whether it has a character. */
    boolean has(int character) {
        return character < CHARACTERS && glyphs[character] != 0;
    }

    /** The advance width of a character that it has, in thousandths of the size. */
    int width(int character) {
        return widths[glyphs[character]];
    }

    /** The advance width of a glyph. */
    int widthOfGlyph(int glyph) {
        return widths[glyph];
    }

    /** The left side bearing of a glyph. */
    int bearingOfGlyph(int glyph) {
        return bearings[glyph];
    }

    GlyphOutlines outlines() {
        return outlines;
    }

    /** A copy of the table {@code head}. */
    byte[] head() {
        return Arrays.copyOf(head, head.length);
    }

    /** A copy of the table {@code hhea}. */
    byte[] horizontalHeader() {
        return Arrays.copyOf(horizontalHeader, horizontalHeader.length);
    }

    /** A copy of the table {@code maxp}. */
    byte[] maximumProfile() {
        return Arrays.copyOf(maximumProfile, maximumProfile.length);
    }

    String descriptor() {
        return descriptor;
    }
}
