package org.billwright.pdf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.billwright.pdf.file.StructureElement;
import org.billwright.pdf.font.ShapedText;

/**
 * A table. Its head is repeated on each page, there as an artifact. A row stays on one page if it fits on one.
 */
final class PageTable {
    private static final int PADDING = 110;

    private final BillPages pages;
    private final List<TableColumn> columns;
    private final StructureElement table;
    private final TypeStyle headStyle;

    /** A row in work: the lines of its cells. */
    private record Row(List<TableCell> cells, List<List<ShapedText>> lines, int leading) {
        int count() {
            return lines.stream().mapToInt(List::size).max().orElse(1);
        }
    }

    /** Begins a table with its head. */
    PageTable(BillPages pages, List<TableColumn> columns, TypeStyle headStyle) {
        this.pages = pages;
        this.columns = columns;
        this.headStyle = headStyle;
        this.table = pages.document().child("Table");
        var row = shaped(columns.stream()
                .map(column -> new TableCell(column.head(), headStyle))
                .toList());
        pages.need(height(row) + 3 * headStyle.leading());
        var element = table.child("TR");
        draw(row, columns.stream().map(column -> element.columnHead(1)).toList());
        headRule();
        pages.onNewPage(Optional.of(this::repeatHead));
    }

    private void headRule() {
        artifact(() -> pages.canvas()
                .rule(
                        Ink.ACCENT,
                        PageGrid.MARGIN,
                        pages.y() + PADDING,
                        pages.grid().contentWidth()));
        pages.space(3 * PADDING);
    }

    private void repeatHead() {
        pages.page().beginPagination();
        for (var column : pages.beside(columns)) {
            var lines = wrapped(new TableCell(column.head(), headStyle), column);
            for (int i = 0; i < lines.size(); i++) {
                put(lines.get(i), headStyle, column, pages.y() + i * headStyle.leading());
            }
        }
        pages.page().end();
        int lines = columns.stream()
                .mapToInt(column ->
                        wrapped(new TableCell(column.head(), headStyle), column).size())
                .max()
                .orElse(1);
        pages.space(lines * headStyle.leading() + PADDING);
        headRule();
    }

    private void artifact(Runnable drawing) {
        pages.page().beginArtifact();
        drawing.run();
        pages.page().end();
    }

    private List<ShapedText> wrapped(TableCell cell, TableColumn column) {
        var style = cell.style();
        return pages.breaker().lines(cell.text(), style.isBold(), style.size(), column.width());
    }

    private Row shaped(List<TableCell> cells) {
        var lines = new ArrayList<List<ShapedText>>();
        for (int i = 0; i < cells.size(); i++) {
            lines.add(wrapped(cells.get(i), columns.get(i)));
        }
        return new Row(
                cells,
                lines,
                cells.stream().mapToInt(cell -> cell.style().leading()).max().orElse(0));
    }

    private int height(Row row) {
        return row.count() * row.leading() + PADDING;
    }

    /** A row with a cell for each column. */
    void row(List<TableCell> cells) {
        var row = shaped(cells);
        boolean fitsOnOnePage = height(row) < pages.grid().bottom() - PageGrid.TOP - 4 * row.leading();
        if (fitsOnOnePage) {
            pages.need(height(row));
        }
        var element = table.child("TR");
        draw(row, cells.stream().map(cell -> element.child("TD")).toList());
    }

    /** A thin line above the next row. */
    void rule() {
        artifact(() -> pages.canvas()
                .rule(
                        Ink.RULE,
                        PageGrid.MARGIN,
                        pages.y() - PADDING / 2,
                        pages.grid().contentWidth()));
        pages.space(PADDING / 2);
    }

    /** A head of the rows below it over all columns but the last one, which has their sum if there is one. */
    void groupHead(String text, TypeStyle style, Optional<String> sum) {
        var first = columns.getFirst();
        var last = columns.getLast();
        int width = last.x() - first.x() - style.size();
        var lines = pages.breaker().lines(text, style.isBold(), style.size(), width);
        pages.space(PADDING);
        pages.need((lines.size() + 2) * style.leading());
        var row = table.child("TR");
        var head = row.columnHead(columns.size() - 1);
        var cell = row.child("TD");
        int top = pages.y();
        Runnable texts = () -> pages.lines(head, lines, style, first.x());
        Runnable amounts = () -> sum.ifPresent(amount -> {
            var line = pages.breaker().line(amount, style.isBold());
            pages.content(cell, line, () -> put(line, style, last, top));
        });
        pages.beside(List.of(texts, amounts)).forEach(Runnable::run);
        pages.space(PADDING);
    }

    private void draw(Row row, List<StructureElement> cells) {
        int from = 0;
        int count = row.count();
        while (from < count) {
            pages.need(row.leading());
            int to = Math.min(count, from + pages.left() / row.leading());
            for (int cell :
                    pages.beside(IntStream.range(0, cells.size()).boxed().toList())) {
                draw(row, cell, cells.get(cell), from, to);
            }
            pages.space((to - from) * row.leading());
            from = to;
        }
        pages.space(PADDING);
    }

    private void draw(Row row, int cell, StructureElement element, int from, int to) {
        var lines = row.lines().get(cell);
        int end = Math.min(to, lines.size());
        if (from >= end || lines.getFirst().isEmpty()) {
            return;
        }
        for (int i = from; i < end; i++) {
            var line = lines.get(i);
            int y = pages.y() + (i - from) * row.leading();
            pages.content(element, line, () -> put(line, row.cells().get(cell).style(), columns.get(cell), y));
        }
    }

    private void put(ShapedText text, TypeStyle style, TableColumn column, int y) {
        if (column.isNumber()) {
            pages.canvas().textTo(text, style, column.end(), y);
        } else {
            pages.canvas().text(text, style, column.x(), y);
        }
    }

    /** Ends the table. */
    void end() {
        pages.onNewPage(Optional.empty());
    }
}
