package org.billwright.pdf;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.billwright.statement.Amount;
import org.billwright.statement.Statement;

/** The totals of a bill: the balance of earlier bills, the taxes with their bases, and what is due. */
final class TotalsTable {
    private static final int NUMBER = 12_500;
    private static final int GAP = 600;

    private final Statement statement;
    private final BillTexts texts;
    private final BillPages pages;

    TotalsTable(Statement statement, BillTexts texts, BillPages pages) {
        this.statement = statement;
        this.texts = texts;
        this.pages = pages;
    }

    void draw() {
        if (statement.headline().amount().isEmpty() && statement.taxes().isEmpty()) {
            return;
        }
        pages.heading("H2", texts.get("summary"), TypeStyle.HEADING, 5 * TypeStyle.BODY.leading());
        var table = new PageTable(pages, columns(), TypeStyle.SMALL);
        statement.taxExcluded().ifPresent(amount -> row(table, "totalWithoutTaxes", amount, TypeStyle.BODY));
        for (var tax : statement.taxes()) {
            table.row(List.of(
                    new TableCell(texts.tax(tax), TypeStyle.BODY),
                    new TableCell(tax.base().map(texts.format()::money).orElse(""), TypeStyle.BODY.in(Ink.MUTED)),
                    new TableCell(texts.format().money(tax.amount()), TypeStyle.BODY)));
        }
        table.rule();
        statement.taxIncluded().ifPresent(amount -> row(table, "totalWithTaxes", amount, TypeStyle.STRONG));
        statement.balance().ifPresent(balance -> balance(table, balance));
        due(table);
        table.end();
    }

    private List<TableColumn> columns() {
        int number = numberWidth();
        int end = pages.grid().end();
        return List.of(
                new TableColumn(texts.get("tax"), PageGrid.MARGIN, end - PageGrid.MARGIN - 2 * (number + GAP), false),
                new TableColumn(texts.get("taxBase"), end - 2 * number - GAP, number, true),
                new TableColumn(texts.get("amount"), end - number, number, true));
    }

    /** Wide enough for the widest amount; a third of the width at most, and longer ones have two lines. */
    private int numberWidth() {
        int widest = Stream.of(
                        statement.taxExcluded().stream(),
                        statement.taxIncluded().stream(),
                        statement.amountDue().stream(),
                        statement.taxes().stream().map(tax -> tax.amount()),
                        statement.taxes().stream().flatMap(tax -> tax.base().stream()))
                .flatMap(amounts -> amounts)
                .mapToInt(amount -> pages.breaker().width(texts.format().money(amount), true, TypeStyle.DUE.size()))
                .max()
                .orElse(0);
        return Math.clamp(widest + 1L, NUMBER * 2 / 3, pages.grid().contentWidth() / 3);
    }

    private void row(PageTable table, String label, Amount amount, TypeStyle style) {
        table.row(List.of(
                new TableCell(texts.get(label), style),
                new TableCell("", style),
                new TableCell(texts.format().money(amount), style)));
    }

    /** Payments are written as what they take from the balance, so that the column adds up. */
    private void balance(PageTable table, Statement.Balance balance) {
        table.groupHead(texts.get("balance"), TypeStyle.SMALL.in(Ink.ACCENT).bold(), Optional.empty());
        row(table, "previousBalance", balance.previousBalance(), TypeStyle.BODY);
        row(table, "paymentsReceived", balance.paymentsReceived().negated(), TypeStyle.BODY);
        row(table, "adjustments", balance.adjustments(), TypeStyle.BODY);
        table.rule();
        row(table, "broughtForward", balance.broughtForward(), TypeStyle.STRONG);
        row(table, "currentCharges", balance.charges(), TypeStyle.BODY);
    }

    /** What a part of the amount due has been paid by is there, as it was when the document was made. */
    private void due(PageTable table) {
        var settled = statement.settled();
        settled.ifPresent(part -> {
            table.rule();
            statement.amountDue().ifPresent(due -> row(table, "amountDue", due, TypeStyle.STRONG));
            row(table, "alreadyPaid", part.negated(), TypeStyle.BODY);
        });
        var headline = statement.headline();
        headline.amount().ifPresent(amount -> {
            table.rule();
            row(table, headline.label(), amount, TypeStyle.DUE);
        });
    }
}
