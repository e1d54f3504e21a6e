package org.billwright.ledger;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a credit is allocated to bills, a pure function: to the bills that it names, in their order, then to the others, what is due first
 * first, disputed ones last. Never more than a bill has open, and never more than the credit; what is left stays credit.
 */
public final class AllocationPolicy {
    private static final Comparator<OpenBill> OLDEST_DUE = Comparator.comparing(OpenBill::isDisputed)
            .thenComparing(bill -> bill.dueDate().isEmpty())
            .thenComparing(bill -> bill.dueDate().orElse(OffsetDateTime.MAX), OffsetDateTime.timeLineOrder())
            .thenComparing(bill -> bill.billNo().orElse(bill.id()))
            .thenComparing(OpenBill::id);

    private AllocationPolicy() {}

    /**
     * A bill that is not paid.
     *
     * @param open the unpaid amount, in major units
     */
    public record OpenBill(
            String id,
            Optional<String> billNo,
            Optional<OffsetDateTime> dueDate,
            BigDecimal open,
            boolean isDisputed) {}

    /**
     * A bill that a payment names.
     *
     * @param amount the most that it is to get; all that is open where it is empty
     */
    public record NamedBill(String billId, Optional<BigDecimal> amount) {}

    /** The amounts by bill, each more than 0. A named bill that is not open gets nothing. */
    public static Map<String, BigDecimal> allocate(
            BigDecimal credit, List<NamedBill> named, Collection<OpenBill> bills) {
        var open = new HashMap<String, BigDecimal>();
        bills.forEach(bill -> open.put(bill.id(), bill.open()));
        var wanted = new ArrayList<>(named);
        bills.stream().sorted(OLDEST_DUE).forEach(bill -> wanted.add(new NamedBill(bill.id(), Optional.empty())));
        var parts = new LinkedHashMap<String, BigDecimal>();
        var left = credit;
        for (var next : wanted) {
            var most = open.getOrDefault(next.billId(), BigDecimal.ZERO).min(left);
            var part = next.amount().map(most::min).orElse(most);
            if (part.signum() > 0) {
                parts.merge(next.billId(), part, BigDecimal::add);
                open.merge(next.billId(), part.negate(), BigDecimal::add);
                left = left.subtract(part);
            }
        }
        return parts;
    }
}
