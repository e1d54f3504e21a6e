package org.billwright.pdf;

import java.util.List;
import org.billwright.statement.Amount;
import org.billwright.statement.ChangeSummary;
import org.billwright.statement.Statement;

/** Why the bill differs from the one before it. */
final class ChangeList {
    private static final int GAP = 600;

    private final BillTexts texts;
    private final BillPages pages;

    ChangeList(BillTexts texts, BillPages pages) {
        this.texts = texts;
        this.pages = pages;
    }

    void draw(Statement.Changes changes) {
        pages.heading("H2", texts.get("changes"), TypeStyle.HEADING, 4 * TypeStyle.BODY.leading());
        pages.paragraph(
                "P",
                since(changes),
                TypeStyle.BODY,
                PageGrid.MARGIN,
                pages.grid().contentWidth());
        if (changes.causes().isEmpty() && changes.difference().signum() == 0) {
            pages.paragraph(
                    "P",
                    texts.get("noChange"),
                    TypeStyle.BODY,
                    PageGrid.MARGIN,
                    pages.grid().contentWidth());
            return;
        }
        pages.space(GAP / 2);
        var table = new PageTable(pages, columns(changes), TypeStyle.SMALL);
        ChangeSummary.of(changes, texts.texts(), texts.format())
                .forEach(cause -> row(table, cause.text(), cause.amount(), TypeStyle.BODY));
        table.rule();
        row(table, texts.get("difference"), changes.difference(), TypeStyle.STRONG);
        table.end();
    }

    private String since(Statement.Changes changes) {
        var amount = texts.format().money(changes.previousAmount());
        return changes.previousDate()
                .map(day -> texts.get(
                        "changesSince", changes.previousNumber(), texts.format().day(day), amount))
                .orElseGet(() -> texts.get("changesSinceUndated", changes.previousNumber(), amount));
    }

    private List<TableColumn> columns(Statement.Changes changes) {
        int widest = changes.causes().stream()
                .map(Statement.Change::amount)
                .mapToInt(amount -> width(SummaryPage.difference(texts, amount)))
                .max()
                .orElse(0);
        int number = Math.clamp(
                Math.max(widest, width(SummaryPage.difference(texts, changes.difference()))) + 1L,
                pages.grid().contentWidth() / 8,
                pages.grid().contentWidth() / 2);
        return List.of(
                new TableColumn(
                        texts.get("description"), PageGrid.MARGIN, pages.grid().contentWidth() - number - GAP, false),
                new TableColumn(texts.get("amount"), pages.grid().end() - number, number, true));
    }

    private int width(String text) {
        return pages.breaker().width(text, true, TypeStyle.STRONG.size());
    }

    private void row(PageTable table, String text, Amount amount, TypeStyle style) {
        table.row(List.of(new TableCell(text, style), new TableCell(SummaryPage.difference(texts, amount), style)));
    }
}
