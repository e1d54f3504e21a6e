package org.billwright.ledger;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * How a credit is allocated to bills, a pure function: to the bills that it names, in their order, then to the others, what is due first
 * first. Disputed parts come last, unless the credit names their bill with an amount. Never more than a bill has open, and never more than
 * the credit; what is left stays credit.
 */
public final class AllocationPolicy {
    private static final Comparator<OpenBill> OLDEST_DUE = Comparator.comparing(
                    (OpenBill bill) -> bill.dueDate().isEmpty())
            .thenComparing(bill -> bill.dueDate().orElse(OffsetDateTime.MAX), OffsetDateTime.timeLineOrder())
            .thenComparing(bill -> bill.billNo().orElse(bill.id()))
            .thenComparing(OpenBill::id);

    private AllocationPolicy() {}

    /**
     * A bill that is not paid.
     *
     * @param open the unpaid amount, in major units
     * @param disputed the part of it that is disputed
     */
    public record OpenBill(
            String id,
            Optional<String> billNo,
            Optional<OffsetDateTime> dueDate,
            BigDecimal open,
            BigDecimal disputed) {
        BigDecimal undisputed() {
            return open.subtract(disputed);
        }
    }

    /**
     * A bill that a payment names.
     *
     * @param amount the most that it is to get; all that is open where it is empty
     */
    public record NamedBill(String billId, Optional<BigDecimal> amount) {}

    /** The amounts by bill, each more than 0. A named bill that is not open gets nothing. */
    public static Map<String, BigDecimal> allocate(
            BigDecimal credit, List<NamedBill> named, Collection<OpenBill> bills) {
        var byId = new HashMap<String, OpenBill>();
        bills.forEach(bill -> byId.put(bill.id(), bill));
        var oldestDue = bills.stream().sorted(OLDEST_DUE).map(OpenBill::id).toList();
        var allocation = new Allocated(byId, credit);
        named.forEach(bill -> bill.amount()
                .ifPresentOrElse(
                        most -> allocation.add(bill.billId(), OpenBill::open, most),
                        () -> allocation.add(bill.billId(), OpenBill::undisputed, credit)));
        oldestDue.forEach(bill -> allocation.add(bill, OpenBill::undisputed, credit));
        named.stream()
                .filter(bill -> bill.amount().isEmpty())
                .forEach(bill -> allocation.add(bill.billId(), OpenBill::open, credit));
        oldestDue.forEach(bill -> allocation.add(bill, OpenBill::open, credit));
        return allocation.parts;
    }

    /** What is allocated so far, and what is left of the credit. */
    private static final class Allocated {
        private final Map<String, OpenBill> bills;
        private final Map<String, BigDecimal> parts = new LinkedHashMap<>();
        private BigDecimal left;

        private Allocated(Map<String, OpenBill> bills, BigDecimal credit) {
            this.bills = bills;
            this.left = credit;
        }

        /** Adds up to this amount, as long as the bill has no more than this in all. */
        private void add(String billId, Function<OpenBill, BigDecimal> whole, BigDecimal most) {
            var bill = Optional.ofNullable(bills.get(billId));
            var free = bill.map(whole).orElse(BigDecimal.ZERO).subtract(parts.getOrDefault(billId, BigDecimal.ZERO));
            var part = free.min(most).min(left);
            if (part.signum() > 0) {
                parts.merge(billId, part, BigDecimal::add);
                left = left.subtract(part);
            }
        }
    }
}
