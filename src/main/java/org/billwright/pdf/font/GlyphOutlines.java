package org.billwright.pdf.font;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The outlines of a TrueType font (its tables {@code loca} and {@code glyf}) without their instructions, which only screens of few pixels
 * need: a third of the bytes.
 */
final class GlyphOutlines {
    private static final byte[] EMPTY = {};
    private static final int HEADER = 10;
    private static final int ARGUMENTS_ARE_WORDS = 0x0001;
    private static final int HAS_SCALE = 0x0008;
    private static final int MORE_COMPONENTS = 0x0020;
    private static final int HAS_TWO_SCALES = 0x0040;
    private static final int HAS_MATRIX = 0x0080;
    private static final int HAS_INSTRUCTIONS = 0x0100;

    private final byte[][] glyphs;

    /**
     * Reads the outlines.
     *
     * @param isLong the format of {@code loca}
     */
    GlyphOutlines(byte[] loca, byte[] glyf, int count, boolean isLong) {
        var offsets = ByteBuffer.wrap(loca);
        var data = ByteBuffer.wrap(glyf);
        glyphs = new byte[count][];
        for (int glyph = 0; glyph < count; glyph++) {
            int start = offset(offsets, glyph, isLong);
            int end = offset(offsets, glyph + 1, isLong);
            glyphs[glyph] = start == end ? EMPTY : withoutInstructions(data.slice(start, end - start));
        }
    }

    private static int offset(ByteBuffer loca, int glyph, boolean isLong) {
        return isLong
                ? loca.getInt(glyph * Integer.BYTES)
                : 2 * Short.toUnsignedInt(loca.getShort(glyph * Short.BYTES));
    }

    private static byte[] withoutInstructions(ByteBuffer glyph) {
        int contours = glyph.getShort(0);
        return contours < 0 ? composite(glyph) : simple(glyph, contours);
    }

    private static byte[] simple(ByteBuffer glyph, int contours) {
        int at = HEADER + Short.BYTES * contours;
        int rest = at + Short.BYTES + Short.toUnsignedInt(glyph.getShort(at));
        var bytes = new byte[at + Short.BYTES + glyph.limit() - rest];
        glyph.get(0, bytes, 0, at);
        glyph.get(rest, bytes, at + Short.BYTES, glyph.limit() - rest);
        return bytes;
    }

    private static byte[] composite(ByteBuffer glyph) {
        var bytes = new byte[glyph.limit()];
        glyph.get(0, bytes);
        int end = HEADER;
        for (int component : components(bytes)) {
            int flags = glyph.getShort(component) & ~HAS_INSTRUCTIONS;
            ByteBuffer.wrap(bytes).putShort(component, (short) flags);
            end = component + length(flags);
        }
        return Arrays.copyOf(bytes, end);
    }

    /** The bytes of a glyph; they may not be changed. */
    byte[] glyph(int glyph) {
        return glyphs[glyph];
    }

    /** Where in the bytes of a glyph its components are: two bytes of flags, two of the component's number. None in a simple one. */
    static List<Integer> components(byte[] bytes) {
        var positions = new ArrayList<Integer>();
        var glyph = ByteBuffer.wrap(bytes);
        if (bytes.length > 0 && glyph.getShort(0) < 0) {
            int at = HEADER;
            int flags = MORE_COMPONENTS;
            while ((flags & MORE_COMPONENTS) != 0) {
                flags = glyph.getShort(at);
                positions.add(at);
                at += length(flags);
            }
        }
        return positions;
    }

    private static int length(int flags) {
        int length = 2 * Short.BYTES + ((flags & ARGUMENTS_ARE_WORDS) != 0 ? 2 * Short.BYTES : Short.BYTES);
        if ((flags & HAS_SCALE) != 0) {
            return length + Short.BYTES;
        }
        if ((flags & HAS_TWO_SCALES) != 0) {
            return length + 2 * Short.BYTES;
        }
        return (flags & HAS_MATRIX) != 0 ? length + 4 * Short.BYTES : length;
    }
}
