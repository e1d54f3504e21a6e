package org.billwright.pdf;

import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.billwright.pdf.file.PageContent;
import org.billwright.pdf.file.PdfFile;
import org.billwright.pdf.font.FontState;
import org.billwright.pdf.font.ShapedText;

/**
 * Draws on a page. Positions are those of {@link PageGrid}: x is from the side where lines begin, which is the right one of texts from right
 * to left, and y from the top.
 */
final class BillCanvas {
    private static final int RULE = 50;

    private final PageContent content;
    private final PageGrid grid;
    private final Palette palette;
    private final boolean isRightToLeft;
    private final FontState fonts = new FontState();
    private Ink ink = Ink.RULE;
    private boolean hasInk;

    BillCanvas(PageContent content, PageGrid grid, Palette palette, boolean isRightToLeft) {
        this.content = content;
        this.grid = grid;
        this.palette = palette;
        this.isRightToLeft = isRightToLeft;
    }

    /** The left side of what begins at x and has this width. */
    private int left(int x, int width) {
        return isRightToLeft ? grid.width() - x - width : x;
    }

    private void ink(Ink wanted) {
        if (!hasInk || ink != wanted) {
            hasInk = true;
            ink = wanted;
            palette.get(wanted).set(content);
        }
    }

    /** A text that begins at x; y is the top of its line. */
    void text(ShapedText text, TypeStyle style, int x, int y) {
        if (!text.isEmpty()) {
            ink(style.ink());
            int left = left(x, text.width(style.size()));
            text.show(content, left, grid.height() - y - style.baseline(), style.size(), fonts);
        }
    }

    /** A text that ends at x. */
    void textTo(ShapedText text, TypeStyle style, int x, int y) {
        text(text, style, x - text.width(style.size()), y);
    }

    /** A rectangle. */
    void fill(Ink of, int x, int y, int width, int height) {
        ink(of);
        content.rectangle(left(x, width), grid.height() - y - height, width, height);
        content.fill();
    }

    /** A thin line below y. */
    void rule(Ink of, int x, int y, int width) {
        fill(of, x, y, width, RULE);
    }

    /** A pattern of squares, dark where it says so. */
    void squares(Squares squares, int x, int y, int size) {
        ink(Ink.TEXT);
        int count = squares.count();
        for (int row = 0; row < count; row++) {
            int top = y + row * size / count;
            int height = y + (row + 1) * size / count - top;
            int column = 0;
            while (column < count) {
                int from = column;
                while (column < count && squares.isDark(column, row)) {
                    column++;
                }
                if (column > from) {
                    int start = left(x, size) + from * size / count;
                    int width = left(x, size) + column * size / count - start;
                    content.rectangle(start, grid.height() - top - height, width, height);
                }
                column++;
            }
        }
        content.fill();
    }

    /** An image of the resources. */
    void image(COSName name, int x, int y, int width, int height) {
        content.image(name, left(x, width), grid.height() - y - height, width, height);
    }

    /** Where something is on the page. */
    PDRectangle box(int x, int y, int width, int height) {
        return PdfFile.rectangle(left(x, width), grid.height() - y - height, width, height);
    }

    /** A pattern of dark and light squares. */
    interface Squares {
        /** How many are in a row, and in a column. */
        int count();

        boolean isDark(int column, int row);
    }
}
