package org.billwright.pdf.font;

import com.ibm.icu.text.Bidi;
import java.util.List;

/**
 * A text from left to right, as it is drawn. Programs that read PDF files have no more than the drawn order, from which they find the text
 * by the same algorithm. It does not lead back from every order: then marks, which are not seen, say the direction.
 */
final class VisualOrder {
    private static final int OPTIONS = Bidi.KEEP_BASE_COMBINING | Bidi.DO_MIRRORING;
    private static final char MARK = '\u200F';

    private VisualOrder() {}

    /**
     * The characters of a text in visual order.
     *
     * @param isRightToLeft the direction of a text without letters; otherwise it is that of the first letter
     */
    static String of(String text, boolean isRightToLeft) {
        var bidi = new Bidi(text, isRightToLeft ? Bidi.LEVEL_DEFAULT_RTL : Bidi.LEVEL_DEFAULT_LTR);
        var visual = bidi.writeReordered(OPTIONS);
        var logical = CleanText.withoutDirections(text);
        var marked = marked(bidi, text);
        return List.of(visual, MARK + visual).stream()
                .filter(order -> logical.equals(CleanText.withoutDirections(readBack(order))))
                .findFirst()
                .orElse(marked);
    }

    private static String readBack(String visual) {
        return new Bidi(visual, Bidi.LEVEL_DEFAULT_LTR).writeReordered(OPTIONS);
    }

    /** With a mark on both sides of each part of one direction. */
    private static String marked(Bidi bidi, String text) {
        var marked = new StringBuilder();
        for (int i = 0; i < bidi.countRuns(); i++) {
            var run = bidi.getVisualRun(i);
            var part = text.substring(run.getStart(), run.getLimit());
            marked.append(run.getEmbeddingLevel() == 0 && i == 0 ? "" : MARK);
            marked.append(run.isOddRun() ? Bidi.writeReverse(part, OPTIONS) : part);
        }
        return marked.append(MARK).toString();
    }
}
