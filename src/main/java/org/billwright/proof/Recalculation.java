package org.billwright.proof;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.billwright.account.Account;
import org.billwright.billing.Billing;
import org.billwright.billing.BillingResult;
import org.billwright.billing.Charge;
import org.billwright.billing.RateCharges;
import org.billwright.json.JsonValues;
import org.billwright.money.Money;
import org.billwright.rate.BeforeBilling;
import org.billwright.tax.Tax;
import org.billwright.tax.TaxTable;

/**
 * The bill again, by the calculation that makes bills, from its rates as they were before they were billed. The tax rules and the account
 * are those of today, so that a difference may also be theirs.
 */
final class Recalculation {
    /** How many lines a request recalculates at most: all of them are in memory. */
    static final int MAX_LINES_OF_REQUEST = 20_000;

    private final int maxLines;
    private final StoredBill bill;
    private final TaxTable table;
    private final Optional<OffsetDateTime> billDate;
    private final Optional<RateCharges> reader;
    private final List<Charge> charges = new ArrayList<>();
    private final Map<String, Line> stored = new LinkedHashMap<>();
    private Optional<String> impossible;

    /**
     * @param account of the bill, if it is there
     * @param maxLines a larger bill is not recalculated
     */
    Recalculation(StoredBill bill, Optional<Account> account, TaxTable taxes, int maxLines) {
        this.maxLines = maxLines;
        this.bill = bill;
        this.table = taxes;
        this.billDate = JsonValues.dateTime(bill.document(), "billDate");
        this.reader = billDate.flatMap(date -> account.map(of -> new RateCharges(taxes, of, date)));
        this.impossible = bill.isProduced()
                ? Optional.of("its account is not here").filter(none -> reader.isEmpty())
                : Optional.of("it was made by another system");
    }

    /**
     * What is stored of a rate.
     *
     * @param taxes by their names
     * @param rules the ids of the tax rules of its taxes
     */
    private record Line(BigDecimal net, Map<String, BigDecimal> taxes, Map<Tax, String> rules) {}

    /**
     * A line as it is computed.
     *
     * @param price of its rate, which may have fractions of a minor unit
     */
    record Computed(String rateId, BigDecimal price, Money net, List<ComputedTax> taxes) {}

    /**
     * A tax of a line.
     *
     * @param exact before it is rounded, of the price
     * @param ruleId the tax rule that says how it is computed, if there is one
     */
    record ComputedTax(Tax tax, BigDecimal exact, Money amount, Optional<String> ruleId) {}

    /** What comes out. */
    record Result(Optional<String> impossible, List<Computed> lines, List<Finding> findings) {}

    /** Adds a rate. */
    void add(StoredBill.Rate rate) {
        if (impossible.isPresent()) {
            return;
        }
        if (rate.beforeBilling().isEmpty()) {
            giveUp("its lines follow from another bill");
            return;
        }
        if (charges.size() == maxLines) {
            giveUp("it has more than " + maxLines + " lines; billwright verify --bill recalculates it");
            return;
        }
        var unbilled = rate.document().deepCopy();
        BeforeBilling.restore(unbilled, rate.beforeBilling().get());
        try {
            var charge = reader.orElseThrow().of(unbilled);
            charges.add(charge);
            stored.put(charge.id(), line(rate.document(), unbilled));
        } catch (IllegalArgumentException cannotBeBilled) {
            giveUp("it could not be billed today: " + cannotBeBilled.getMessage());
        }
    }

    private void giveUp(String why) {
        impossible = Optional.of(why);
        charges.clear();
        stored.clear();
    }

    private Line line(ObjectNode rate, ObjectNode unbilled) {
        var taxes = new LinkedHashMap<String, BigDecimal>();
        rate.path("appliedTax")
                .forEach(tax -> taxes.merge(
                        TaxNames.of(tax),
                        JsonValues.decimal(tax, "taxAmount", "value").orElse(BigDecimal.ZERO),
                        BigDecimal::add));
        var rules = new HashMap<Tax, String>();
        var at = JsonValues.dateTime(unbilled, "date").or(() -> billDate).orElseThrow();
        unbilled.path("appliedTax")
                .forEach(tax -> table.rule(tax, at).ifPresent(rule -> rules.put(rule.tax(), rule.id())));
        return new Line(JsonValues.decimal(rate, "taxExcludedAmount", "value").orElse(BigDecimal.ZERO), taxes, rules);
    }

    /** Computes. All rates are added. */
    Result result() {
        if (impossible.isPresent()) {
            return new Result(impossible, List.of(), List.of());
        }
        return switch (Billing.bill(bill.currency().orElse(""), charges)) {
            case BillingResult.NothingDue nothing ->
                new Result(Optional.empty(), List.of(), List.of(differs("", "it has nothing to bill today")));
            case BillingResult.NotBillable(var reason) ->
                new Result(Optional.of("it could not be billed today: " + reason), List.of(), List.of());
            case BillingResult.Billed billed -> new Result(Optional.empty(), lines(billed), compare(billed));
        };
    }

    private List<Computed> lines(BillingResult.Billed billed) {
        return billed.lines().stream()
                .map(line -> {
                    var charge = line.charge();
                    var exact = charge.exactTaxes();
                    var rules = Optional.ofNullable(stored.get(charge.id()))
                            .orElseThrow()
                            .rules();
                    return new Computed(
                            charge.id(),
                            charge.price(),
                            line.taxExcluded(),
                            line.taxes().stream()
                                    .map(tax -> new ComputedTax(
                                            tax.tax(),
                                            exact.getOrDefault(tax.tax(), BigDecimal.ZERO),
                                            tax.amount(),
                                            Optional.ofNullable(rules.get(tax.tax()))))
                                    .toList());
                })
                .toList();
    }

    /** The first differences: of the totals, then of the lines. */
    private List<Finding> compare(BillingResult.Billed billed) {
        var findings = new ArrayList<Finding>();
        compare(findings, "taxExcludedAmount", billed.taxExcluded());
        compare(findings, "taxIncludedAmount", billed.taxIncluded());
        for (var line : billed.lines()) {
            if (findings.size() < BillInvariants.MAX_FINDINGS) {
                compare(findings, line);
            }
        }
        return findings;
    }

    private void compare(List<Finding> findings, String attribute, Money computed) {
        var is = JsonValues.decimal(bill.document(), attribute, "value").orElse(BigDecimal.ZERO);
        if (is.compareTo(computed.value()) != 0) {
            findings.add(differs(
                    attribute, "is " + is.toPlainString() + ", and today's calculation gives " + show(computed)));
        }
    }

    private void compare(List<Finding> findings, BillingResult.TaxedCharge line) {
        var id = line.charge().id();
        var is = Optional.ofNullable(stored.get(id)).orElseThrow();
        if (is.net().compareTo(line.taxExcluded().value()) != 0) {
            findings.add(differs(
                    id,
                    "its taxExcludedAmount is " + is.net().toPlainString() + ", and today's calculation gives "
                            + show(line.taxExcluded())));
        }
        var computed = new LinkedHashMap<String, BigDecimal>();
        line.taxes()
                .forEach(tax -> computed.merge(tax.tax().text(), tax.amount().value(), BigDecimal::add));
        if (!isSame(is.taxes(), computed)) {
            findings.add(differs(id, "its taxes are " + is.taxes() + ", and today's calculation gives " + computed));
        }
    }

    private static boolean isSame(Map<String, BigDecimal> one, Map<String, BigDecimal> other) {
        return one.keySet().equals(other.keySet())
                && one.entrySet().stream()
                        .allMatch(tax -> Optional.ofNullable(other.get(tax.getKey()))
                                .filter(amount -> amount.compareTo(tax.getValue()) == 0)
                                .isPresent());
    }

    private static String show(Money money) {
        return money.unit() + " " + money.value().toPlainString();
    }

    private static Finding differs(String where, String message) {
        return new Finding(Invariant.RECALCULATION, where, message);
    }
}
