package org.billwright.pdf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.billwright.pdf.file.PdfFile;
import org.billwright.pdf.file.PdfPage;
import org.billwright.pdf.file.StructureElement;
import org.billwright.pdf.font.LineBreaker;
import org.billwright.pdf.font.ShapedText;

/** The pages of a document, filled from top to bottom. What does not fit is on the next page. */
final class BillPages {
    private final PdfFile file;
    private final PageGrid grid;
    private final Palette palette;
    private final LineBreaker lines;
    private final boolean isRightToLeft;
    private final List<PdfPage> pages = new ArrayList<>();
    private Optional<Runnable> head = Optional.empty();
    private PdfPage page;
    private BillCanvas canvas;
    private int y;

    BillPages(PdfFile file, PageGrid grid, Palette palette, LineBreaker lines, boolean isRightToLeft) {
        this.file = file;
        this.grid = grid;
        this.palette = palette;
        this.lines = lines;
        this.isRightToLeft = isRightToLeft;
        this.page = file.page(grid.width(), grid.height());
        this.canvas = new BillCanvas(page.content(), grid, palette, isRightToLeft);
        this.y = PageGrid.TOP;
    }

    PageGrid grid() {
        return grid;
    }

    LineBreaker breaker() {
        return lines;
    }

    boolean isRightToLeft() {
        return isRightToLeft;
    }

    StructureElement document() {
        return file.tree().document();
    }

    BillCanvas canvas() {
        return canvas;
    }

    PdfPage page() {
        return page;
    }

    /** The pages that were ended. */
    List<PdfPage> all() {
        return pages;
    }

    /** The top of what is drawn next. */
    int y() {
        return y;
    }

    /** Whether nothing was drawn on the page by the flow. */
    boolean isAtTop() {
        return y == PageGrid.TOP;
    }

    /** Whether this is the first page. */
    boolean isFirst() {
        return pages.isEmpty();
    }

    void moveTo(int newY) {
        y = newY;
    }

    void space(int height) {
        y += height;
    }

    /**
     * What is beside each other, in the order in which it is drawn: from left to right, as programs that read texts expect it. The
     * structure has the order of the language.
     */
    <T> List<T> beside(List<T> parts) {
        return isRightToLeft ? parts.reversed() : parts;
    }

    /** The height that is left on the page. */
    int left() {
        return grid.bottom() - y;
    }

    /** What is drawn at the top of each new page, or nothing. */
    void onNewPage(Optional<Runnable> newHead) {
        head = newHead;
    }

    /** Begins a new page where less than this is left. */
    void need(int height) {
        if (left() < height) {
            next();
        }
    }

    /** Begins a new page. */
    void next() {
        end();
        page = file.page(grid.width(), grid.height());
        canvas = new BillCanvas(page.content(), grid, palette, isRightToLeft);
        y = PageGrid.TOP;
        head.ifPresent(Runnable::run);
    }

    /** Ends the page. */
    void end() {
        page.close();
        pages.add(page);
    }

    /** Lines of a text, as content of an element that may be on several pages. */
    void lines(StructureElement element, List<ShapedText> texts, TypeStyle style, int x) {
        for (var text : texts) {
            need(style.leading());
            content(element, text, () -> canvas.text(text, style, x, y));
            y += style.leading();
        }
    }

    /** Draws a text as content of an element, in a span with the text where its glyphs are in another order. */
    void content(StructureElement element, ShapedText text, Runnable drawing) {
        if (text.logical().isEmpty()) {
            page.begin(element);
            drawing.run();
            page.end();
        } else {
            var span = element.span(text.logical());
            page.begin(span);
            drawing.run();
            page.end();
        }
    }

    /** A text as an element of its own: a paragraph, or a heading. */
    void paragraph(String type, String text, TypeStyle style, int x, int width) {
        var element = document().child(type);
        lines(element, lines.paragraphs(text, style.isBold(), style.size(), width), style, x);
    }

    /** A heading, which stays with what follows it. */
    void heading(String type, String text, TypeStyle style, int following) {
        if (!isAtTop()) {
            space(style.size());
        }
        need(style.leading() + following);
        paragraph(type, text, style, PageGrid.MARGIN, grid.contentWidth());
        space(style.size() / 4);
    }
}
