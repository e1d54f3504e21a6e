package org.billwright.billing;

import static org.billwright.json.JsonValues.decimal;
import static org.billwright.json.JsonValues.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.billwright.account.Account;
import org.billwright.money.Money;
import org.billwright.rate.RateCharacteristics;
import org.billwright.tax.AppliedTax;
import org.billwright.tax.Tax;
import org.billwright.tax.TaxCategoryCode;
import org.billwright.tax.TaxPolicy;
import org.billwright.tax.TaxTable;

/** Reads the documents of rates as charges of an account's bill. */
public final class RateCharges {
    private final TaxTable table;
    private final TaxTable.Context context;

    /** @param billDate the date that counts for the taxes of a rate without a date */
    public RateCharges(TaxTable table, Account account, OffsetDateTime billDate) {
        this(
                table,
                new TaxTable.Context(
                        account.taxExemptions(),
                        account.taxPolicy().flatMap(TaxPolicy::of).orElse(table.policy()),
                        billDate));
    }

    private RateCharges(TaxTable table, TaxTable.Context context) {
        this.table = table;
        this.context = context;
    }

    /** Rates of an account without tax rules and exemptions. */
    public static RateCharges withoutRules(OffsetDateTime billDate) {
        return new RateCharges(TaxTable.EMPTY, new TaxTable.Context(List.of(), TaxTable.EMPTY.policy(), billDate));
    }

    /** The charge. Throws {@link IllegalArgumentException} with the reason why the rate cannot be billed. */
    public Charge of(ObjectNode rate) {
        var id = text(rate, "id").orElseThrow();
        try {
            var taxes = table.taxes(rate, context);
            var name = taxes.stream().anyMatch(AppliedTax::isIncluded) || !rate.has("taxExcludedAmount")
                    ? "taxIncludedAmount"
                    : "taxExcludedAmount";
            var unit = text(rate, name, "unit");
            var value = decimal(rate, name, "value");
            if (unit.isEmpty() || value.isEmpty()) {
                throw new IllegalArgumentException("it has no " + name);
            }
            requireOneCurrency(rate, unit.get());
            var charge = new Charge(id, unit.get(), value.get(), RateCharacteristics.isInBalance(rate), taxes);
            var exact = ExactTaxes.of(charge);
            requireRatedTaxes(charge, exact);
            requireRatedTotal(rate, charge, exact, name);
            return charge;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("rate " + id + ": " + e.getMessage(), e);
        }
    }

    private static void requireOneCurrency(ObjectNode rate, String unit) {
        var units = Stream.concat(
                Stream.of(text(rate, "taxExcludedAmount", "unit"), text(rate, "taxIncludedAmount", "unit")),
                rate.path("appliedTax").valueStream().map(tax -> text(tax, "taxAmount", "unit")));
        units.flatMap(Optional::stream)
                .filter(other -> !other.equals(unit))
                .findFirst()
                .ifPresent(other -> {
                    throw new IllegalArgumentException("it has amounts in " + unit + " and in " + other);
                });
    }

    /**
     * Where a rate has its price with taxes and without, they agree with its taxes, to less than a minor unit. A tax of which the
     * account is exempt was in the price.
     */
    private static void requireRatedTotal(ObjectNode rate, Charge charge, Map<Tax, BigDecimal> exact, String priced) {
        var net = decimal(rate, "taxExcludedAmount", "value");
        var gross = decimal(rate, "taxIncludedAmount", "value");
        boolean isExempt = charge.taxes().stream()
                .anyMatch(tax ->
                        tax.tax().code().filter(TaxCategoryCode.E::equals).isPresent());
        if (net.isEmpty() || gross.isEmpty() || isExempt) {
            return;
        }
        var taxes = charge.taxes().stream()
                .filter(tax -> priced.equals("taxExcludedAmount") || tax.isIncluded())
                .map(tax -> tax.kept().orElseGet(() -> exact.getOrDefault(tax.tax(), BigDecimal.ZERO)))
                .toList();
        var rated = gross.get().subtract(net.get());
        var rounding = Money.minorUnit(charge.currency()).multiply(BigDecimal.valueOf(Math.max(1, taxes.size())));
        var all = sum(taxes);
        var notWithheld =
                sum(taxes.stream().filter(tax -> tax.signum() == rated.signum()).toList());
        if (Stream.of(all, notWithheld)
                .noneMatch(sum -> rated.subtract(sum).abs().compareTo(rounding) < 0)) {
            throw new IllegalArgumentException(
                    "its taxExcludedAmount is " + net.get().toPlainString()
                            + " and its taxIncludedAmount " + gross.get().toPlainString() + ", its taxes make "
                            + Money.roundedText(charge.currency(), all));
        }
    }

    private static BigDecimal sum(List<BigDecimal> amounts) {
        return amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** The tax amounts of rating agree with the tax rates, to less than a minor unit. */
    private static void requireRatedTaxes(Charge charge, Map<Tax, BigDecimal> exact) {
        for (var tax : charge.taxes()) {
            if (tax.rated().isEmpty()) {
                continue;
            }
            var rated = tax.rated().get();
            var computed = exact.getOrDefault(tax.tax(), BigDecimal.ZERO);
            if (rated.subtract(computed).abs().compareTo(Money.minorUnit(charge.currency())) >= 0) {
                throw new IllegalArgumentException("the taxAmount of "
                        + tax.tax().text() + " is "
                        + rated.toPlainString() + ", computed it is "
                        + Money.roundedText(charge.currency(), computed));
            }
        }
    }
}
