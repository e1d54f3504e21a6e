package org.billwright.einvoice;

import java.util.Arrays;
import java.util.Currency;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.billwright.money.Money;
import org.billwright.statement.Days;
import org.billwright.statement.Statement;
import org.billwright.statement.StatementKind;
import org.billwright.statement.StatementLine;

/** The number, the currency, the days and the payment terms of an invoice. */
record HeaderRules(Statement statement, Reasons reasons) {
    /** ISO 4217 without funds and currencies that were withdrawn. */
    private static final Set<String> CURRENCIES = Arrays.stream(Locale.getISOCountries())
            .map(country -> Currency.getInstance(Locale.of("", country)))
            .flatMap(currency -> Optional.ofNullable(currency).stream())
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());

    void check() {
        reasons.unless(
                XmlText.line(statement.number()).isPresent(), "The bill has no number (BT-1): give it a billNo.");
        checkCurrency();
        reasons.unless(
                statement.period().filter(HeaderRules::isReversed).isEmpty(),
                "The billing period ends before it begins (BR-29): correct the billingPeriod of the bill.");
        var view = new InvoiceView(statement);
        reasons.ifAny(
                view.lines().stream()
                        .filter(line ->
                                line.period().filter(HeaderRules::isReversed).isPresent())
                        .map(StatementLine::id)
                        .toList(),
                "a period that ends before it begins (BR-30)",
                "correct the periodCoverage of the rate");
        reasons.unless(
                statement.kind() != StatementKind.CORRECTED_BILL
                        || statement
                                .correctedBill()
                                .flatMap(bill -> XmlText.line(bill.number()))
                                .isPresent(),
                "A corrected invoice names the one that it corrects (BT-25): give the corrected bill a billNo.");
        boolean isDue =
                statement.taxIncluded().filter(total -> total.signum() > 0).isPresent();
        reasons.unless(
                !isDue || view.dueDate().isPresent() || view.terms().isPresent(),
                "There is neither a due date (BT-9) nor payment terms (BT-20), as BR-CO-25 requires:"
                        + " give the bill a paymentDueDate, or the issuer a paymentInstruction.");
    }

    private void checkCurrency() {
        var currency = statement.currency();
        if (currency.isEmpty()) {
            reasons.unless(false, "The bill has no currency (BT-5): give its amounts a unit.");
            return;
        }
        var code = currency.get();
        if (!Money.isCurrency(code) || !CURRENCIES.contains(code)) {
            reasons.unless(
                    false, "The currency " + code + " (BT-5) is not one of ISO 4217: correct the unit of the amounts.");
            return;
        }
        reasons.unless(
                Money.minorDigits(code) <= InvoiceView.MAX_DECIMALS,
                "The currency " + code + " has " + Money.minorDigits(code)
                        + " decimals, and EN 16931 allows two (BR-DEC): send the bill as a document.");
    }

    private static boolean isReversed(Days days) {
        return days.last().isBefore(days.first());
    }
}
