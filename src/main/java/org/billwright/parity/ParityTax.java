package org.billwright.parity;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * A tax of a bill or of a line.
 *
 * @param category as the biller names it, such as VAT; may be empty
 * @param jurisdiction empty where the tax has none
 * @param percent the tax rate in percent, without trailing zeros
 * @param amount in major units
 */
public record ParityTax(
        String category, String jurisdiction, Optional<BigDecimal> percent, Optional<BigDecimal> amount) {
    /** A tax without its amount. */
    record TaxKey(String category, String jurisdiction, Optional<BigDecimal> percent) {
        /** The name of the tax: {@code VAT of Bavaria}. */
        String name() {
            return (category.isEmpty() ? "tax" : category) + (jurisdiction.isEmpty() ? "" : " of " + jurisdiction);
        }

        /** The name with the percentage: {@code VAT 21 %}. */
        String fullName() {
            return name()
                    + percent.map(rate -> " " + rate.toPlainString() + " %").orElse("");
        }
    }

    /** What the tax is, without its amount. */
    TaxKey key() {
        return new TaxKey(category, jurisdiction, percent);
    }

    /** Zero where the amount is not known. */
    BigDecimal amountOrZero() {
        return amount.orElse(BigDecimal.ZERO);
    }
}
