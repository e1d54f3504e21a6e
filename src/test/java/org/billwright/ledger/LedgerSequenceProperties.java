package org.billwright.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.billwright.bill.BillState;
import org.billwright.bill.BillStatus;
import org.billwright.json.Json;
import org.billwright.ledger.AllocationPolicy.NamedBill;
import org.billwright.ledger.AllocationPolicy.OpenBill;
import org.billwright.ledger.BillAmounts.Applied;
import org.billwright.ledger.LedgerStore.Allocation;
import org.billwright.money.Money;
import org.billwright.problem.ProblemException;
import org.junit.jupiter.api.Test;

/**
 * The pure rules of the ledger in 10,000 random sequences of moves on the books of one account in memory, beside a model that only adds:
 * what was billed, paid, returned and credited. {@code LedgerModelTest} has the same on the database.
 */
class LedgerSequenceProperties {
    private static final int SEQUENCES = 10_000;
    private static final OffsetDateTime JUNE = OffsetDateTime.parse("2026-06-01T00:00:00Z");
    private static final String ACCOUNT = "A";

    private final Random random = new Random(678);

    private BigDecimal cents() {
        return BigDecimal.valueOf(1 + random.nextInt(4_000), 2);
    }

    /** The books: credits and allocations, as the tables have them, and the bills as their documents say. */
    private static final class Rows {
        private final Map<String, Credit> credits = new LinkedHashMap<>();
        private final Map<String, BigDecimal> bills = new TreeMap<>();
        private final List<Allocation> allocations = new ArrayList<>();
        private final List<BigDecimal> entries = new ArrayList<>();
        private int next;

        private BigDecimal allocatedTo(String bill) {
            return sum(allocations.stream()
                    .filter(part -> part.billId().equals(bill))
                    .map(Allocation::amount)
                    .toList());
        }

        private void post(BigDecimal amount) {
            entries.add(amount);
        }

        /** As the database counts what is used of a credit. */
        private void allocate(List<Allocation> parts) {
            allocations.addAll(parts);
            parts.forEach(part -> credits.computeIfPresent(
                    part.sourceId(),
                    (id, credit) ->
                            with(credit, credit.allocated().add(part.amount()), credit.returned(), credit.status())));
        }

        private Map<String, BigDecimal> open() {
            var open = new TreeMap<String, BigDecimal>();
            bills.forEach((id, due) -> open.put(id, due.subtract(allocatedTo(id))));
            open.values().removeIf(amount -> amount.signum() == 0);
            return open;
        }
    }

    /** The model: sums alone. */
    private static final class Sums {
        private BigDecimal billed = BigDecimal.ZERO;
        private BigDecimal paid = BigDecimal.ZERO;
        private BigDecimal returned = BigDecimal.ZERO;
        private BigDecimal credited = BigDecimal.ZERO;
        private BigDecimal suspended = BigDecimal.ZERO;
    }

    private static Credit with(Credit credit, BigDecimal allocated, BigDecimal returned, String status) {
        return new Credit(
                credit.kind(),
                credit.id(),
                credit.accountId(),
                credit.amount(),
                allocated,
                returned,
                status,
                credit.date());
    }

    private static BigDecimal sum(List<BigDecimal> amounts) {
        return amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @Test
    void no_sequence_of_moves_makes_the_books_wrong() {
        int refused = 0;
        for (int sequence = 0; sequence < SEQUENCES; sequence++) {
            var rows = new Rows();
            var sums = new Sums();
            for (int step = 0; step < 3 + random.nextInt(10); step++) {
                try {
                    step(rows, sums);
                } catch (ProblemException refusal) {
                    refused++;
                }
                check(rows, sums);
            }
        }
        assertThat(refused).as("refused reversals").isBetween(1_000, 40_000);
    }

    private void step(Rows rows, Sums sums) {
        switch (random.nextInt(9)) {
            case 0 -> bill(rows, sums);
            case 1, 2 -> pay(rows, sums, List.of());
            case 3 -> pay(rows, sums, named(rows));
            case 4 -> reverse(rows, sums, Optional.empty());
            case 5 -> reverse(rows, sums, Optional.of(new Money("USD", cents())));
            case 6 -> refund(rows, sums);
            case 7 -> suspendOrAssign(rows, sums);
            default -> creditNote(rows, sums);
        }
    }

    private void bill(Rows rows, Sums sums) {
        var due = cents();
        var id = "b" + rows.next++;
        rows.bills.put(id, due);
        rows.post(due);
        sums.billed = sums.billed.add(due);
        // a new bill uses open credit, the oldest first
        for (var credit : List.copyOf(rows.credits.values())) {
            var part = credit.open().min(due.subtract(rows.allocatedTo(id)));
            if (part.signum() > 0 && credit.accountId().equals(ACCOUNT)) {
                rows.allocate(List.of(new Allocation(id, credit.kind(), credit.id(), ACCOUNT, "USD", part)));
            }
        }
    }

    private List<NamedBill> named(Rows rows) {
        var named = new ArrayList<NamedBill>();
        rows.bills.keySet().stream()
                .filter(id -> random.nextBoolean())
                .forEach(id ->
                        named.add(new NamedBill(id, random.nextBoolean() ? Optional.empty() : Optional.of(cents()))));
        named.add(new NamedBill("unknown", Optional.empty()));
        return named;
    }

    private static void allocate(Rows rows, Credit credit, List<NamedBill> named) {
        var open = new ArrayList<OpenBill>();
        rows.bills.forEach((id, due) -> {
            var left = due.subtract(rows.allocatedTo(id));
            open.add(new OpenBill(
                    id,
                    Optional.of(id),
                    Optional.of(JUNE.plusDays(id.hashCode() % 7)),
                    left,
                    id.hashCode() % 5 == 0 ? left : BigDecimal.ZERO));
        });
        var parts = new ArrayList<Allocation>();
        AllocationPolicy.allocate(credit.open(), named, open)
                .forEach((bill, amount) ->
                        parts.add(new Allocation(bill, credit.kind(), credit.id(), ACCOUNT, "USD", amount)));
        rows.allocate(parts);
    }

    private Credit credit(Rows rows, String kind, String account, BigDecimal amount, String status) {
        var credit = new Credit(
                kind,
                "c" + rows.next++,
                account,
                new Money("USD", amount),
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                status,
                JUNE);
        rows.credits.put(credit.id(), credit);
        return credit;
    }

    private void pay(Rows rows, Sums sums, List<NamedBill> named) {
        var amount = cents();
        var credit = credit(rows, Credit.PAYMENT, ACCOUNT, amount, "done");
        rows.post(amount.negate());
        sums.paid = sums.paid.add(amount);
        allocate(rows, credit, named);
    }

    private Optional<Credit> any(Rows rows, String kind) {
        var of = rows.credits.values().stream()
                .filter(credit ->
                        credit.kind().equals(kind) && credit.accountId().equals(ACCOUNT))
                .toList();
        return of.isEmpty() ? Optional.empty() : Optional.of(of.get(random.nextInt(of.size())));
    }

    private void reverse(Rows rows, Sums sums, Optional<Money> wanted) {
        any(rows, Credit.PAYMENT).ifPresent(payment -> {
            var part = ReversedPart.of(payment, wanted);
            var used = new LinkedHashMap<String, BigDecimal>();
            rows.allocations.reversed().stream()
                    .filter(one -> one.sourceId().equals(payment.id()))
                    .forEach(one -> used.merge(one.billId(), one.amount(), BigDecimal::add));
            var taken = part.takenOff(used.entrySet().stream()
                    .map(one ->
                            new Allocation(one.getKey(), Credit.PAYMENT, payment.id(), ACCOUNT, "USD", one.getValue()))
                    .toList());
            rows.allocate(taken);
            var status = part.isRest() ? Reversal.REVERSAL.status() : payment.status();
            rows.credits.computeIfPresent(
                    payment.id(),
                    (id, now) -> with(now, now.allocated(), now.returned().add(part.amount()), status));
            rows.post(part.amount());
            sums.returned = sums.returned.add(part.amount());
        });
    }

    private void refund(Rows rows, Sums sums) {
        var payment = any(rows, Credit.PAYMENT);
        var amount = payment.map(Credit::open).orElse(BigDecimal.ZERO).min(cents());
        if (amount.signum() > 0) {
            rows.credits.computeIfPresent(
                    payment.orElseThrow().id(),
                    (id, now) -> with(now, now.allocated(), now.returned().add(amount), now.status()));
            rows.post(amount);
            sums.returned = sums.returned.add(amount);
        }
    }

    private void suspendOrAssign(Rows rows, Sums sums) {
        var waiting = rows.credits.values().stream()
                .filter(credit -> credit.status().equals("suspense"))
                .findFirst();
        if (waiting.isEmpty()) {
            var amount = cents();
            credit(rows, Credit.PAYMENT, Credit.SUSPENSE, amount, "suspense");
            sums.suspended = sums.suspended.add(amount);
            return;
        }
        var assigned = waiting.get().assignedTo(ACCOUNT);
        var amount = assigned.amount().value();
        rows.credits.put(assigned.id(), assigned);
        rows.post(amount.negate());
        sums.suspended = sums.suspended.subtract(amount);
        sums.paid = sums.paid.add(amount);
        allocate(rows, assigned, List.of());
    }

    /** A credit note of a bill: it pays what is open of it, and the rest is credit. */
    private void creditNote(Rows rows, Sums sums) {
        rows.bills.keySet().stream()
                .skip(random.nextInt(1 + rows.bills.size()))
                .findFirst()
                .ifPresent(bill -> {
                    var amount = cents();
                    var note = credit(rows, Credit.BILL, ACCOUNT, amount, "done");
                    rows.post(amount.negate());
                    sums.credited = sums.credited.add(amount);
                    var part = rows.open().getOrDefault(bill, BigDecimal.ZERO).min(note.open());
                    if (part.signum() > 0) {
                        rows.allocate(List.of(new Allocation(bill, Credit.BILL, note.id(), ACCOUNT, "USD", part)));
                    }
                });
    }

    private static void check(Rows rows, Sums sums) {
        for (var credit : rows.credits.values()) {
            var used = sum(rows.allocations.stream()
                    .filter(part -> part.sourceId().equals(credit.id()))
                    .map(Allocation::amount)
                    .toList());
            assertThat(credit.allocated()).isEqualByComparingTo(used);
            assertThat(credit.open()).as("no more is used than was paid").isGreaterThanOrEqualTo(BigDecimal.ZERO);
        }
        rows.bills.forEach((id, due) -> checkBill(rows, id, due));
        var balance = sum(rows.entries);
        assertThat(balance)
                .as("entries against the model")
                .isEqualByComparingTo(
                        sums.billed.subtract(sums.paid).add(sums.returned).subtract(sums.credited));
        var credit = sum(rows.credits.values().stream()
                .filter(one -> one.accountId().equals(ACCOUNT))
                .map(Credit::open)
                .toList());
        assertThat(balance)
                .as("entries against open items")
                .isEqualByComparingTo(sum(List.copyOf(rows.open().values())).subtract(credit));
    }

    private static void checkBill(Rows rows, String id, BigDecimal due) {
        var applied = new LinkedHashMap<String, Applied>();
        rows.allocations.stream()
                .filter(part -> part.billId().equals(id))
                .forEach(part -> applied.merge(
                        part.sourceId(),
                        new Applied(part.kind(), part.sourceId(), part.amount()),
                        (one, other) -> new Applied(
                                one.kind(), one.sourceId(), one.amount().add(other.amount()))));
        var document = document(due);
        var before = new BillStatus(BillState.SENT, Optional.empty(), Optional.of(due), Optional.of(due));
        var status = BillAmounts.derive(document, before, "USD", List.copyOf(applied.values()));
        var remaining = status.remaining().orElseThrow();
        assertThat(remaining).isBetween(BigDecimal.ZERO, due);
        assertThat(status.state())
                .isEqualTo(
                        remaining.signum() == 0
                                ? BillState.SETTLED
                                : remaining.compareTo(due) == 0 ? BillState.SENT : BillState.PARTIALLY_PAID);
        var shown = BigDecimal.ZERO;
        for (var entry : document.path("appliedPayment")) {
            shown = shown.add(entry.path("appliedAmount").path("value").decimalValue());
        }
        assertThat(due.subtract(shown)).as("the document adds up").isEqualByComparingTo(remaining);
    }

    private static ObjectNode document(BigDecimal due) {
        var document = Json.object();
        document.putObject("amountDue").put("unit", "USD").put("value", due);
        return document;
    }
}
