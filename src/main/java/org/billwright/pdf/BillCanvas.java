package org.billwright.pdf;

import java.nio.charset.StandardCharsets;
import org.billwright.pdf.file.PdfBytes;
import org.billwright.pdf.font.FontState;
import org.billwright.pdf.font.ShapedText;

/**
 * Draws on a page. Positions are those of {@link PageGrid}: x is from the side where lines begin, which is the right one of texts from right
 * to left, and y from the top.
 */
final class BillCanvas {
    private static final int RULE = 50;

    private final PdfBytes content;
    private final PageGrid grid;
    private final Palette palette;
    private final boolean isRightToLeft;
    private final FontState fonts = new FontState();
    private Ink ink = Ink.RULE;
    private boolean hasInk;

    BillCanvas(PdfBytes content, PageGrid grid, Palette palette, boolean isRightToLeft) {
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
            content.ascii(palette.get(wanted)).ascii("rg ");
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
        rectangle(x, y, width, height);
        content.ascii("f\n");
    }

    /** A thin line below y. */
    void rule(Ink of, int x, int y, int width) {
        fill(of, x, y, width, RULE);
    }

    /** Adds a rectangle to the path. */
    private void rectangle(int x, int y, int width, int height) {
        content.length(left(x, width)).length(grid.height() - y - height);
        content.length(width).length(height).ascii("re ");
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
                    content.length(start).length(grid.height() - top - height);
                    content.length(left(x, size) + column * size / count - start);
                    content.length(height).ascii("re ");
                }
                column++;
            }
        }
        content.ascii("f\n");
    }

    /** An image of the resources. */
    void image(String name, int x, int y, int width, int height) {
        content.ascii("q ").length(width).ascii("0 0 ").length(height);
        content.length(left(x, width)).length(grid.height() - y - height);
        content.ascii("cm/").ascii(name).ascii(" Do Q\n");
    }

    /** A rectangle of an annotation, as PDF has it. */
    String box(int x, int y, int width, int height) {
        var box = new PdfBytes(40);
        int left = left(x, width);
        box.length(left).length(grid.height() - y - height);
        box.length(left + width).length(grid.height() - y);
        return new String(box.toArray(), StandardCharsets.US_ASCII).strip();
    }

    /** A pattern of dark and light squares. */
    interface Squares {
        /** How many are in a row, and in a column. */
        int count();

        boolean isDark(int column, int row);
    }
}
