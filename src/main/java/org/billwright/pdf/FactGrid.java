package org.billwright.pdf;

import java.util.ArrayList;
import java.util.List;
import org.billwright.pdf.font.ShapedText;

/** Labels with their values, several beside each other. */
final class FactGrid {
    private static final int GAP = 1_200;
    private static final int SPACE = 450;

    private final BillPages pages;
    private final int x;
    private final int width;
    private final int perRow;

    /** A label and its value. */
    record Fact(String label, String value) {}

    private record Shaped(List<ShapedText> label, List<ShapedText> value) {
        int height() {
            return label.size() * TypeStyle.SMALL.leading() + value.size() * TypeStyle.STRONG.leading();
        }
    }

    FactGrid(BillPages pages, int x, int width, int perRow) {
        this.pages = pages;
        this.x = x;
        this.width = width;
        this.perRow = perRow;
    }

    void draw(List<Fact> facts) {
        for (int from = 0; from < facts.size(); from += perRow) {
            row(facts.subList(from, Math.min(facts.size(), from + perRow)));
        }
    }

    private void row(List<Fact> facts) {
        int column = (width - (perRow - 1) * GAP) / perRow;
        var shaped = new ArrayList<Shaped>();
        for (var fact : facts) {
            shaped.add(new Shaped(
                    pages.breaker().lines(fact.label(), false, TypeStyle.SMALL.size(), column),
                    pages.breaker().lines(fact.value(), true, TypeStyle.STRONG.size(), column)));
        }
        int height = shaped.stream().mapToInt(Shaped::height).max().orElse(0);
        pages.need(height);
        int top = pages.y();
        for (int i = 0; i < shaped.size(); i++) {
            pages.moveTo(top);
            var element = pages.document().child("P");
            pages.lines(element, shaped.get(i).label(), TypeStyle.SMALL, x + i * (column + GAP));
            pages.lines(element, shaped.get(i).value(), TypeStyle.STRONG, x + i * (column + GAP));
        }
        pages.moveTo(top + height + SPACE);
    }
}
