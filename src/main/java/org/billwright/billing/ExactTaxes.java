package org.billwright.billing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.Map;
import org.billwright.tax.AppliedTax;
import org.billwright.tax.AppliedTax.Fixed;
import org.billwright.tax.AppliedTax.Percent;
import org.billwright.tax.Tax;

/** The taxes on one charge, before anything is rounded. */
final class ExactTaxes {
    /** The decimals of an amount that is divided. */
    static final int DIVISION_DECIMALS = 24;

    private ExactTaxes() {}

    /** Each tax on a charge. */
    static Map<Tax, BigDecimal> of(Charge charge) {
        var shares = includedShares(charge);
        var divisor = shares.values().stream().reduce(BigDecimal.ONE, BigDecimal::add);
        var net = divide(charge.price(), divisor);
        var taxes = new HashMap<Tax, BigDecimal>();
        for (var tax : charge.taxes()) { // in their order
            var base = charge.taxes().stream()
                    .filter(before -> before.amount().order() < tax.amount().order())
                    .map(before -> taxes.getOrDefault(before.tax(), BigDecimal.ZERO))
                    .reduce(net, BigDecimal::add);
            taxes.put(tax.tax(), amount(tax, base));
        }
        return taxes;
    }

    private static BigDecimal amount(AppliedTax tax, BigDecimal base) {
        return switch (tax.amount()) {
            case Percent percent -> base.multiply(percent.percent()).movePointLeft(2);
            case Fixed fixed -> fixed.value();
        };
    }

    /** The tax in a price, by the shares of all taxes in it. */
    static BigDecimal included(BigDecimal price, Tax tax, Map<Tax, BigDecimal> shares) {
        var divisor = shares.values().stream().reduce(BigDecimal.ONE, BigDecimal::add);
        return divide(price.multiply(shares.getOrDefault(tax, BigDecimal.ZERO)), divisor);
    }

    private static BigDecimal divide(BigDecimal amount, BigDecimal divisor) {
        return divisor.compareTo(BigDecimal.ONE) == 0
                ? amount
                : amount.divide(divisor, DIVISION_DECIMALS, RoundingMode.HALF_EVEN);
    }

    /** Each included tax as a share of the net amount. */
    static Map<Tax, BigDecimal> includedShares(Charge charge) {
        var shares = new HashMap<Tax, BigDecimal>();
        for (var tax : charge.taxes()) {
            if (tax.amount() instanceof Percent percent && percent.included()) {
                var base = charge.taxes().stream()
                        .filter(before -> before.isIncluded() && before.amount().order() < percent.order())
                        .map(before -> shares.getOrDefault(before.tax(), BigDecimal.ZERO))
                        .reduce(BigDecimal.ONE, BigDecimal::add);
                shares.put(tax.tax(), base.multiply(percent.percent()).movePointLeft(2));
            }
        }
        return shares;
    }
}
