package org.billwright.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.billwright.pdf.PdfReading.render;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.billwright.issuer.PaperSize;
import org.billwright.pdf.PdfReading.Piece;
import org.billwright.statement.SampleStatements;
import org.billwright.statement.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts are inside of the margins, and none is over another. */
class BillPdfLayoutTest {
    /** 20 millimetres, less what a letter may be wider than its advance. */
    private static final float MARGIN = 56.2f;

    private static final float ROUNDING = 0.05f;

    static Stream<Map.Entry<String, Statement>> statements() {
        return PdfStatements.all().entrySet().stream();
    }

    @ParameterizedTest
    @MethodSource("statements")
    void texts_are_inside_of_the_margins_and_not_over_each_other(Map.Entry<String, Statement> entry) {
        var statement = entry.getValue();
        boolean isLetter = statement.style().paper() == PaperSize.LETTER;
        float width = isLetter ? 612 : 595.28f;
        float height = isLetter ? 792 : 841.89f;
        var pieces = PdfReading.pieces(render(statement));
        assertThat(pieces).isNotEmpty().allSatisfy(piece -> {
            assertThat(piece.left()).isGreaterThanOrEqualTo(MARGIN);
            assertThat(piece.right()).isLessThanOrEqualTo(width - MARGIN);
            assertThat(piece.top()).isGreaterThan(20);
            assertThat(piece.bottom()).isLessThan(height - 15);
        });
        assertThat(overlaps(pieces)).isEmpty();
    }

    /** Pairs of letters of which one is over the other; marks are above their letters. */
    private static List<String> overlaps(List<Piece> pieces) {
        var overlaps = new ArrayList<String>();
        var lastOfRow = new HashMap<Long, List<Piece>>();
        for (var piece : pieces) {
            if (piece.right() - piece.left() < 0.2 || piece.text().isBlank()) {
                continue;
            }
            for (long row = (long) piece.top() / 20; row <= (long) piece.bottom() / 20; row++) {
                var others = lastOfRow.computeIfAbsent(piece.page() * 1_000L + row, first -> new ArrayList<>());
                for (var other : others) {
                    if (isOver(piece, other)) {
                        overlaps.add(piece + " over " + other);
                    }
                }
                others.add(piece);
            }
        }
        return overlaps;
    }

    private static boolean isOver(Piece piece, Piece other) {
        return piece.left() < other.right() - ROUNDING
                && other.left() < piece.right() - ROUNDING
                && piece.top() < other.bottom() - ROUNDING
                && other.top() < piece.bottom() - ROUNDING;
    }

    @Test
    void amounts_end_at_the_margin_and_long_names_before_them() {
        var pieces = PdfReading.pieces(render(SampleStatements.bill()
                .line("W".repeat(120), "1.11")
                .line("Calls", "123456.22")
                .statement()));
        var rows = pieces.stream().collect(Collectors.groupingBy(piece -> piece.page() + " " + piece.bottom()));
        var ends = rows.values().stream()
                .map(row -> row.stream()
                        .max(Comparator.comparingDouble(Piece::right))
                        .orElseThrow())
                .filter(last -> last.right() > 500 && last.text().matches("\\d") && last.bottom() < 750)
                .toList();
        // two lines, a subtotal, and on the summary the totals and taxes
        assertThat(ends)
                .hasSizeGreaterThanOrEqualTo(7)
                .allSatisfy(end -> assertThat(end.right()).isBetween(595.28f - 56.7f - 0.1f, 595.28f - 56.7f + 0.1f));
        assertThat(pieces)
                .filteredOn(piece -> piece.text().equals("W"))
                .hasSize(120)
                .allSatisfy(letter -> assertThat(letter.right()).isLessThan(450));
    }

    /** The first letter of the address of an Arabic bill is on the right, and of its amounts on the left. */
    @Test
    void an_arabic_page_is_mirrored() {
        var english = PdfReading.pieces(
                render(SampleStatements.bill().receiver("Ωmega").lines(5).statement()));
        var arabic = PdfReading.pieces(render(SampleStatements.bill()
                .language("ar")
                .receiver("Ωmega")
                .lines(5)
                .statement()));
        float left = first(english).left();
        assertThat(left).isBetween(56.6f, 56.8f);
        float right = arabic.stream()
                .filter(piece -> Math.abs(piece.bottom() - first(arabic).bottom()) < 1)
                .map(Piece::right)
                .filter(end -> end > 400)
                .max(Float::compare)
                .orElseThrow();
        assertThat(right).isBetween(595.28f - 56.8f, 595.28f - 56.6f);
    }

    private static Piece first(List<Piece> pieces) {
        return pieces.stream()
                .filter(piece -> piece.text().equals("Ω"))
                .findFirst()
                .orElseThrow();
    }
}
