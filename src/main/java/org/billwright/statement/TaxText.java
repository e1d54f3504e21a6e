package org.billwright.statement;

import java.util.ArrayList;
import java.util.Optional;
import org.billwright.tax.TaxCategoryCode;

/** Taxes as a statement writes them. */
public record TaxText(StatementTexts texts, StatementFormat format) {
    /** A tax of a bill: its category, its rate, its jurisdiction, and why none is charged. */
    public String name(StatementTax tax) {
        var parts = new ArrayList<String>();
        parts.add(tax.category());
        rate(tax).ifPresent(parts::add);
        var name = String.join(" ", parts);
        var details = new ArrayList<String>();
        details.add(name.isBlank() ? texts.get("tax") : name);
        tax.jurisdiction().ifPresent(details::add);
        tax.exemptionReason().ifPresent(details::add);
        return String.join(", ", details);
    }

    /** The tax of a line: its rate, or its category. */
    public String ofLine(StatementTax tax) {
        return rate(tax).orElse(tax.category());
    }

    /** What is exempt has no rate. Reverse charge and supplies abroad are not exempt. */
    private Optional<String> rate(StatementTax tax) {
        boolean isExempt = tax.code()
                .map(code -> code == TaxCategoryCode.E)
                .orElseGet(() -> tax.exemptionReason().isPresent());
        return isExempt ? Optional.of(texts.get("exempt")) : tax.percent().map(format::percent);
    }
}
