package org.billwright.pdf;

import java.util.ArrayList;
import java.util.List;
import org.billwright.statement.Amount;
import org.billwright.statement.Statement;
import org.billwright.statement.StatementSection;

/** The lines of the bill, by product and kind, with subtotals. */
final class DetailPages {
    /** The lines of a document. The file of so many is made in 256 MB of memory. */
    static final int MAX_LINES = 25_000;

    private static final int ROWS = 4;

    /** The height of what is around the rows of a section, in rows. */
    private static final int SECTION_ROWS = 5;

    private static final int SPACE = 400;

    private final Statement statement;
    private final BillTexts texts;
    private final BillPages pages;

    DetailPages(Statement statement, BillTexts texts, BillPages pages) {
        this.statement = statement;
        this.texts = texts;
        this.pages = pages;
    }

    /** Whether the lines are so few that they are on the page of the summary. */
    boolean fits() {
        int parts = statement.sections().stream()
                .mapToInt(section -> SECTION_ROWS + section.groups().size())
                .sum();
        return (statement.lineCount() + parts + SECTION_ROWS) * TypeStyle.BODY.leading() < pages.left();
    }

    void draw() {
        pages.heading("H2", texts.get("detail"), TypeStyle.HEADING, 6 * TypeStyle.BODY.leading());
        if (statement.lineCount() == 0) {
            text("noLines", TypeStyle.BODY);
            return;
        }
        statement.currency().ifPresent(currency -> text("amountsIn", TypeStyle.SMALL, currency));
        var rows = rows();
        var columns = DetailColumns.of(heads(), rows, sums(), pages);
        int next = 0;
        for (var section : statement.sections()) {
            next = next < rows.size() ? section(section, columns, rows, next) : next;
        }
        if (statement.totalLines() > rows.size()) {
            pages.space(SPACE);
            text(
                    "moreLines",
                    TypeStyle.BODY,
                    texts.format().number(rows.size()),
                    texts.format().number(statement.totalLines()));
        }
    }

    private void text(String key, TypeStyle style, String... values) {
        pages.paragraph(
                "P",
                texts.get(key, values),
                style,
                PageGrid.MARGIN,
                pages.grid().contentWidth());
    }

    private List<String> heads() {
        return List.of("date", "description", "quantity", "unitPrice", "taxRate", "amount").stream()
                .map(texts::get)
                .toList();
    }

    private List<DetailRow> rows() {
        return statement.sections().stream()
                .flatMap(section -> section.groups().stream())
                .flatMap(group -> group.lines().stream())
                .limit(MAX_LINES)
                .map(line -> DetailRow.of(line, texts, statement.currency()))
                .toList();
    }

    private List<String> sums() {
        var sums = new ArrayList<String>();
        for (var section : statement.sections()) {
            section.subtotal().map(this::amount).ifPresent(sums::add);
            section.groups().forEach(group -> group.subtotal().map(this::amount).ifPresent(sums::add));
        }
        return sums;
    }

    private String amount(Amount amount) {
        return DetailRow.amount(amount, texts, statement.currency());
    }

    /** Returns the index of the row after it. */
    private int section(StatementSection section, DetailColumns columns, List<DetailRow> rows, int first) {
        var title = section.product().orElseGet(() -> texts.kind(section.kind()));
        pages.heading("H3", title, TypeStyle.SUBHEADING, ROWS * columns.size() * 3 / 2);
        var table = new PageTable(
                pages, columns.columns(), TypeStyle.SMALL.sized(Math.min(columns.size(), TypeStyle.SMALL.size())));
        var style = TypeStyle.BODY.sized(columns.size());
        boolean hasGroups = section.product().isPresent();
        boolean hasSubtotals = section.groups().size() > 1;
        int next = first;
        for (var group : section.groups()) {
            if (next == rows.size()) {
                break;
            }
            if (hasGroups) {
                var sum = group.subtotal().filter(of -> hasSubtotals).map(this::amount);
                table.groupHead(texts.kind(group.kind()), style.in(Ink.ACCENT), sum);
            }
            for (var line : group.lines().subList(0, Math.min(group.lines().size(), rows.size() - next))) {
                var row = rows.get(next++);
                table.row(cells(row, line.isInTotal() ? style : style.in(Ink.MUTED)));
            }
        }
        table.rule();
        section.subtotal().ifPresent(sum -> table.row(subtotal(title, sum, style.bold())));
        table.end();
        pages.space(SPACE);
        return next;
    }

    private List<TableCell> cells(DetailRow row, TypeStyle style) {
        return row.columns().stream().map(text -> new TableCell(text, style)).toList();
    }

    private List<TableCell> subtotal(String of, Amount sum, TypeStyle style) {
        var empty = new TableCell("", style);
        return List.of(
                empty,
                new TableCell(texts.get("subtotal") + ": " + of, style),
                empty,
                empty,
                empty,
                new TableCell(amount(sum), style));
    }
}
