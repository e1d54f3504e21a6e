package org.billwright.tax;

import java.util.Optional;

/**
 * How a tenant's taxes are read and billed.
 *
 * @param policy of accounts that have none of their own
 * @param rateUnit the unit of tax rates in imports; where it is absent, the tax amounts decide
 */
public record TaxSettings(TaxPolicy policy, Optional<TaxRateUnit> rateUnit) {
    /** The settings of a tenant that has none. */
    public static final TaxSettings DEFAULT = new TaxSettings(TaxPolicy.COMPUTED, Optional.empty());
}
