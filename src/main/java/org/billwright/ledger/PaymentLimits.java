package org.billwright.ledger;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.jdbi.v3.core.Handle;

/**
 * What an import may still apply of payments whose amount is known: they were taken here, reversed, or refunded. Others grow with what is
 * applied of them.
 */
public final class PaymentLimits {
    private final Map<String, BigDecimal> open;

    private PaymentLimits(Map<String, BigDecimal> open) {
        this.open = open;
    }

    /** The limits of those of these payments that have one. They are locked. */
    public static PaymentLimits lock(Handle tx, String tenant, Collection<String> payments) {
        return new PaymentLimits(tx.createQuery("""
                        select id, amount - allocated - returned as open
                        from unnest(:ids) as wanted (payment_id)
                        cross join lateral (
                            select id, amount, allocated, returned, imported from account_credit
                            where tenant = :tenant and kind = 'payment' and id = wanted.payment_id
                            limit 1
                            for update) credit
                        where not imported or returned > 0
                        """)
                .bind("tenant", tenant)
                .bindArray("ids", String.class, new TreeSet<>(payments))
                .reduceRows(new HashMap<String, BigDecimal>(), (found, row) -> {
                    found.put(row.getColumn("id", String.class), row.getColumn("open", BigDecimal.class));
                    return found;
                }));
    }

    /** Uses a part of a payment; more than it has left is a {@link Problem.Conflict}. */
    public void use(String paymentId, BigDecimal amount) {
        Optional.ofNullable(open.get(paymentId)).ifPresent(left -> {
            if (left.compareTo(amount) < 0) {
                throw new ProblemException(new Problem.Conflict(
                        "the payment has " + left.toPlainString() + " left that is not applied, reversed or refunded"));
            }
            open.put(paymentId, left.subtract(amount));
        });
    }
}
