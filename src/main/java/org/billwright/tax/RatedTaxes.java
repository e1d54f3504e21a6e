package org.billwright.tax;

import static org.billwright.json.JsonValues.decimal;
import static org.billwright.json.JsonValues.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Optional;
import org.billwright.money.Money;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.rate.RateCharacteristics;

/** The taxes of documents: the unit of their rates, and whether their amounts agree with them. */
public final class RatedTaxes {
    private static final int PERCENT_DIGITS = 2;

    private RatedTaxes() {}

    /** Whether taxes are given, each with its amount. */
    public static boolean haveAmounts(JsonNode taxes) {
        return taxes.isArray()
                && taxes.valueStream()
                        .allMatch(tax -> decimal(tax, "taxAmount", "value").isPresent());
    }

    /** The sum of the tax amounts. */
    public static BigDecimal sum(JsonNode taxes) {
        return taxes.valueStream()
                .flatMap(tax -> decimal(tax, "taxAmount", "value").stream())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /**
     * Brings the rates of taxes to percent. Where no unit is declared, the amount of the tax decides; a rate below 1 that nothing decides
     * is a {@link ProblemException} that names the option.
     *
     * @param array the taxes: {@code taxItem} of a bill, {@code appliedTax} of a rate
     */
    public static void toPercent(ObjectNode document, String array, Optional<TaxRateUnit> declared) {
        for (var tax : document.path(array)) {
            decimal(tax, "taxRate").ifPresent(rate -> {
                if (declared.orElseGet(() -> unit(document, array, tax, rate)) == TaxRateUnit.FRACTION) {
                    toPercent((ObjectNode) tax, rate, array + ".taxRate");
                }
            });
        }
    }

    /** Brings the rate of a tax rule to percent, which it is in where nothing is declared. */
    public static void toPercent(ObjectNode rule, Optional<TaxRateUnit> declared) {
        declared.filter(unit -> unit == TaxRateUnit.FRACTION)
                .flatMap(fraction -> decimal(rule, "taxRate"))
                .ifPresent(rate -> toPercent(rule, rate, "taxRate"));
    }

    private static void toPercent(ObjectNode tax, BigDecimal rate, String path) {
        ProblemException.unless(
                rate.abs().compareTo(BigDecimal.TEN) <= 0,
                path,
                "is " + rate.toPlainString() + ", which as a fraction is more than " + Tax.MAX_PERCENT.toPlainString()
                        + " %: it may be in percent");
        tax.put("taxRate", TaxRateUnit.FRACTION.toPercent(rate));
    }

    private static Optional<String> currency(ObjectNode document) {
        return text(document, "taxExcludedAmount", "unit").or(() -> text(document, "taxIncludedAmount", "unit"));
    }

    /** The amount without taxes, or else the amount with them less those in it; withheld ones are not in it. */
    private static Optional<BigDecimal> net(ObjectNode document, String array) {
        return decimal(document, "taxExcludedAmount", "value").or(() -> {
            var taxes = document.path(array);
            return haveAmounts(taxes)
                    ? decimal(document, "taxIncludedAmount", "value")
                            .map(gross -> gross.subtract(included(gross, taxes)))
                    : Optional.empty();
        });
    }

    private static BigDecimal included(BigDecimal gross, JsonNode taxes) {
        return taxes.valueStream()
                .flatMap(tax -> decimal(tax, "taxAmount", "value").stream())
                .filter(amount -> amount.signum() != -gross.signum())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static TaxRateUnit unit(ObjectNode document, String array, JsonNode tax, BigDecimal rate) {
        if (rate.signum() == 0 || rate.abs().compareTo(BigDecimal.ONE) >= 0) {
            return TaxRateUnit.PERCENT;
        }
        var net = net(document, array);
        var amount = decimal(tax, "taxAmount", "value");
        var currency = currency(document);
        if (net.isPresent() && amount.isPresent() && currency.isPresent()) {
            boolean percent = agree(amount.get(), rate.movePointLeft(PERCENT_DIGITS), net.get(), currency.get());
            boolean fraction = agree(amount.get(), rate, net.get(), currency.get());
            if (percent != fraction) {
                return percent ? TaxRateUnit.PERCENT : TaxRateUnit.FRACTION;
            }
        }
        throw new ProblemException(
                new Problem.InvalidBody(
                        array + ".taxRate",
                        rate.toPlainString() + " may be " + rate.toPlainString() + " % or "
                                + rate.movePointRight(PERCENT_DIGITS)
                                        .stripTrailingZeros()
                                        .toPlainString()
                                + " %, which its taxAmount does not decide: declare the unit, percent or fraction: by --tax-rate, or over HTTP by taxRate"));
    }

    /**
     * Checks the tax amounts of a rate, in percent: each is its rate of the net amount, or of the net amount with the taxes before it.
     * The first that is not is a {@link ProblemException}. On a line of a credit note both the net amount and the tax are what is left of a
     * rounded sum.
     */
    public static void check(ObjectNode rate) {
        int roundings = RateCharacteristics.creditedRate(rate).isPresent() ? 2 : 1;
        var net = net(rate, "appliedTax");
        var currency = currency(rate);
        if (net.isEmpty() || currency.isEmpty()) {
            return;
        }
        var base = net.get();
        for (var tax : rate.path("appliedTax")) {
            var percent = decimal(tax, "taxRate");
            var amount = decimal(tax, "taxAmount", "value");
            if (percent.isPresent() && amount.isPresent()) {
                var share = percent.get().movePointLeft(PERCENT_DIGITS);
                ProblemException.unless(
                        agree(amount.get(), share, net.get(), currency.get(), roundings)
                                || agree(amount.get(), share, base, currency.get(), roundings),
                        "appliedTax.taxAmount",
                        "is " + amount.get().toPlainString() + ", "
                                + percent.get().toPlainString() + " % of "
                                + net.get().toPlainString() + " is "
                                + Money.roundedText(currency.get(), net.get().multiply(share)));
            }
            base = amount.map(base::add).orElse(base);
        }
    }

    /** Whether an amount is the share of a base, but for the rounding of both. */
    private static boolean agree(BigDecimal amount, BigDecimal share, BigDecimal base, String currency) {
        return agree(amount, share, base, currency, 1);
    }

    private static boolean agree(BigDecimal amount, BigDecimal share, BigDecimal base, String currency, int roundings) {
        var difference = amount.subtract(base.multiply(share)).abs();
        return difference.compareTo(Money.minorUnit(currency)
                        .multiply(share.abs().add(BigDecimal.ONE))
                        .multiply(BigDecimal.valueOf(roundings)))
                < 0;
    }
}
