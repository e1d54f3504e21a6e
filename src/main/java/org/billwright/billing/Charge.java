package org.billwright.billing;

import java.util.List;
import org.billwright.money.Money;
import org.billwright.money.Tax;

/**
 * An unbilled rate, as far as the calculation needs it.
 *
 * @param id the rate's
 * @param taxExcluded negative for a credit
 * @param inBalance whether it counts: a rate whose {@code BalanceIndicator} is {@code E} is shown and not summed
 * @param taxes that apply to it, each category and rate once
 */
public record Charge(String id, Money taxExcluded, boolean inBalance, List<Tax> taxes) {
    /** Refuses a tax that is named twice. */
    public Charge {
        taxes = List.copyOf(taxes);
        if (taxes.stream().distinct().count() != taxes.size()) {
            throw new IllegalArgumentException("a tax applies to a rate once");
        }
    }
}
