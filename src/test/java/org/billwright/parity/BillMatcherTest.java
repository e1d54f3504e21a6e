package org.billwright.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.billwright.parity.ParityBills.dated;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Which bills of an account are compared. */
class BillMatcherTest {
    private static List<String> pairs(List<ParityBill> left, List<ParityBill> right) {
        return BillMatcher.match(left, right).stream()
                .map(pair -> pair.left().map(ParityBill::id).orElse("-") + " "
                        + pair.right().map(ParityBill::id).orElse("-"))
                .toList();
    }

    @Test
    void bills_of_one_period_are_compared_whatever_their_numbers_are() {
        assertThat(pairs(
                        List.of(
                                dated("1", "2026-01-01", "2026-02-01", "2026-02-01", "1"),
                                dated("2", "2026-02-01", "2026-03-01", "2026-03-01", "1")),
                        List.of(
                                dated("9", "2026-02-01", "2026-03-01", "2026-03-01", "1"),
                                dated("8", "2026-01-01", "2026-02-01", "2026-02-01", "1"))))
                .containsExactlyInAnyOrder("1 8", "2 9");
    }

    /** The last day in place of the first day after it, and a bill without a period: the month decides. */
    @Test
    void periods_that_are_written_in_another_way_are_compared_by_month() {
        assertThat(pairs(
                        List.of(
                                dated("1", "2026-01-01", "2026-01-31", "2026-02-01", "1"),
                                dated("2", "", "", "2026-02-20", "1")),
                        List.of(
                                dated("8", "2026-01-01", "2026-02-01", "2026-02-01", "1"),
                                dated("9", "2026-02-01", "2026-03-01", "2026-03-01", "1"))))
                .containsExactlyInAnyOrder("1 8", "2 9");
    }

    @Test
    void several_bills_of_a_period_are_compared_by_number_then_credit_notes_apart_in_their_order() {
        assertThat(pairs(
                        List.of(
                                dated("7", "2026-01-01", "2026-02-01", "2026-02-01", "1"),
                                dated("3", "2026-01-01", "2026-02-01", "2026-02-05", "-1"),
                                dated("5", "2026-01-01", "2026-02-01", "2026-02-03", "1"),
                                dated("6", "2026-01-01", "2026-02-01", "2026-02-09", "1")),
                        List.of(
                                dated("a", "2026-01-01", "2026-02-01", "2026-02-02", "-1"),
                                dated("b", "2026-01-01", "2026-02-01", "2026-02-04", "1"),
                                dated("7", "2026-01-01", "2026-02-01", "2026-02-05", "1"))))
                .containsExactlyInAnyOrder("7 7", "3 a", "5 b", "6 -");
    }

    @Test
    void what_is_left_is_compared_by_number_or_is_on_one_side_only() {
        assertThat(pairs(
                        List.of(
                                dated("1", "2026-01-01", "2026-02-01", "2026-02-01", "1"),
                                dated("2", "2026-03-01", "2026-04-01", "2026-04-01", "1")),
                        List.of(
                                dated("1", "2025-12-01", "2026-01-01", "2026-01-01", "1"),
                                dated("3", "2026-06-01", "2026-07-01", "2026-07-01", "1"))))
                .containsExactlyInAnyOrder("1 1", "2 -", "- 3");
    }
}
