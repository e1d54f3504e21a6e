package org.billwright.proof;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import org.billwright.json.JsonValues;

/** The name of a tax in a document with its rate, however that is written: as {@link org.billwright.tax.Tax#text} has it. */
final class TaxNames {
    private TaxNames() {}

    /** Of a tax item or an applied tax. */
    static String of(JsonNode tax) {
        return JsonValues.text(tax, "taxCategory").orElse("")
                + JsonValues.text(tax, "jurisdictionName")
                        .map(name -> " of " + name)
                        .orElse("")
                + JsonValues.decimal(tax, "taxRate")
                        .map(rate -> " " + plain(rate) + " %")
                        .orElse("");
    }

    private static String plain(BigDecimal rate) {
        return rate.signum() == 0 ? "0" : rate.stripTrailingZeros().toPlainString();
    }
}
