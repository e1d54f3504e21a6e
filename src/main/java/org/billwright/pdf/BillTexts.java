package org.billwright.pdf;

import java.util.ArrayList;
import java.util.Optional;
import org.billwright.proof.explanation.LineKind;
import org.billwright.statement.Amount;
import org.billwright.statement.Statement;
import org.billwright.statement.StatementFormat;
import org.billwright.statement.StatementKind;
import org.billwright.statement.StatementTax;
import org.billwright.statement.StatementTexts;

/** The texts of a statement's parts in its language. For one thread. */
record BillTexts(StatementTexts texts, StatementFormat format) {
    static BillTexts of(Statement statement) {
        return new BillTexts(StatementTexts.of(statement.language()), new StatementFormat(statement.language()));
    }

    String get(String key, String... values) {
        return texts.get(key, values);
    }

    String kind(LineKind kind) {
        return texts.get(kind.code());
    }

    /** What the bill is: its kind and number. */
    String title(Statement statement) {
        var kind = texts.get(statement.kind().code());
        return statement.kind() == StatementKind.TRIAL ? kind : kind + " " + statement.number();
    }

    /** Whether somebody is to pay something by this bill. */
    static boolean isToBePaid(Statement statement) {
        boolean isDue = statement.amountDue().filter(due -> due.signum() > 0).isPresent();
        return switch (statement.kind()) {
            case BILL, CORRECTED_BILL, SELF_BILLED -> isDue;
            case CREDIT_NOTE, TRIAL -> false;
        };
    }

    /** What a credit note gives back; documents have it as a negative amount. */
    static Optional<Amount> credited(Statement statement) {
        return statement.amountDue().or(statement::taxIncluded).map(of -> of.signum() < 0 ? of.negated() : of);
    }

    /** The amount that matters most: what is due, or what is given back. A bill of another system may not have it. */
    static Optional<Amount> mainAmount(Statement statement) {
        return statement.kind() == StatementKind.CREDIT_NOTE
                ? credited(statement)
                : statement.amountDue().or(statement::taxIncluded);
    }

    /** The name of that amount. */
    String mainLabel(Statement statement) {
        if (statement.kind() == StatementKind.CREDIT_NOTE) {
            return texts.get("amountCredited");
        }
        return texts.get(statement.amountDue().isPresent() ? "amountDue" : "totalWithTaxes");
    }

    /** A tax: its category, jurisdiction, and rate or reason of exemption. */
    String tax(StatementTax tax) {
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
    String shortTax(StatementTax tax) {
        return rate(tax).orElse(tax.category());
    }

    private Optional<String> rate(StatementTax tax) {
        return isExempt(tax) ? Optional.of(texts.get("exempt")) : tax.percent().map(format::percent);
    }

    private static boolean isExempt(StatementTax tax) {
        return tax.exemptionReason().isPresent()
                || tax.code().filter(code -> code.needsReason()).isPresent();
    }
}
