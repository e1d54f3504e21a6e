package org.billwright.pdf.font;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.billwright.pdf.file.PdfBytes;

/** The TrueType file of a subset: the tables that a PDF file needs (ISO 32000-1, 9.9), and the glyphs in the order of their use. */
final class FontProgram {
    private static final int VERSION = 0x00010000;
    private static final int CHECKSUM_ADJUSTMENT = 8;
    private static final int CHECKSUM_MAGIC = 0xB1B0AFBA;
    private static final int INDEX_TO_LOC_FORMAT = 50;
    private static final int NUMBER_OF_METRICS = 34;
    private static final int NUMBER_OF_GLYPHS = 4;
    private static final int INSTRUCTIONS_FROM = 14;
    private static final int INSTRUCTIONS_TO = 28;
    private static final int TABLE_ENTRY = 16;

    private final FontFile font;
    private final List<Integer> glyphs;
    private final PdfBytes outlines = new PdfBytes(20_000);
    private final PdfBytes locations = new PdfBytes(1_000);
    private final PdfBytes metrics = new PdfBytes(1_000);
    private int count;

    private FontProgram(FontFile font, List<Integer> glyphs) {
        this.font = font;
        this.glyphs = new ArrayList<>(glyphs);
    }

    /**
     * The file.
     *
     * @param glyphs the number of each glyph in the font; {@link FontSubset#BLANK} has no outline and no width
     */
    static PdfBytes of(FontFile font, List<Integer> glyphs) {
        return new FontProgram(font, glyphs).write();
    }

    private PdfBytes write() {
        var added = new HashMap<Integer, Integer>();
        for (int i = 0; i < glyphs.size(); i++) {
            locations.fourOctets(outlines.size());
            int glyph = glyphs.get(i);
            if (glyph == FontSubset.BLANK) {
                metrics.fourOctets(0);
            } else {
                metrics.twoOctets(font.widthOfGlyph(glyph)).twoOctets(font.bearingOfGlyph(glyph));
                outline(font.outlines().glyph(glyph), added);
            }
        }
        locations.fourOctets(outlines.size());
        count = glyphs.size();
        return tables();
    }

    /** Components are glyphs, too: they come after those that are used, once each. */
    private void outline(byte[] outline, Map<Integer, Integer> added) {
        int start = outlines.size();
        outlines.octets(outline, 0, outline.length);
        for (int position : GlyphOutlines.components(outline)) {
            int at = position + Short.BYTES;
            int component = Short.toUnsignedInt(ByteBuffer.wrap(outline).getShort(at));
            int number = added.computeIfAbsent(component, first -> {
                glyphs.add(first);
                return glyphs.size() - 1;
            });
            ByteBuffer.wrap(outlines.buffer()).putShort(start + at, (short) number);
        }
        while (outlines.size() % Integer.BYTES != 0) {
            outlines.octet(0);
        }
    }

    private PdfBytes tables() {
        var tables = new TreeMap<String, PdfBytes>();
        tables.put("glyf", outlines);
        tables.put("head", head());
        tables.put("hhea", withNumber(font.horizontalHeader(), NUMBER_OF_METRICS));
        tables.put("hmtx", metrics);
        tables.put("loca", locations);
        tables.put("maxp", maximumProfile());
        var file = new PdfBytes(outlines.size() + locations.size() + metrics.size() + 400);
        int power = Integer.highestOneBit(tables.size());
        file.fourOctets(VERSION).twoOctets(tables.size());
        file.twoOctets(power * TABLE_ENTRY).twoOctets(Integer.numberOfTrailingZeros(power));
        file.twoOctets((tables.size() - power) * TABLE_ENTRY);
        int offset = file.size() + tables.size() * TABLE_ENTRY;
        int head = 0;
        for (var table : tables.entrySet()) {
            var bytes = table.getValue();
            head = table.getKey().equals("head") ? offset : head;
            file.octets(table.getKey().getBytes(StandardCharsets.US_ASCII), 0, Integer.BYTES)
                    .fourOctets(checksum(bytes))
                    .fourOctets(offset)
                    .fourOctets(bytes.size());
            offset += padded(bytes.size());
        }
        for (var bytes : tables.values()) {
            file.octets(bytes);
            while (file.size() % Integer.BYTES != 0) {
                file.octet(0);
            }
        }
        ByteBuffer.wrap(file.buffer()).putInt(head + CHECKSUM_ADJUSTMENT, CHECKSUM_MAGIC - checksum(file));
        return file;
    }

    private PdfBytes head() {
        var head = font.head();
        ByteBuffer.wrap(head).putInt(CHECKSUM_ADJUSTMENT, 0).putShort(INDEX_TO_LOC_FORMAT, (short) 1);
        return new PdfBytes(head.length).octets(head, 0, head.length);
    }

    /** Without instructions there are no functions, no storage and no stack. */
    private PdfBytes maximumProfile() {
        var profile = font.maximumProfile();
        for (int at = INSTRUCTIONS_FROM; at < INSTRUCTIONS_TO; at++) {
            profile[at] = 0;
        }
        profile[INSTRUCTIONS_FROM + 1] = 1; // zones
        return withNumber(profile, NUMBER_OF_GLYPHS);
    }

    private PdfBytes withNumber(byte[] table, int at) {
        ByteBuffer.wrap(table).putShort(at, (short) count);
        return new PdfBytes(table.length).octets(table, 0, table.length);
    }

    private static int padded(int length) {
        return (length + Integer.BYTES - 1) / Integer.BYTES * Integer.BYTES;
    }

    private static int checksum(PdfBytes table) {
        var bytes = ByteBuffer.wrap(table.buffer());
        int sum = 0;
        int words = table.size() / Integer.BYTES;
        for (int i = 0; i < words; i++) {
            sum += bytes.getInt(i * Integer.BYTES);
        }
        int last = 0;
        for (int i = words * Integer.BYTES; i < padded(table.size()); i++) {
            last = (last << Byte.SIZE) | (i < table.size() ? bytes.get(i) & 0xFF : 0);
        }
        return sum + last;
    }
}
