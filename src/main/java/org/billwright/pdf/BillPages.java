package org.billwright.pdf;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.billwright.pdf.file.PdfBytes;
import org.billwright.pdf.file.PdfFile;
import org.billwright.pdf.file.PdfPage;
import org.billwright.pdf.file.StructureElement;
import org.billwright.pdf.file.StructureTree;
import org.billwright.pdf.font.LineBreaker;
import org.billwright.pdf.font.ShapedText;

/** The pages of a document, filled from top to bottom. What does not fit is on the next page. */
final class BillPages {
    private final PdfFile file;
    private final StructureTree tree;
    private final PageGrid grid;
    private final Palette palette;
    private final LineBreaker lines;
    private final boolean isRightToLeft;
    private final int pages;
    private final int resources;
    private final List<Integer> ids = new ArrayList<>();
    private final List<Integer> feet = new ArrayList<>();
    private Optional<Runnable> head = Optional.empty();
    private PdfPage page;
    private BillCanvas canvas;
    private int y;

    BillPages(
            PdfFile file,
            StructureTree tree,
            PageGrid grid,
            Palette palette,
            LineBreaker lines,
            boolean isRightToLeft) {
        this.file = file;
        this.tree = tree;
        this.grid = grid;
        this.palette = palette;
        this.lines = lines;
        this.isRightToLeft = isRightToLeft;
        this.pages = file.reserve();
        this.resources = file.reserve();
        this.page = new PdfPage(file, tree);
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
        return tree.document();
    }

    BillCanvas canvas() {
        return canvas;
    }

    PdfPage page() {
        return page;
    }

    /** The number of the page tree. */
    int tree() {
        return pages;
    }

    /** The number of the resources of all pages. */
    int resources() {
        return resources;
    }

    /** The numbers of the streams of the feet of the pages. */
    List<Integer> feet() {
        return feet;
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
        return ids.isEmpty();
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
        close();
        page = new PdfPage(file, tree);
        canvas = new BillCanvas(page.content(), grid, palette, isRightToLeft);
        y = PageGrid.TOP;
        head.ifPresent(Runnable::run);
    }

    private void close() {
        ids.add(page.id());
        feet.add(page.close(pages, points(grid.width()) + " " + points(grid.height()), resources));
    }

    private static String points(int length) {
        return new String(new PdfBytes(12).length(length).toArray(), StandardCharsets.US_ASCII).strip();
    }

    /** Ends the last page and writes the page tree. */
    void end() {
        close();
        var out = file.object(pages).ascii("<</Type/Pages/Count ").number(ids.size());
        out.ascii("/Kids[");
        ids.forEach(id -> out.reference(id).octet(' '));
        out.ascii("]>>");
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
            var span = element.child("Span", Figures.actualText(text.logical()));
            page.begin(span);
            drawing.run();
            page.end();
            span.close();
        }
    }

    /** A text as an element of its own: a paragraph, or a heading. */
    void paragraph(String type, String text, TypeStyle style, int x, int width) {
        var element = document().child(type);
        lines(element, lines.paragraphs(text, style.isBold(), style.size(), width), style, x);
        element.close();
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
