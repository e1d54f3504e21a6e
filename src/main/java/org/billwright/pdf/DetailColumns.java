package org.billwright.pdf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.billwright.pdf.font.LineBreaker;

/**
 * The columns of the lines. They are as wide as their widest text, and descriptions have the rest. Where that is too little, the letters are
 * smaller; where it still is, texts have more than one line, but amounts have one.
 */
record DetailColumns(List<TableColumn> columns, int size) {
    private static final int LARGEST = 750;
    private static final int SMALLEST = 500;
    private static final int STEP = 50;
    private static final int GAP = 850;
    private static final int DESCRIPTION = 1;
    private static final int AMOUNT = 5;

    private static final Pattern SPACE = Pattern.compile(" ");
    private static final int LEAST_DESCRIPTION = 13_000;

    static DetailColumns of(List<String> heads, Collection<DetailRow> rows, Collection<String> sums, BillPages pages) {
        var widths = new int[heads.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = widest(heads.get(i), pages.breaker());
        }
        for (var row : rows) {
            widen(widths, row.columns(), pages.breaker(), false);
        }
        for (var sum : sums) {
            widths[AMOUNT] = Math.max(widths[AMOUNT], pages.breaker().width(sum, true, LARGEST));
        }
        return of(heads, widths, pages);
    }

    /** The widest word of a head, which may have two lines. */
    private static int widest(String head, LineBreaker breaker) {
        return SPACE.splitAsStream(head)
                .mapToInt(word -> breaker.width(word, false, TypeStyle.SMALL.size()) + 10)
                .max()
                .orElse(0);
    }

    private static void widen(int[] widths, List<String> texts, LineBreaker breaker, boolean isBold) {
        for (int i = 0; i < widths.length; i++) {
            if (i != DESCRIPTION && !texts.get(i).isEmpty()) {
                widths[i] = Math.max(widths[i], breaker.width(texts.get(i), isBold, LARGEST) + 10);
            }
        }
    }

    private static DetailColumns of(List<String> heads, int[] widths, BillPages pages) {
        int available = pages.grid().contentWidth() - (widths.length - 1) * GAP;
        int others = Arrays.stream(widths).sum() - widths[DESCRIPTION];
        int size = LARGEST;
        while (size > SMALLEST && scaled(others, size) + LEAST_DESCRIPTION > available) {
            size -= STEP;
        }
        var scaled = new int[widths.length];
        for (int i = 0; i < widths.length; i++) {
            scaled[i] = scaled(widths[i], size);
        }
        int amount = Math.min(scaled[AMOUNT], available / 2);
        scaled[AMOUNT] = amount;
        int rest = scaled(others - widths[AMOUNT], size);
        int most = available - LEAST_DESCRIPTION - amount;
        for (int i = 0; i < widths.length; i++) {
            if (rest > most && i != AMOUNT) {
                scaled[i] = (int) ((long) scaled[i] * most / rest);
            }
        }
        scaled[DESCRIPTION] = 0;
        scaled[DESCRIPTION] = available - Arrays.stream(scaled).sum();
        var columns = new ArrayList<TableColumn>();
        int x = PageGrid.MARGIN;
        for (int i = 0; i < widths.length; i++) {
            columns.add(new TableColumn(heads.get(i), x, scaled[i], i > DESCRIPTION));
            x += scaled[i] + GAP;
        }
        return new DetailColumns(columns, size);
    }

    private static int scaled(int width, int size) {
        return (int) ((long) width * size / LARGEST) + 1;
    }
}
