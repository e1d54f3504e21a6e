package org.billwright.document;

import io.quarkus.qute.TemplateData;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.format.TextStyle;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.billwright.statement.Amount;
import org.billwright.statement.Statement;
import org.billwright.statement.StatementFormat;
import org.billwright.statement.StatementTexts;

/** The bar charts of a page. Their texts stand beside the bars, and their description lists all values. */
final class PageFigures {
    private static final BigDecimal FULL = BigDecimal.valueOf(100);

    private PageFigures() {}

    /**
     * A bar.
     *
     * @param percent of the longest bar's length
     * @param isNegative whether its amount is below zero
     */
    @TemplateData
    public record Bar(String label, String value, int percent, boolean isNegative) {}

    /** A chart. */
    @TemplateData
    public record Figure(String title, String description, List<Bar> bars) {}

    /** The charts of a statement. One bar alone is no chart. */
    static List<Figure> of(Statement statement, StatementTexts texts, StatementFormat format) {
        return Stream.of(categories(statement, texts, format), history(statement, texts, format))
                .filter(figure -> figure.bars().size() > 1)
                .toList();
    }

    /** The charges by kind. */
    private static Figure categories(Statement statement, StatementTexts texts, StatementFormat format) {
        var amounts = statement.categories().stream()
                .map(Statement.CategoryAmount::amount)
                .toList();
        var bars = statement.categories().stream()
                .map(of -> bar(texts.get(of.kind().code()), of.amount(), amounts, format))
                .toList();
        return figure(texts, "charges", bars);
    }

    /** The amounts of twelve months. */
    private static Figure history(Statement statement, StatementTexts texts, StatementFormat format) {
        var amounts =
                statement.history().stream().map(Statement.MonthAmount::amount).toList();
        var bars = statement.history().stream()
                .map(of -> bar(
                        of.month().getMonth().getDisplayName(TextStyle.SHORT_STANDALONE, statement.language()) + " "
                                + of.month().getYear(),
                        of.amount(),
                        amounts,
                        format))
                .toList();
        return figure(texts, "history", bars);
    }

    private static Figure figure(StatementTexts texts, String key, List<Bar> bars) {
        var values = bars.stream().map(bar -> bar.label() + " " + bar.value()).collect(Collectors.joining("; "));
        return new Figure(texts.get(key), texts.get(key + "Description") + ": " + values, bars);
    }

    private static Bar bar(String label, Amount amount, List<Amount> all, StatementFormat format) {
        var longest = all.stream().map(of -> of.value().abs()).reduce(BigDecimal.ZERO, BigDecimal::max);
        int percent = longest.signum() == 0
                ? 0
                : amount.value()
                        .abs()
                        .multiply(FULL)
                        .divide(longest, 0, RoundingMode.HALF_UP)
                        .intValue();
        return new Bar(label, format.money(amount), percent, amount.signum() < 0);
    }
}
