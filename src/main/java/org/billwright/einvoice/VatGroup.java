package org.billwright.einvoice;

import java.math.BigDecimal;
import java.util.Optional;
import org.billwright.statement.StatementTax;
import org.billwright.tax.TaxCategoryCode;

/**
 * What a VAT breakdown (BG-23) is of.
 *
 * @param code the category (BT-118)
 * @param percent the rate (BT-119), without zeros at its end; none in the category O (BR-O-05)
 */
record VatGroup(TaxCategoryCode code, Optional<BigDecimal> percent) {
    /** The group of a tax; empty where it has no category. */
    static Optional<VatGroup> of(StatementTax tax) {
        return tax.code()
                .map(code -> new VatGroup(
                        code,
                        tax.percent()
                                .filter(percent -> code != TaxCategoryCode.O)
                                .map(BigDecimal::stripTrailingZeros)));
    }

    String text() {
        return code + percent.map(of -> " " + of.toPlainString() + " %").orElse("");
    }
}
