package org.billwright.billing;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.billwright.money.RatedAmount;
import org.billwright.tax.AppliedTax;
import org.billwright.tax.Tax;

/**
 * An unbilled rate as the calculation uses it.
 *
 * @param id the id of the rate
 * @param currency ISO 4217
 * @param price as it was rated, in major units, as a {@link RatedAmount}; negative for a credit. It has those taxes in
 *     it that are included.
 * @param inBalance whether it is part of the balance: a rate with {@code BalanceIndicator} {@code E} is on the bill, but not in
 *     its sums
 * @param taxes the taxes that apply, each once, in the order in which they are computed
 */
public record Charge(String id, String currency, BigDecimal price, boolean inBalance, List<AppliedTax> taxes) {
    /** Rejects a price of too many decimals and a tax that is given twice. */
    public Charge {
        price = new RatedAmount(currency, price).value();
        taxes = taxes.stream()
                .sorted(Comparator.comparingInt(tax -> tax.amount().order()))
                .toList();
        if (taxes.stream().map(AppliedTax::tax).distinct().count() != taxes.size()) {
            throw new IllegalArgumentException("a tax applies to a rate once");
        }
    }

    /** Each tax on it, before anything is rounded. */
    public Map<Tax, BigDecimal> exactTaxes() {
        return ExactTaxes.of(this);
    }

    /** Whether taxes are included in the price. */
    boolean hasTaxIncluded() {
        return taxes.stream().anyMatch(AppliedTax::isIncluded);
    }
}
