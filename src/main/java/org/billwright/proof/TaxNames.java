package org.billwright.proof;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Optional;
import org.billwright.json.JsonValues;
import org.billwright.tax.Tax;

/** The name of a tax with its rate, such as {@code VAT 20 %}, however its rate is written. */
final class TaxNames {
    private TaxNames() {}

    /** Of a tax item or an applied tax. */
    static String of(JsonNode tax) {
        return name(
                JsonValues.text(tax, "taxCategory").orElse(""),
                JsonValues.text(tax, "jurisdictionName"),
                JsonValues.decimal(tax, "taxRate"));
    }

    /** Of a tax of the calculation. */
    static String of(Tax tax) {
        return name(tax.category(), tax.jurisdictionName(), tax.percent());
    }

    private static String name(String category, Optional<String> jurisdiction, Optional<BigDecimal> percent) {
        return category
                + jurisdiction.map(name -> " of " + name).orElse("")
                + percent.map(rate -> " " + plain(rate) + " %").orElse("");
    }

    private static String plain(BigDecimal rate) {
        return rate.signum() == 0 ? "0" : rate.stripTrailingZeros().toPlainString();
    }
}
