package org.billwright.pdf;

import java.util.List;
import java.util.function.ObjIntConsumer;
import org.billwright.pdf.font.ShapedText;
import org.billwright.statement.Statement;

/** The foot of each page: the issuer, the number of the bill and of the page, and the issuer's own text if it is short. */
final class PageFeet {
    private static final int RULE = 5_500;
    private static final int LINE = 5_100;
    private static final int TEXT = 4_000;
    private static final int MAX_LINES = 2;

    private final Statement statement;
    private final BillTexts texts;
    private final BillPages pages;
    private final List<ShapedText> footer;

    PageFeet(Statement statement, BillTexts texts, BillPages pages) {
        this.statement = statement;
        this.texts = texts;
        this.pages = pages;
        this.footer = statement
                .payment()
                .footer()
                .filter(text -> !text.isBlank())
                .map(text -> pages.breaker()
                        .paragraphs(
                                text, false, TypeStyle.FINE.size(), pages.grid().contentWidth()))
                .orElse(List.of());
    }

    private boolean isShort() {
        return footer.size() <= MAX_LINES;
    }

    /** Ends the text of the last page: the issuer's text is content there, and on the pages before a repetition of it. */
    void endText() {
        if (footer.isEmpty()) {
            return;
        }
        var element = pages.document().child("P");
        if (isShort()) {
            footer((line, y) ->
                    pages.content(element, line, () -> pages.canvas().text(line, TypeStyle.FINE, PageGrid.MARGIN, y)));
        } else {
            pages.space(TypeStyle.HEADING.size());
            pages.lines(element, footer, TypeStyle.FINE, PageGrid.MARGIN);
        }
    }

    private void footer(ObjIntConsumer<ShapedText> drawing) {
        int y = pages.grid().height() - TEXT;
        for (var line : footer) {
            drawing.accept(line, y);
            y += TypeStyle.FINE.leading();
        }
    }

    /** Writes the feet of all pages. */
    void write(Palette palette) {
        int count = pages.all().size();
        var format = texts.format();
        var bill = pages.breaker();
        int half = pages.grid().contentWidth() * 3 / 4;
        var title = bill.lines(
                        texts.title(statement) + " · " + statement.seller().name(), false, TypeStyle.FINE.size(), half)
                .getFirst();
        for (int i = 0; i < count; i++) {
            var content = pages.all().get(i).foot();
            var canvas = new BillCanvas(content, pages.grid(), palette, pages.isRightToLeft());
            int y = pages.grid().height() - LINE;
            canvas.rule(
                    Ink.RULE,
                    PageGrid.MARGIN,
                    pages.grid().height() - RULE,
                    pages.grid().contentWidth());
            var number = bill.line(texts.get("page", format.number(i + 1), format.number(count)), false);
            Runnable titles = () -> canvas.text(title, TypeStyle.FINE, PageGrid.MARGIN, y);
            Runnable numbers =
                    () -> canvas.textTo(number, TypeStyle.FINE, pages.grid().end(), y);
            pages.beside(List.of(titles, numbers)).forEach(Runnable::run);
            if (isShort() && i < count - 1) {
                footer((line, top) -> canvas.text(line, TypeStyle.FINE, PageGrid.MARGIN, top));
            }
            content.end();
            content.close();
        }
    }
}
