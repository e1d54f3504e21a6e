package org.billwright.einvoice;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.billwright.money.Money;
import org.billwright.statement.Amount;
import org.billwright.statement.Statement;
import org.billwright.statement.StatementKind;
import org.billwright.statement.StatementLine;
import org.billwright.statement.StatementTexts;
import org.billwright.tax.TaxCategoryCode;

/** What an invoice takes from a statement: lines in the total, and amounts with the sign that they have on an invoice. */
record InvoiceView(Statement statement) {
    /** BR-DEC. */
    static final int MAX_DECIMALS = 2;

    /** The lines that are part of the total (BG-25). */
    List<StatementLine> lines() {
        return statement.sections().stream()
                .flatMap(section -> section.groups().stream())
                .flatMap(group -> group.lines().stream())
                .filter(StatementLine::isInTotal)
                .toList();
    }

    /**
     * The amount with the decimals of the currency: zeros beyond them are an error (BR-DEC). A credit note (381) has positive amounts, where
     * credit notes of this system have negative ones.
     */
    BigDecimal signed(Amount amount) {
        var value = amount.value().stripTrailingZeros();
        var scaled = value.setScale(Math.max(value.scale(), decimals()), RoundingMode.UNNECESSARY);
        return isNegated() ? scaled.negate() : scaled;
    }

    private int decimals() {
        return Math.min(MAX_DECIMALS, Money.minorDigits(statement.currency().orElseThrow()));
    }

    private boolean isNegated() {
        return statement.kind() == StatementKind.CREDIT_NOTE
                && statement.taxIncluded().filter(total -> total.signum() > 0).isEmpty();
    }

    /** Whether the issuer's bank accounts and texts are about its payment: not if it pays itself. */
    boolean isPaidToIssuer() {
        return switch (statement.kind()) {
            case BILL, CORRECTED_BILL -> true;
            case CREDIT_NOTE, SELF_BILLED, TRIAL -> false;
        };
    }

    /** The last day of payment (BT-9). What is credited is not paid. */
    Optional<LocalDate> dueDate() {
        return statement.dueDate().filter(day -> statement.kind() != StatementKind.CREDIT_NOTE);
    }

    /** The payment terms (BT-20). */
    Optional<String> terms() {
        return switch (statement.kind()) {
            case BILL, CORRECTED_BILL -> statement.payment().instruction().flatMap(XmlText::lines);
            case CREDIT_NOTE ->
                Optional.of(StatementTexts.of(statement.language()).get("nothingToPay"));
            case SELF_BILLED, TRIAL -> Optional.empty();
        };
    }

    /** Whether the bill has a tax of this category. */
    boolean has(TaxCategoryCode category) {
        return statement.taxes().stream()
                .anyMatch(tax -> tax.code().filter(code -> code == category).isPresent());
    }

    /** Whether all of it is outside the scope of VAT: then it must not have VAT identifiers (BR-O-02). */
    boolean isOutsideVat() {
        return !statement.taxes().isEmpty()
                && statement.taxes().stream()
                        .allMatch(tax -> tax.code()
                                .filter(code -> code == TaxCategoryCode.O)
                                .isPresent());
    }
}
