package org.billwright.tax;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * A tax as a bill shows it. Amounts of equal taxes are one tax group (EN 16931 BG-23).
 *
 * @param category the tax category of TM Forum, such as VAT
 * @param jurisdictionName where it is levied, as TMF666 names it
 * @param percent the rate in percent (EN 16931 BT-119): 20 is twenty percent; trailing zeros do not count; negative if it is withheld;
 *     absent for a fixed amount
 * @param code the category code of EN 16931 (BT-118), where a tax rule has one
 * @param exemptionReason why no tax is due (BT-120)
 */
public record Tax(
        String category,
        Optional<String> jurisdictionName,
        Optional<BigDecimal> percent,
        Optional<TaxCategoryCode> code,
        Optional<String> exemptionReason) {
    /** The highest rate accepted. */
    public static final BigDecimal MAX_PERCENT = new BigDecimal(1000);

    /** Normalizes the percentage: 20, 20.0 and 2E1 are equal. */
    public Tax {
        percent = percent.map(Tax::normalized);
    }

    /** A tax without a rule. */
    public Tax(String category, BigDecimal percent) {
        this(category, Optional.empty(), percent);
    }

    /** A tax of a jurisdiction without a rule. */
    public Tax(String category, Optional<String> jurisdictionName, BigDecimal percent) {
        this(category, jurisdictionName, Optional.of(notNegative(percent)), Optional.empty(), Optional.empty());
    }

    private static BigDecimal notNegative(BigDecimal percent) {
        if (percent.signum() < 0) {
            throw new IllegalArgumentException("a tax rate is between 0 and " + MAX_PERCENT + " percent");
        }
        return percent;
    }

    private static BigDecimal normalized(BigDecimal percent) {
        if (percent.abs().compareTo(MAX_PERCENT) > 0) {
            throw new IllegalArgumentException("a tax rate is between 0 and " + MAX_PERCENT + " percent");
        }
        var stripped = percent.signum() == 0 ? BigDecimal.ZERO : percent.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    /** The tax with its rate, such as {@code VAT 20 %}. */
    public String text() {
        return category
                + jurisdictionName.map(name -> " of " + name).orElse("")
                + percent.map(rate -> " " + rate.toPlainString() + " %").orElse("");
    }
}
