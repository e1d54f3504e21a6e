package org.billwright.statement;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Optional;
import org.billwright.json.JsonValues;
import org.billwright.tax.TaxCategoryCode;

/**
 * A tax of a bill or of one of its lines.
 *
 * @param category as it is named, such as {@code VAT}
 * @param percent 21 for 21 percent
 * @param code the category in EN 16931
 * @param base the amount without taxes on which it is charged, where the lines say it
 */
public record StatementTax(
        String category,
        Optional<String> jurisdiction,
        Optional<BigDecimal> percent,
        Optional<TaxCategoryCode> code,
        Optional<String> exemptionReason,
        Optional<Amount> base,
        Amount amount) {
    /** What taxes of one group have in common. */
    record Group(
            String category,
            Optional<String> jurisdiction,
            Optional<BigDecimal> percent,
            Optional<TaxCategoryCode> code,
            Optional<String> exemptionReason) {}

    /** Reads a taxItem of a bill or an appliedTax of a rate, without a base. */
    static StatementTax of(JsonNode item) {
        return new StatementTax(
                JsonValues.text(item, "taxCategory").orElse(""),
                JsonValues.text(item, "jurisdictionName"),
                JsonValues.decimal(item, "taxRate").map(BigDecimal::stripTrailingZeros),
                JsonValues.text(item, "taxCategoryCode").flatMap(TaxCategoryCode::of),
                JsonValues.text(item, "exemptionReason"),
                Optional.empty(),
                Amount.of(item, "taxAmount").orElseGet(() -> new Amount("", BigDecimal.ZERO)));
    }

    Group group() {
        return new Group(category, jurisdiction, percent, code, exemptionReason);
    }

    StatementTax withBase(Optional<Amount> of) {
        return new StatementTax(category, jurisdiction, percent, code, exemptionReason, of, amount);
    }
}
