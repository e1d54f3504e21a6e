package org.billwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RejectReasonsTest {
    @Test
    void reasons_that_differ_in_numbers_and_ids_are_counted_as_one() {
        var reasons = new RejectReasons();
        reasons.add("'remainingAmount' is USD 9.00, its parts give USD 10.00");
        reasons.add("the bill B-1 it is on does not exist");
        reasons.add("'remainingAmount' is USD 0.01, its parts give USD 12.50");
        assertThat(reasons.lines(10))
                .containsExactly(
                        "2 rejected: 'remainingAmount' is USD …, its parts give USD …",
                        "1 rejected: the bill … it is on does not exist");
        assertThat(reasons.lines(1))
                .containsExactly(
                        "2 rejected: 'remainingAmount' is USD …, its parts give USD …", "… and 1 for 1 other reasons");
        reasons.add("it is not UTF-8 (byte 17)");
        reasons.add("it has the character U+0000 (byte 3)");
        assertThat(reasons.lines(10))
                .contains("1 rejected: it is not UTF-8 (byte …)", "1 rejected: it has the character U+0000 (byte …)");
    }

    @Test
    void endless_reasons_are_counted_together() {
        var reasons = new RejectReasons();
        for (int i = 0; i < 3_000; i++) {
            reasons.add("a" + "b".repeat(i));
        }
        assertThat(reasons.lines(1))
                .containsExactly("2000 rejected: other reasons", "… and 1000 for 1000 other reasons");
    }
}
