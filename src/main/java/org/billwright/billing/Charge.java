package org.billwright.billing;

import java.util.List;
import org.billwright.money.Money;
import org.billwright.money.Tax;

/**
 * An unbilled rate as the calculation uses it.
 *
 * @param id the id of the rate
 * @param taxExcluded negative for a credit
 * @param inBalance whether it is part of the balance: a rate with {@code BalanceIndicator} {@code E} is on the bill, but not in
 *     its sums
 * @param taxes the taxes that apply, each category and rate once
 */
public record Charge(String id, Money taxExcluded, boolean inBalance, List<Tax> taxes) {
    /** Rejects a tax that is given twice. */
    public Charge {
        taxes = List.copyOf(taxes);
        if (taxes.stream().distinct().count() != taxes.size()) {
            throw new IllegalArgumentException("a tax applies to a rate once");
        }
    }
}
