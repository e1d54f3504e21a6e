package org.billwright.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.billwright.json.CanonicalJson;
import org.billwright.json.JsonValues;
import org.billwright.money.Money;
import org.billwright.problem.ProblemException;
import org.billwright.rate.RateCharacteristics;

/**
 * What must hold of a bill and its rates, whoever made them. Rates are added one by one, so that a bill of any size is checked in little
 * memory. A bill that was produced here has all parts; one of another system is checked by the parts that it has.
 */
final class BillInvariants {
    /** How many findings of a bill are kept. */
    static final int MAX_FINDINGS = 100;

    private final StoredBill bill;
    private final String currency;
    private final List<Finding> findings = new ArrayList<>();
    private final Map<String, TaxSum> taxes = new LinkedHashMap<>();
    private BigDecimal net = BigDecimal.ZERO;
    private BigDecimal gross = BigDecimal.ZERO;
    private int rates;

    BillInvariants(StoredBill bill) {
        this.bill = bill;
        this.currency = bill.currency().orElse("");
    }

    /**
     * A tax on the rates in balance of a bill.
     *
     * @param tax as the rates have it, without its amount
     * @param base the net amounts of the rates that have it
     */
    record TaxSum(ObjectNode tax, int rates, BigDecimal base, BigDecimal amount) {
        private TaxSum plus(TaxSum other) {
            return new TaxSum(tax, rates + other.rates, base.add(other.base), amount.add(other.amount));
        }
    }

    /** Adds a rate. */
    void add(StoredBill.Rate stored) {
        var rate = stored.document();
        rates++;
        var id = JsonValues.text(rate, "id").orElse("");
        stored.columns().forEach(other -> find(Invariant.COLUMNS, id, other.attribute() + " " + other.text()));
        DocumentInvariants.ofRate(rate).ifPresent(wrong -> find(Invariant.RATE_AMOUNTS, id, wrong));
        if (!JsonValues.text(rate, "bill", "id").equals(Optional.of(bill.id()))
                || !rate.path("isBilled").asBoolean()) {
            find(Invariant.RATE_ON_BILL, id, "it is not billed on bill " + bill.id());
        }
        try {
            DocumentInvariants.requireRateAmounts(rate, true);
        } catch (ProblemException wrong) {
            find(Invariant.CURRENCY, id, wrong.problem().message());
        }
        var unit = JsonValues.text(rate, "taxExcludedAmount", "unit");
        if (unit.filter(other -> !other.equals(currency)).isPresent()) {
            find(Invariant.CURRENCY, id, "it is in " + unit.get() + ", and the bill in " + currency);
        }
        if (RateCharacteristics.isInBalance(rate)) {
            sum(rate);
        }
    }

    private void sum(ObjectNode rate) {
        var base = JsonValues.decimal(rate, "taxExcludedAmount", "value").orElse(BigDecimal.ZERO);
        net = net.add(base);
        gross = gross.add(JsonValues.decimal(rate, "taxIncludedAmount", "value").orElse(base));
        for (var tax : rate.path("appliedTax")) {
            var amount = JsonValues.decimal(tax, "taxAmount", "value").orElse(BigDecimal.ZERO);
            var only = withoutAmount(tax);
            taxes.merge(CanonicalJson.of(only), new TaxSum(only, 1, base, amount), TaxSum::plus);
        }
    }

    private static ObjectNode withoutAmount(JsonNode tax) {
        return ((ObjectNode) tax.deepCopy()).without("taxAmount");
    }

    /** The taxes of the rates that were added, in their order. */
    List<TaxSum> taxes() {
        return List.copyOf(taxes.values());
    }

    /** The sum of the rates in balance, without taxes. */
    BigDecimal net() {
        return net;
    }

    /** How many rates were added. */
    int rates() {
        return rates;
    }

    /** What is wrong, the worst first. All rates are added. */
    List<Finding> findings() {
        var document = bill.document();
        var all = new ArrayList<Finding>();
        var ofRates = List.copyOf(findings);
        findings.clear();
        try {
            DocumentInvariants.requireBillAmounts(document);
        } catch (ProblemException wrong) {
            find(Invariant.CURRENCY, "", wrong.problem().message());
        }
        DocumentInvariants.ofBill(document).ifPresent(wrong -> find(Invariant.BILL_AMOUNTS, "", wrong));
        if (rates > 0 || bill.isProduced()) {
            requireSum(Invariant.NET_TOTAL, "taxExcludedAmount", net);
        }
        if (bill.isProduced()) {
            requireSum(Invariant.GROSS_TOTAL, "taxIncludedAmount", gross);
            compareTaxes();
        }
        compareColumns();
        compareAllocations();
        all.addAll(findings);
        all.addAll(ofRates);
        return all.subList(0, Math.min(all.size(), MAX_FINDINGS));
    }

    private void requireSum(Invariant invariant, String attribute, BigDecimal computed) {
        var stated = JsonValues.decimal(bill.document(), attribute, "value");
        boolean isAbsent = stated.isEmpty() && !bill.isProduced();
        if (!isAbsent && !isEqual(stated, computed)) {
            find(
                    invariant,
                    attribute,
                    "is " + show(stated) + ", and its " + rates + " rates give " + show(Optional.of(computed)));
        }
    }

    private void compareTaxes() {
        var stated = new LinkedHashMap<String, BigDecimal>();
        var names = new LinkedHashMap<String, String>();
        for (var item : bill.document().path("taxItem")) {
            var only = withoutAmount(item);
            var key = CanonicalJson.of(only);
            var amount = JsonValues.decimal(item, "taxAmount", "value").orElse(BigDecimal.ZERO);
            if (stated.put(key, amount) != null) {
                find(Invariant.TAX_GROUP, "taxItem", "the tax " + TaxNames.of(only) + " has two items");
            }
            names.put(key, TaxNames.of(only));
        }
        taxes.forEach((key, sum) -> names.putIfAbsent(key, TaxNames.of(sum.tax())));
        var keys = new LinkedHashSet<>(stated.keySet());
        keys.addAll(taxes.keySet());
        for (var key : keys) {
            var is = Optional.ofNullable(stated.get(key));
            var sum = Optional.ofNullable(taxes.get(key)).map(TaxSum::amount);
            if (is.isEmpty() || sum.isEmpty() || is.get().compareTo(sum.get()) != 0) {
                find(
                        Invariant.TAX_GROUP,
                        "taxItem",
                        "the tax " + names.get(key) + " is " + show(is) + ", and its rates give " + show(sum));
            }
        }
    }

    private void compareColumns() {
        bill.columns().forEach(other -> find(Invariant.COLUMNS, other.attribute(), other.text()));
    }

    /** The document and the ledger have the same of what reduces the amount due, in all and of each payment. */
    private void compareAllocations() {
        var due = JsonValues.decimal(bill.document(), "amountDue", "value");
        var remaining = JsonValues.decimal(bill.document(), "remainingAmount", "value");
        if (due.isEmpty() || remaining.isEmpty()) {
            return;
        }
        var allocated =
                bill.allocated().stream().map(StoredBill.Allocated::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        var left = due.get().max(BigDecimal.ZERO).subtract(allocated);
        if (left.compareTo(remaining.get()) != 0) {
            find(
                    Invariant.ALLOCATIONS,
                    "remainingAmount",
                    "is " + show(remaining) + ", and what is allocated in the ledger leaves "
                            + show(Optional.of(left)));
        }
        var inLedger = new LinkedHashMap<String, BigDecimal>();
        bill.allocated().forEach(part -> inLedger.merge(part.sourceId(), part.amount(), BigDecimal::add));
        for (var applied : bill.document().path("appliedPayment")) {
            JsonValues.text(applied, "payment", "id").ifPresent(id -> {
                var stated = JsonValues.decimal(applied, "appliedAmount", "value");
                var is = Optional.ofNullable(inLedger.get(id));
                if (bill.isProduced() && !isEqual(stated, is.orElse(BigDecimal.ZERO))) {
                    find(
                            Invariant.ALLOCATIONS,
                            "appliedPayment",
                            "of " + id + " is " + show(stated) + ", and " + show(is) + " in the ledger");
                }
            });
        }
    }

    private static boolean isEqual(Optional<BigDecimal> one, BigDecimal other) {
        return one.orElse(BigDecimal.ZERO).compareTo(other) == 0;
    }

    private String show(Optional<BigDecimal> amount) {
        return amount.map(value -> currency + " " + plain(value)).orElse("absent");
    }

    private String plain(BigDecimal value) {
        try {
            return new Money(currency, value).value().toPlainString();
        } catch (IllegalArgumentException noAmount) {
            return value.toPlainString();
        }
    }

    private void find(Invariant invariant, String where, String message) {
        if (findings.size() < MAX_FINDINGS) {
            findings.add(new Finding(invariant, where, message));
        }
    }
}
