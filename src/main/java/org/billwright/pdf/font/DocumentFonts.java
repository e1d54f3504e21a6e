package org.billwright.pdf.font;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.pdfbox.cos.COSName;
import org.billwright.pdf.file.PdfFile;

/** The fonts of a document: for each alphabet a regular and a bold one. A character is in the first that has it. */
public final class DocumentFonts {
    private static final List<String> FAMILIES = List.of("NotoSans", "NotoSansArabic", "NotoSansHebrew");
    private static final int WEIGHTS = 2;

    /** Fonts are large, and the same for all documents. */
    private static final Map<String, FontFile> FILES = new ConcurrentHashMap<>();

    private final List<UsedFont> fonts = IntStream.range(0, FAMILIES.size() * WEIGHTS)
            .mapToObj(index -> new UsedFont(file(index), COSName.getPDFName("F" + index)))
            .toList();

    private static FontFile file(int index) {
        var name = FAMILIES.get(index / WEIGHTS) + (index % WEIGHTS == 0 ? "-Regular" : "-Bold");
        return FILES.computeIfAbsent(name, FontFile::read);
    }

    UsedFont get(int index) {
        return fonts.get(index);
    }

    /** The index of the font that texts are in. */
    static int main(boolean isBold) {
        return isBold ? 1 : 0;
    }

    /** The index of the font that has a character. */
    Optional<Integer> indexOf(int character, boolean isBold) {
        for (int index = main(isBold); index < fonts.size(); index += WEIGHTS) {
            if (fonts.get(index).font().has(character)) {
                return Optional.of(index);
            }
        }
        return Optional.empty();
    }

    /** Embeds the fonts that were used. */
    public void embed(PdfFile file) {
        fonts.forEach(font -> font.embed(file.document(), file.resources()));
    }
}
