package org.billwright.pdf;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.billwright.statement.Amount;
import org.billwright.statement.Statement;

/** Why the bill differs from the one before it. Many causes: the largest ones, and the others as one, so that they add up. */
final class ChangeList {
    private static final int MAX_CAUSES = 12;
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
        var largest = largest(changes.causes());
        for (int i = 0; i < changes.causes().size(); i++) {
            if (largest.contains(i)) {
                var cause = changes.causes().get(i);
                row(table, cause.text(), cause.amount(), TypeStyle.BODY);
            }
        }
        others(table, changes.causes(), largest);
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

    private void others(PageTable table, List<Statement.Change> causes, Set<Integer> largest) {
        IntStream.range(0, causes.size())
                .filter(i -> !largest.contains(i))
                .mapToObj(i -> causes.get(i).amount())
                .reduce(Amount::plus)
                .ifPresent(rest -> {
                    var number = texts.format().number(causes.size() - largest.size());
                    row(table, texts.get("otherChanges", number), rest, TypeStyle.BODY);
                });
    }

    private static Set<Integer> largest(List<Statement.Change> causes) {
        return IntStream.range(0, causes.size())
                .boxed()
                .sorted(Comparator.comparing(
                        i -> causes.get(i).amount().value().abs().negate()))
                .limit(MAX_CAUSES)
                .collect(Collectors.toSet());
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
