package org.billwright.proof.explanation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.billwright.bill.BillShape;
import org.billwright.json.JsonValues;
import org.billwright.rate.RateCharacteristics;

/** One of the two bills of a comparison: its amounts, and the lines that count for its balance. Lines are added one by one. */
public final class BillFacts {
    private static final int DECIMALS = 24;

    /** In days. */
    private static final BigDecimal LEAST_MONTH = BigDecimal.valueOf(27);

    /** The mean length of a month of the Gregorian calendar in days. */
    private static final BigDecimal MONTH = new BigDecimal("30.436875");

    private final ObjectNode bill;
    private final List<BillLine> lines = new ArrayList<>();
    private final Map<TaxKey, TaxGroup> taxes = new LinkedHashMap<>();

    /** A bill without lines yet. */
    public BillFacts(ObjectNode bill) {
        this.bill = bill;
    }

    /** A tax with its percentage. */
    record TaxKey(String category, Optional<String> jurisdiction, Optional<BigDecimal> percent) {
        /** Without the percentage. */
        TaxKey anyPercent() {
            return new TaxKey(category, jurisdiction, Optional.empty());
        }

        String name() {
            return category + jurisdiction.map(of -> " " + of).orElse("");
        }
    }

    /** The lines with a tax. */
    record TaxGroup(BigDecimal base, BigDecimal amount) {
        static final TaxGroup NONE = new TaxGroup(BigDecimal.ZERO, BigDecimal.ZERO);

        private TaxGroup plus(TaxGroup other) {
            return new TaxGroup(base.add(other.base), amount.add(other.amount));
        }
    }

    /** The name of a tax, with its percentage where the bill has it at several. */
    String name(TaxKey key) {
        long rates = taxes.keySet().stream()
                .filter(other -> other.anyPercent().equals(key.anyPercent()))
                .count();
        return rates > 1
                ? key.name()
                        + key.percent()
                                .map(of -> " " + of.toPlainString() + " %")
                                .orElse("")
                : key.name();
    }

    /** Adds a billed rate. */
    public void add(ObjectNode rate) {
        if (!RateCharacteristics.isInBalance(rate)) {
            return;
        }
        var line = BillLine.of(rate);
        lines.add(line);
        for (var tax : rate.path("appliedTax")) {
            taxes.merge(
                    key(tax),
                    new TaxGroup(
                            line.net(),
                            JsonValues.decimal(tax, "taxAmount", "value").orElse(BigDecimal.ZERO)),
                    TaxGroup::plus);
        }
    }

    private static TaxKey key(JsonNode tax) {
        return new TaxKey(
                JsonValues.text(tax, "taxCategory").orElse(""),
                JsonValues.text(tax, "jurisdictionName"),
                JsonValues.decimal(tax, "taxRate").map(BillFacts::plain));
    }

    private static BigDecimal plain(BigDecimal rate) {
        return rate.signum() == 0 ? BigDecimal.ZERO : rate.stripTrailingZeros();
    }

    List<BillLine> lines() {
        return lines;
    }

    Map<TaxKey, TaxGroup> taxes() {
        return taxes;
    }

    String currency() {
        return JsonValues.text(bill, "amountDue", "unit")
                .or(() -> JsonValues.text(bill, "taxIncludedAmount", "unit"))
                .orElse("");
    }

    BigDecimal amountDue() {
        return amount(bill, "amountDue");
    }

    /** A part of the balance that is brought forward. */
    BigDecimal balance(String part) {
        return amount(bill.path(BillShape.BALANCE_FORWARD), part);
    }

    private static BigDecimal amount(JsonNode document, String name) {
        return JsonValues.decimal(document, name, "value").orElse(BigDecimal.ZERO);
    }

    /** How many days the period has. */
    Optional<BigDecimal> days() {
        var start = JsonValues.dateTime(bill, "billingPeriod", "startDateTime");
        var end = JsonValues.dateTime(bill, "billingPeriod", "endDateTime");
        return start.flatMap(from -> end.map(to -> BillLine.days(Duration.between(from, to))))
                .filter(days -> days.signum() > 0);
    }

    /**
     * How many times as long the period is as the one before: in months where both have at least one, else in days. Absent where both are
     * as long; months differ in their days.
     */
    static Optional<BigDecimal> lengthFactor(BillFacts before, BillFacts now) {
        var was = before.days();
        var is = now.days();
        if (was.isEmpty() || is.isEmpty()) {
            return Optional.empty();
        }
        boolean hasMonths = was.get().min(is.get()).compareTo(LEAST_MONTH) >= 0;
        var factor = length(is.get(), hasMonths).divide(length(was.get(), hasMonths), DECIMALS, RoundingMode.HALF_EVEN);
        return Optional.of(factor).filter(times -> times.compareTo(BigDecimal.ONE) != 0);
    }

    private static BigDecimal length(BigDecimal days, boolean inMonths) {
        return inMonths ? days.divide(MONTH, 0, RoundingMode.HALF_UP) : days;
    }

    /** The bill's document. */
    public ObjectNode document() {
        return bill;
    }
}
