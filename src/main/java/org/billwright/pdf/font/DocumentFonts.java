package org.billwright.pdf.font;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.billwright.pdf.file.PdfBytes;
import org.billwright.pdf.file.PdfFile;

/** The fonts of a document: for each alphabet a regular and a bold one. A character is in the first that has it. */
public final class DocumentFonts {
    private static final List<String> FAMILIES = List.of("NotoSans", "NotoSansArabic", "NotoSansHebrew");
    private static final int WEIGHTS = 2;

    /** Fonts are large, and the same for all documents. */
    private static final Map<String, FontFile> FILES = new ConcurrentHashMap<>();

    private final List<FontSubset> subsets = IntStream.range(0, FAMILIES.size() * WEIGHTS)
            .mapToObj(index -> new FontSubset(file(index), "BILL" + (char) ('A' + index) + "A"))
            .toList();

    private static FontFile file(int index) {
        var name = FAMILIES.get(index / WEIGHTS) + (index % WEIGHTS == 0 ? "-Regular" : "-Bold");
        return FILES.computeIfAbsent(name, FontFile::read);
    }

    FontSubset get(int index) {
        return subsets.get(index);
    }

    /** The index of the font that texts are in. */
    static int main(boolean isBold) {
        return isBold ? 1 : 0;
    }

    /** The index of the font that has a character. */
    Optional<Integer> indexOf(int character, boolean isBold) {
        for (int index = main(isBold); index < subsets.size(); index += WEIGHTS) {
            if (subsets.get(index).font().has(character)) {
                return Optional.of(index);
            }
        }
        return Optional.empty();
    }

    /** Writes the fonts that were used; the entries of a dictionary of resources. */
    public PdfBytes write(PdfFile file) {
        var entries = new PdfBytes(100);
        for (int index = 0; index < subsets.size(); index++) {
            if (subsets.get(index).isUsed()) {
                int id = file.reserve();
                subsets.get(index).write(file, id);
                entries.ascii("/F").number(index).octet(' ').reference(id);
            }
        }
        return entries;
    }
}
