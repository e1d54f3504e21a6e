package org.billwright.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.billwright.parity.ComparedBills.Verdict;
import org.billwright.proof.explanation.LineKind;
import org.junit.jupiter.api.Test;

/** What holds for any two bills, also for bills that do not add up themselves. */
class BillPairComparisonProperties {
    private static final int PAIRS = 60_000;
    private static final List<String> NAMES = List.of("Plan", "TV", "Data", "Loyalty");
    private static final List<LineKind> KINDS = List.of(LineKind.values());

    private static Optional<BigDecimal> maybe(Random random, int oneOf, BigDecimal value) {
        return random.nextInt(oneOf) == 0 ? Optional.empty() : Optional.of(value);
    }

    private static BigDecimal amount(Random random) {
        return BigDecimal.valueOf(random.nextInt(5_000) - 1_000L, random.nextInt(8) == 0 ? 3 : 2);
    }

    private static List<ParityTax> taxes(Random random, int most) {
        var taxes = new ArrayList<ParityTax>();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            taxes.add(new ParityTax(
                    random.nextInt(5) == 0 ? "Levy" : "VAT",
                    random.nextInt(6) == 0 ? "Bavaria" : "",
                    maybe(random, 8, BigDecimal.valueOf(random.nextInt(4) * 7L)),
                    maybe(random, 8, amount(random))));
        }
        return taxes;
    }

    private static ParityLine line(Random random) {
        var name = NAMES.get(random.nextInt(NAMES.size()));
        return new ParityLine(
                "L" + random.nextInt(1_000),
                maybe(random, 3, BigDecimal.ONE).map(any -> "P-" + name),
                maybe(random, 3, BigDecimal.ONE).map(any -> name),
                name,
                random.nextInt(4) == 0 ? "" : "usageCharge",
                KINDS.get(random.nextInt(KINDS.size())),
                "2026-03-0" + (1 + random.nextInt(3)),
                amount(random),
                maybe(random, 2, BigDecimal.valueOf(random.nextInt(5))),
                taxes(random, 2));
    }

    private static ParityBill bill(Random random) {
        var lines = new ArrayList<ParityLine>();
        for (int i = random.nextInt(6); i > 0; i--) {
            lines.add(random.nextInt(4) == 0 && !lines.isEmpty() ? lines.getLast() : line(random));
        }
        return new ParityBill(
                "B" + random.nextInt(1_000),
                "N",
                "A",
                false,
                Optional.empty(),
                Optional.of(Instant.ofEpochSecond(1_700_000_000L + random.nextInt(3) * 80_000L)),
                Optional.empty(),
                random.nextInt(30) == 0 ? "USD" : "EUR",
                maybe(random, 4, amount(random)),
                maybe(random, 4, amount(random)),
                maybe(random, 6, amount(random)),
                taxes(random, 2),
                maybe(random, 2, BigDecimal.ONE)
                        .map(any -> new ParityBill.Balance(amount(random), amount(random), amount(random))),
                lines);
    }

    /** Like a bill, with one or two amounts changed: most of it can be explained. */
    private static ParityBill changed(Random random, ParityBill bill) {
        var lines = new ArrayList<>(bill.lines());
        if (!lines.isEmpty() && random.nextBoolean()) {
            lines.remove(random.nextInt(lines.size()));
        }
        if (random.nextBoolean()) {
            lines.add(line(random));
        }
        var cent = BigDecimal.valueOf(random.nextInt(3) - 1L, 2);
        return new ParityBill(
                bill.id(),
                bill.number(),
                bill.account(),
                bill.isCreditNote(),
                bill.period(),
                bill.billDate(),
                bill.dueDate(),
                bill.currency(),
                bill.net().map(cent::add),
                bill.gross().map(cent::add),
                bill.due().map(cent::add),
                bill.taxes().stream()
                        .map(tax -> new ParityTax(
                                tax.category(),
                                tax.jurisdiction(),
                                tax.percent(),
                                tax.amount().map(cent::add)))
                        .toList(),
                bill.balance(),
                lines);
    }

    private static ComparedBills compared(ParityBill left, ParityBill right) {
        return BillPairComparison.compare(BillPair.of(left, right), BigDecimal.ZERO);
    }

    private static BigDecimal sum(ComparedBills compared, String currency) {
        return compared.differences().stream()
                .filter(part -> part.currency().equals(currency))
                .map(BillDifference::amount)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** The difference of the amounts due, or of the best amount that both have. */
    private static BigDecimal difference(ParityBill left, ParityBill right) {
        if (left.due().isPresent() && right.due().isPresent()) {
            return right.due().get().subtract(left.due().get());
        }
        if (left.knownGross().isPresent() && right.knownGross().isPresent()) {
            return right.knownGross().get().subtract(left.knownGross().get());
        }
        return left.knownNet()
                .flatMap(was -> right.knownNet().map(is -> is.subtract(was)))
                .orElse(BigDecimal.ZERO);
    }

    @Test
    void the_parts_add_up_to_the_difference_and_from_the_other_side_they_are_the_opposite() {
        var random = new Random(38);
        var seen = new EnumMap<RootCauseKind, Integer>(RootCauseKind.class);
        for (int i = 0; i < PAIRS; i++) {
            var left = bill(random);
            var right = i % 2 == 0 ? bill(random) : changed(random, left);
            var there = compared(left, right);
            var back = compared(right, left);
            if (left.currency().equals(right.currency())) {
                assertThat(sum(there, left.currency()))
                        .as("%s%n%s%n%s", left, right, there.differences())
                        .isEqualByComparingTo(difference(left, right));
            } else {
                assertThat(sum(there, left.currency()))
                        .isEqualByComparingTo(left.total().negate());
                assertThat(sum(there, right.currency())).isEqualByComparingTo(right.total());
            }
            assertThat(back.verdict()).isEqualTo(there.verdict());
            assertThat(byKind(back, false)).as("%s%n%s", left, right).isEqualTo(byKind(there, true));
            there.differences().forEach(part -> seen.merge(part.cause().kind(), 1, Integer::sum));
            assertThat(there.verdict() == Verdict.EQUAL)
                    .isEqualTo(there.differences().isEmpty());
        }
        assertThat(seen.keySet())
                .containsAll(List.of(RootCauseKind.values()).stream()
                        .filter(kind -> !List.of(
                                        RootCauseKind.BILL_MISSING_LEFT,
                                        RootCauseKind.BILL_MISSING_RIGHT,
                                        RootCauseKind.LINE_ROUNDING,
                                        RootCauseKind.ROUNDING_METHOD,
                                        RootCauseKind.LINE_TAX)
                                .contains(kind))
                        .toList());
    }

    /** The sums by kind, of the mirrored kinds and with the opposite sign where that is wanted. */
    private static Map<RootCauseKind, BigDecimal> byKind(ComparedBills compared, boolean isMirrored) {
        var sums = new EnumMap<RootCauseKind, BigDecimal>(RootCauseKind.class);
        compared.differences()
                .forEach(part -> sums.merge(
                        isMirrored
                                ? mirrored(part.cause().kind())
                                : part.cause().kind(),
                        isMirrored ? part.amount().negate() : part.amount(),
                        BigDecimal::add));
        sums.replaceAll((kind, sum) -> sum.signum() == 0 ? BigDecimal.ZERO : sum.stripTrailingZeros());
        return sums;
    }

    private static RootCauseKind mirrored(RootCauseKind kind) {
        var name = kind.name();
        return RootCauseKind.valueOf(
                name.endsWith("_LEFT") ? name.replace("_LEFT", "_RIGHT") : name.replace("_RIGHT", "_LEFT"));
    }

    @Test
    void a_bill_equals_itself_whatever_the_order_of_its_lines_is() {
        var random = new Random(39);
        for (int i = 0; i < PAIRS / 3; i++) {
            var bill = bill(random);
            var compared = compared(bill, bill.withLines(bill.lines().reversed()));
            assertThat(compared.differences()).as(bill.toString()).isEmpty();
            assertThat(compared.verdict()).isEqualTo(Verdict.EQUAL);
            assertThat(SpillCodec.read(SpillCodec.join(
                            SpillCodec.write(bill),
                            bill.lines().stream().map(SpillCodec::write).toList())))
                    .isEqualTo(bill);
        }
    }
}
