package org.billwright.billing;

import static org.billwright.json.JsonValues.decimal;
import static org.billwright.json.JsonValues.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.List;
import org.billwright.account.Account;
import org.billwright.money.Money;
import org.billwright.rate.RateCharacteristics;
import org.billwright.tax.AppliedTax;
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
            var charge = new Charge(id, unit.get(), value.get(), RateCharacteristics.isInBalance(rate), taxes);
            requireRatedTaxes(charge);
            return charge;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("rate " + id + ": " + e.getMessage(), e);
        }
    }

    /** The tax amounts of rating agree with the tax rates, to less than a minor unit. */
    private static void requireRatedTaxes(Charge charge) {
        var exact = ExactTaxes.of(charge);
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
