package org.billwright.console.page;

import io.quarkus.qute.TemplateData;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * A bar chart: a label, a bar drawn as SVG and a value in each row. A value may lead to what it is made of.
 */
@TemplateData
public record Chart(String title, List<Bar> bars) {
    private static final BigDecimal FULL = BigDecimal.valueOf(100);

    /**
     * A bar.
     *
     * @param value as it is written
     * @param percent of the longest bar's length
     * @param href where the value leads to, or empty
     */
    @TemplateData
    public record Bar(String label, String value, int percent, boolean isNegative, String href) {}

    /**
     * A value to be drawn.
     *
     * @param href where it leads to, or empty
     */
    public record Value(String label, BigDecimal size, String text, String href) {
        /** A value that leads nowhere. */
        public Value(String label, BigDecimal size, String text) {
            this(label, size, text, "");
        }
    }

    /** A chart of these values. */
    public static Chart of(String title, List<Value> values) {
        var most = values.stream()
                .map(value -> value.size().abs())
                .max(BigDecimal::compareTo)
                .orElse(BigDecimal.ZERO);
        var bars = new ArrayList<Bar>();
        for (var value : values) {
            int percent = most.signum() == 0
                    ? 0
                    : value.size()
                            .abs()
                            .multiply(FULL)
                            .divide(most, 0, RoundingMode.HALF_UP)
                            .intValue();
            bars.add(new Bar(value.label(), value.text(), percent, value.size().signum() < 0, value.href()));
        }
        return new Chart(title, List.copyOf(bars));
    }
}
