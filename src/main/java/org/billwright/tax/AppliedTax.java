package org.billwright.tax;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * A tax that applies to a charge, and how its amount results.
 *
 * @param rated the amount that rating computed, if it gave one: the computed amount must agree with it
 * @param policy whether the rated amount is kept
 */
public record AppliedTax(Tax tax, Amount amount, Optional<BigDecimal> rated, TaxPolicy policy) {
    /** How the amount results. */
    public sealed interface Amount {
        /** Taxes are computed in this order: one has those of lower orders in its base. */
        int order();
    }

    /**
     * A share of the net amount and of the taxes of lower orders.
     *
     * @param percent negative if it is withheld
     * @param included whether the price of the charge has the tax in it
     */
    public record Percent(BigDecimal percent, int order, boolean included) implements Amount {}

    /** An amount in the currency of the charge, whatever the price. */
    public record Fixed(BigDecimal value, int order) implements Amount {}

    /** A share of the net amount, on top of it. */
    public static AppliedTax ofNet(Tax tax) {
        return new AppliedTax(
                tax, new Percent(tax.percent().orElseThrow(), 0, false), Optional.empty(), TaxPolicy.COMPUTED);
    }

    /** The amount of rating, where it is kept. */
    public Optional<BigDecimal> kept() {
        return policy == TaxPolicy.AS_RATED ? rated : Optional.empty();
    }

    /** Whether the price of the charge has the tax in it. */
    public boolean isIncluded() {
        return amount instanceof Percent share && share.included();
    }
}
