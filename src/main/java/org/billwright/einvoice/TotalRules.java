package org.billwright.einvoice;

import java.math.BigDecimal;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.billwright.statement.Amount;
import org.billwright.statement.Statement;
import org.billwright.statement.StatementTax;

/** The totals of an invoice: they are those of the bill, and add up. */
record TotalRules(Statement statement, Reasons reasons) {
    void check() {
        reasons.unless(
                statement.taxExcluded().isPresent(),
                "The bill has no total without taxes (BT-109): give it a taxExcludedAmount.");
        reasons.unless(
                statement.taxIncluded().isPresent(),
                "The bill has no total with taxes (BT-112): give it a taxIncludedAmount.");
        checkEach(
                amount -> amount.value().stripTrailingZeros().scale() <= InvoiceView.MAX_DECIMALS,
                "has more than two decimals (BR-DEC): round the amounts of the bill and of its rates.");
        checkEach(
                amount -> statement.currency().filter(amount.unit()::equals).isPresent(),
                "is not in the currency of the bill (BT-5): an invoice has one currency.");
        statement.taxExcluded().ifPresent(net -> {
            checkLines(net.value());
            statement.taxIncluded().ifPresent(gross -> checkTaxes(net.value(), gross.value()));
        });
    }

    private void checkEach(Predicate<Amount> rule, String reason) {
        amounts()
                .filter(amount -> !rule.test(amount))
                .findFirst()
                .ifPresent(amount -> reasons.unless(
                        false, "The amount " + amount.value().toPlainString() + " " + amount.unit() + " " + reason));
    }

    private Stream<Amount> amounts() {
        var view = new InvoiceView(statement);
        return Stream.of(
                        statement.taxExcluded().stream(),
                        statement.taxIncluded().stream(),
                        statement.taxes().stream().map(StatementTax::amount),
                        view.lines().stream().flatMap(line -> line.taxExcluded().stream()))
                .flatMap(of -> of);
    }

    private void checkLines(BigDecimal net) {
        var lines = sum(new InvoiceView(statement)
                .lines().stream().flatMap(line -> line.taxExcluded().stream()).toList());
        reasons.unless(
                lines.compareTo(net) == 0,
                "The lines add up to " + lines.toPlainString() + " without taxes, and the bill to "
                        + net.toPlainString()
                        + " (BR-CO-10, BR-CO-13): import the missing lines, or correct the bill.");
    }

    private void checkTaxes(BigDecimal net, BigDecimal gross) {
        var taxes = sum(statement.taxes().stream().map(StatementTax::amount).toList());
        reasons.unless(
                net.add(taxes).compareTo(gross) == 0,
                "The total with taxes is " + gross.toPlainString() + ", and " + net.toPlainString()
                        + " without taxes with the taxes of " + taxes.toPlainString() + " is "
                        + net.add(taxes).toPlainString() + " (BR-CO-14, BR-CO-15): correct the taxItem of the bill.");
    }

    private static BigDecimal sum(List<Amount> amounts) {
        return amounts.stream().map(Amount::value).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
