package org.billwright.pdf.font;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.billwright.pdf.file.PdfBytes;
import org.billwright.pdf.file.PdfFile;

/**
 * The characters of a font that a document uses, as a composite font (ISO 32000-1, 9.7). A character has its code (CID) when it is used
 * first, and no two characters share one: the text that is read from the file is the text that was written.
 */
final class FontSubset {
    /** A glyph without outline and width. */
    static final int BLANK = -1;

    private static final int LATIN = 0x250;
    private static final int CODES_OF_A_BLOCK = 100;
    private static final String TO_UNICODE = """
            /CIDInit /ProcSet findresource begin
            12 dict begin
            begincmap
            /CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def
            /CMapName /Adobe-Identity-UCS def
            /CMapType 2 def
            1 begincodespacerange
            <0000> <FFFF>
            endcodespacerange
            """;

    private final FontFile font;
    private final String tag;
    private final char[] latin = new char[LATIN];
    private final Map<String, Integer> others = new HashMap<>();
    private final List<Integer> glyphs = new ArrayList<>(List.of(0));
    private final List<String> texts = new ArrayList<>(List.of(""));

    /**
     * An empty subset.
     *
     * @param tag six capitals
     */
    FontSubset(FontFile font, String tag) {
        this.font = font;
        this.tag = tag;
    }

    FontFile font() {
        return font;
    }

    /** Whether the document uses it. */
    boolean isUsed() {
        return glyphs.size() > 1;
    }

    /** The code of a character that the font has. */
    int code(int character) {
        if (character < LATIN) {
            int code = latin[character];
            if (code == 0) {
                code = add(font.glyph(character).orElseThrow(), Character.toString(character));
                latin[character] = (char) code;
            }
            return code;
        }
        return code(font.glyph(character).orElseThrow(), Character.toString(character));
    }

    /**
     * The code of a glyph with the text that is read from it.
     *
     * @param glyph its number in the font, or {@link #BLANK}
     */
    int code(int glyph, String text) {
        return others.computeIfAbsent(glyph + text, first -> add(glyph, text));
    }

    private int add(int glyph, String text) {
        glyphs.add(glyph);
        texts.add(text);
        return glyphs.size() - 1;
    }

    /** Writes the font, as the object with this number. */
    void write(PdfFile file, int id) {
        int program = file.reserve();
        int toUnicode = file.reserve();
        int descriptor = file.reserve();
        int descendant = file.reserve();
        var name = tag + "+" + font.name();
        var bytes = FontProgram.of(font, glyphs);
        file.stream(program, "/Length1 " + bytes.size(), bytes);
        file.stream(toUnicode, "", toUnicode());
        file.object(descriptor)
                .ascii("<</Type/FontDescriptor/FontName/" + name + font.descriptor() + "/FontFile2 ")
                .reference(program)
                .ascii(">>");
        file.object(descendant)
                .ascii("<</Type/Font/Subtype/CIDFontType2/BaseFont/" + name)
                .ascii("/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/CIDToGIDMap/Identity/DW 0")
                .ascii("/FontDescriptor ")
                .reference(descriptor)
                .ascii("/W[1[")
                .octets(widths())
                .ascii("]]>>");
        file.object(id)
                .ascii("<</Type/Font/Subtype/Type0/BaseFont/" + name + "/Encoding/Identity-H/DescendantFonts[")
                .reference(descendant)
                .ascii("]/ToUnicode ")
                .reference(toUnicode)
                .ascii(">>");
    }

    private PdfBytes widths() {
        var widths = new PdfBytes(4 * glyphs.size());
        for (int code = 1; code < glyphs.size(); code++) {
            int glyph = glyphs.get(code);
            widths.number(glyph == BLANK ? 0 : font.widthOfGlyph(glyph)).octet(' ');
        }
        return widths;
    }

    /** The text of each code (9.10.3). */
    private PdfBytes toUnicode() {
        var map = new PdfBytes(TO_UNICODE.length() + 16 * glyphs.size() + 100).ascii(TO_UNICODE);
        for (int from = 1; from < glyphs.size(); from += CODES_OF_A_BLOCK) {
            int to = Math.min(glyphs.size(), from + CODES_OF_A_BLOCK);
            map.number(to - from).ascii(" beginbfchar\n");
            for (int code = from; code < to; code++) {
                map.octet('<').hex(code).ascii("> <");
                texts.get(code).chars().forEach(map::hex);
                map.ascii(">\n");
            }
            map.ascii("endbfchar\n");
        }
        return map.ascii("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    }
}
