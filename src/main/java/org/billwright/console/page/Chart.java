package org.billwright.console.page;

import io.quarkus.qute.TemplateData;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A bar chart, drawn as SVG. Its texts are in the drawing, and its description lists all values.
 *
 * @param description all labels and values
 * @param height of the drawing, in pixels
 */
@TemplateData
public record Chart(String title, String description, int height, List<Bar> bars) {
    private static final int ROW = 26;
    private static final BigDecimal FULL = BigDecimal.valueOf(100);

    /**
     * A bar.
     *
     * @param value as it is written
     * @param percent of the longest bar's length
     * @param top of its row, in pixels
     */
    @TemplateData
    public record Bar(String label, String value, int percent, int top, boolean isNegative) {
        /** The base line of its texts, in pixels. */
        public int baseline() {
            return top + 15;
        }
    }

    /** A value to be drawn. */
    public record Value(String label, BigDecimal size, String text) {}

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
            bars.add(new Bar(
                    value.label(),
                    value.text(),
                    percent,
                    bars.size() * ROW,
                    value.size().signum() < 0));
        }
        var description = values.stream()
                .map(value -> value.label() + ": " + value.text())
                .collect(Collectors.joining("; "));
        return new Chart(title, description, Math.max(ROW, bars.size() * ROW), List.copyOf(bars));
    }
}
