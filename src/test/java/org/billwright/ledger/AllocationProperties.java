package org.billwright.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.billwright.ledger.AllocationPolicy.NamedBill;
import org.billwright.ledger.AllocationPolicy.OpenBill;
import org.junit.jupiter.api.Test;

class AllocationProperties {
    private static final int SEQUENCES = 10_000;
    private static final OffsetDateTime JUNE = OffsetDateTime.parse("2026-06-01T00:00:00Z");

    private static OpenBill bill(String id, int dueDay, String open, String disputed) {
        return new OpenBill(
                id,
                Optional.of(id),
                Optional.of(JUNE.plusDays(dueDay)),
                new BigDecimal(open),
                new BigDecimal(disputed).min(new BigDecimal(open)));
    }

    private static Map<String, BigDecimal> allocate(String credit, List<NamedBill> named, OpenBill... bills) {
        return AllocationPolicy.allocate(new BigDecimal(credit), named, List.of(bills));
    }

    @Test
    void named_bills_come_first_then_what_is_due_first_and_disputed_ones_last() {
        var bills = new OpenBill[] {
            bill("old", 1, "10.00", "0"), bill("disputed", 0, "10.00", "10.00"), bill("new", 9, "10.00", "0")
        };
        assertThat(allocate("25.00", List.of(), bills))
                .containsExactly(
                        Map.entry("old", new BigDecimal("10.00")),
                        Map.entry("new", new BigDecimal("10.00")),
                        Map.entry("disputed", new BigDecimal("5.00")));
        assertThat(allocate("12.00", List.of(new NamedBill("new", Optional.of(new BigDecimal("4.00")))), bills))
                .containsExactly(Map.entry("new", new BigDecimal("4.00")), Map.entry("old", new BigDecimal("8.00")));
        assertThat(allocate("50.00", List.of(new NamedBill("absent", Optional.empty())), bills))
                .as("20.00 stay credit")
                .hasSize(3);
    }

    @Test
    void the_disputed_part_of_a_bill_comes_last_unless_its_amount_is_named() {
        var bills = new OpenBill[] {bill("old", 1, "10.00", "3.00"), bill("new", 9, "10.00", "0")};
        assertThat(allocate("18.00", List.of(), bills))
                .containsExactly(Map.entry("old", new BigDecimal("8.00")), Map.entry("new", new BigDecimal("10.00")));
        assertThat(allocate("10.00", List.of(new NamedBill("old", Optional.empty())), bills))
                .containsExactly(Map.entry("old", new BigDecimal("7.00")), Map.entry("new", new BigDecimal("3.00")));
        assertThat(allocate("10.00", List.of(new NamedBill("old", Optional.of(new BigDecimal("10.00")))), bills))
                .containsExactly(Map.entry("old", new BigDecimal("10.00")));
        assertThat(allocate("30.00", List.of(), bills))
                .containsExactly(Map.entry("old", new BigDecimal("10.00")), Map.entry("new", new BigDecimal("10.00")));
    }

    /** Random sequences of credits on random bills: what is allocated is the smaller of what is paid and what is due. */
    @Test
    void no_sequence_allocates_more_than_is_paid_or_open() {
        var random = new Random(678);
        for (int sequence = 0; sequence < SEQUENCES; sequence++) {
            var open = new ArrayList<OpenBill>();
            IntStream.range(0, random.nextInt(6))
                    .forEach(i -> open.add(bill(
                            "b" + i, random.nextInt(5), cents(random), random.nextInt(5) == 0 ? cents(random) : "0")));
            var due = sum(open.stream().map(OpenBill::open).toList());
            var paid = BigDecimal.ZERO;
            var allocated = BigDecimal.ZERO;
            for (int step = 0; step < 1 + random.nextInt(8); step++) {
                var credit = new BigDecimal(cents(random));
                var named = random.nextBoolean()
                        ? List.<NamedBill>of()
                        : List.of(new NamedBill("b" + random.nextInt(7), amount(random)));
                var parts = AllocationPolicy.allocate(credit, named, open);
                assertThat(parts.values()).allMatch(part -> part.signum() > 0);
                assertThat(sum(parts.values())).isLessThanOrEqualTo(credit);
                open.replaceAll(bill -> less(bill, parts.getOrDefault(bill.id(), BigDecimal.ZERO)));
                assertThat(open).allMatch(bill -> bill.open().signum() >= 0);
                var left = sum(open.stream().map(OpenBill::open).toList());
                assertThat(sum(parts.values()).compareTo(credit) == 0 || left.signum() == 0)
                        .as("credit is left only where nothing is open")
                        .isTrue();
                paid = paid.add(credit);
                allocated = allocated.add(sum(parts.values()));
            }
            assertThat(allocated).isEqualByComparingTo(paid.min(due));
        }
    }

    private static OpenBill less(OpenBill bill, BigDecimal part) {
        return new OpenBill(
                bill.id(),
                bill.billNo(),
                bill.dueDate(),
                bill.open().subtract(part),
                bill.disputed().min(bill.open().subtract(part)));
    }

    private static Optional<BigDecimal> amount(Random random) {
        return random.nextBoolean() ? Optional.empty() : Optional.of(new BigDecimal(cents(random)));
    }

    private static String cents(Random random) {
        return BigDecimal.valueOf(1 + random.nextInt(5_000), 2).toPlainString();
    }

    private static BigDecimal sum(Iterable<BigDecimal> amounts) {
        var sum = BigDecimal.ZERO;
        for (var amount : amounts) {
            sum = sum.add(amount);
        }
        return sum;
    }
}
