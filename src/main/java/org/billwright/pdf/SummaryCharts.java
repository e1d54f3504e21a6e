package org.billwright.pdf;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.billwright.pdf.font.ShapedText;
import org.billwright.statement.Amount;
import org.billwright.statement.Statement;

/** Two charts beside each other: the charges by kind, and the bills of twelve months. */
final class SummaryCharts {
    private static final int GAP = 2_400;
    private static final int HEIGHT = 8_400;
    private static final int SPACE = 350;
    private static final int BAR_HEIGHT = 700;
    private static final int PARTS = 10_000;
    private static final TypeStyle LABEL = TypeStyle.SMALL.in(Ink.TEXT);
    private static final TypeStyle MONTH = new TypeStyle(600, false, Ink.MUTED);
    private static final TypeStyle VALUE = new TypeStyle(520, false, Ink.TEXT);

    private final Statement statement;
    private final BillTexts texts;
    private final BillPages pages;
    private final int width;

    /** A value with what it is of. */
    private record Bar(String label, Amount amount) {}

    SummaryCharts(Statement statement, BillTexts texts, BillPages pages) {
        this.statement = statement;
        this.texts = texts;
        this.pages = pages;
        this.width = (pages.grid().contentWidth() - GAP) / 2;
    }

    void draw() {
        var kinds = statement.categories().stream()
                .map(of -> new Bar(texts.kind(of.kind()), of.amount()))
                .toList();
        var months = statement.history().stream()
                .map(of -> new Bar(month(of), of.amount()))
                .toList();
        if (kinds.isEmpty() && months.size() < 2) {
            return;
        }
        int height = Math.max(months.size() > 1 ? HEIGHT : 0, kinds.size() * rowHeight());
        pages.space(TypeStyle.HEADING.size());
        pages.need(2 * TypeStyle.HEADING.leading() + SPACE + height);
        int top = pages.y();
        int x = PageGrid.MARGIN;
        int end = top;
        if (!kinds.isEmpty()) {
            end = heading("charges", x, top);
            figure("chargesDescription", kinds, x, end, height);
            rows(kinds, x, end);
            pages.page().end();
            end += height;
            x += width + GAP;
        }
        if (months.size() > 1) {
            int start = heading("history", x, top);
            figure("historyDescription", months, x, start, height);
            columns(months, x, start, height);
            pages.page().end();
            end = Math.max(end, start + height);
        }
        pages.moveTo(end + SPACE);
    }

    private int rowHeight() {
        return LABEL.leading() + BAR_HEIGHT;
    }

    private String month(Statement.MonthAmount of) {
        return of.month().getMonth().getDisplayName(TextStyle.SHORT_STANDALONE, statement.language());
    }

    private int heading(String key, int x, int top) {
        pages.moveTo(top);
        pages.paragraph("H2", texts.get(key), TypeStyle.HEADING, x, width);
        pages.space(SPACE);
        return pages.y();
    }

    /** The text instead of the chart has all of its values. */
    private void figure(String key, List<Bar> bars, int x, int top, int height) {
        var values = bars.stream()
                .map(bar -> bar.label() + " " + texts.format().money(bar.amount()))
                .collect(Collectors.joining("; "));
        var box = pages.canvas().box(x, top, width, height);
        var element = pages.document().figure(texts.get(key) + ": " + values, box);
        pages.page().begin(element);
    }

    /** The length of a bar, where the longest has this one. */
    private static int length(Amount amount, List<Bar> bars, int longest) {
        var most = bars.stream().map(bar -> bar.amount().value().abs()).reduce(BigDecimal.ZERO, BigDecimal::max);
        if (most.signum() == 0) {
            return 0;
        }
        int part = amount.value()
                .abs()
                .multiply(BigDecimal.valueOf(PARTS))
                .divide(most, RoundingMode.HALF_UP)
                .intValue();
        return (int) ((long) part * longest / PARTS);
    }

    /** Bars that lie below their labels. What is taken off is grey. */
    private void rows(List<Bar> bars, int x, int start) {
        int y = start;
        for (var bar : bars) {
            var value = pages.breaker().line(texts.format().money(bar.amount()), false);
            var style = fitting(value, width * 6 / 10, LABEL);
            int top = y;
            var label = shortened(bar.label(), width - value.width(style.size()) - SPACE);
            Runnable labels = () -> pages.canvas().text(label, LABEL, x, top);
            Runnable values = () -> pages.canvas().textTo(value, style, x + width, top);
            pages.beside(List.of(labels, values)).forEach(Runnable::run);
            int barTop = y + LABEL.leading();
            pages.canvas().fill(Ink.TINT, x, barTop, width, BAR_HEIGHT / 2);
            var ink = bar.amount().signum() < 0 ? Ink.MUTED : Ink.ACCENT;
            pages.canvas().fill(ink, x, barTop, length(bar.amount(), bars, width), BAR_HEIGHT / 2);
            y += rowHeight();
        }
    }

    private static TypeStyle fitting(ShapedText text, int width, TypeStyle style) {
        int wide = text.width(style.size());
        return wide <= width ? style : style.sized((int) ((long) style.size() * width / wide));
    }

    private ShapedText shortened(String text, int of) {
        return pages.breaker().lines(text, false, LABEL.size(), of).getFirst();
    }

    /** Bars that stand above their months, the last one in the colour of the issuer. */
    private void columns(List<Bar> bars, int x, int top, int height) {
        int slot = width / bars.size();
        int bottom = top + height - MONTH.leading();
        int highest = height - MONTH.leading() - VALUE.leading();
        var values = new ArrayList<ShapedText>();
        bars.forEach(bar -> values.add(pages.breaker().line(texts.format().number(bar.amount()), false)));
        int widest = values.stream()
                .mapToInt(value -> value.width(VALUE.size()))
                .max()
                .orElse(1);
        var style = widest <= slot - SPACE / 3
                ? VALUE
                : VALUE.sized((int) ((long) VALUE.size() * (slot - SPACE / 3) / widest));
        for (int i : pages.beside(IntStream.range(0, bars.size()).boxed().toList())) {
            var bar = bars.get(i);
            boolean isLast = i == bars.size() - 1;
            int start = x + i * slot;
            int tall = bar.amount().signum() < 0 ? 0 : length(bar.amount(), bars, highest);
            int wide = Math.min(slot * 7 / 10, 2_000);
            var ink = bar.amount().signum() < 0 ? Ink.MUTED : isLast ? Ink.ACCENT : Ink.RULE;
            pages.canvas().fill(ink, start + (slot - wide) / 2, bottom - tall, wide, tall);
            centered(values.get(i), style, start, slot, bottom - tall - style.leading());
            var label = pages.breaker().line(bar.label(), false);
            centered(label, fitting(label, slot, MONTH), start, slot, bottom);
        }
        pages.canvas().rule(Ink.MUTED, x, bottom, width);
    }

    private void centered(ShapedText text, TypeStyle style, int x, int of, int y) {
        pages.canvas().text(text, style, x + (of - text.width(style.size())) / 2, y);
    }
}
