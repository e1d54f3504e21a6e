package org.billwright.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.billwright.json.JsonValues;
import org.billwright.money.Money;
import org.billwright.rate.RateCharacteristics;

/** The rates of a bill, read by {@code bill.id}, add up to the bill without taxes. */
final class BillRateChecks {
    private static final int MAX_BILLS = 20;
    private static final int MAX_PAGES = 20;
    private static final int PAGE = 100;
    private static final BigDecimal TWO = BigDecimal.valueOf(2);
    private static final Check SUM = TotalsChecks.check("rates", "The rates of a bill add up to its taxExcludedAmount");

    private final CheckContext context;
    private final CheckLog log;

    BillRateChecks(CheckContext context) {
        this.context = context;
        this.log = context.log();
    }

    void run(List<ObjectNode> bills) {
        log.cannotKnow(SUM, "no bill of the sample has an amount, and all its rates in this server");
        if (context.sample(TmfResource.RATE).isEmpty()) {
            return;
        }
        bills.stream()
                .filter(bill ->
                        JsonValues.decimal(bill, "taxExcludedAmount", "value").isPresent())
                .filter(bill -> DocumentAmounts.currencies(bill).size() == 1)
                .limit(MAX_BILLS)
                .forEach(this::check);
    }

    private void check(ObjectNode bill) {
        var id = ResourceSample.id(bill);
        var path = TmfResource.RATE.path() + "?" + FilterProbe.parameter("bill.id", id) + "&limit=" + PAGE;
        var rates = rates(path, id);
        if (rates.isEmpty()) {
            return;
        }
        var currency = JsonValues.text(bill, "taxExcludedAmount", "unit").orElse("");
        boolean areAmounts = rates.get().stream()
                .allMatch(rate -> JsonValues.text(rate, "taxExcludedAmount", "unit")
                                .filter(currency::equals)
                                .isPresent()
                        && JsonValues.decimal(rate, "taxExcludedAmount", "value")
                                .isPresent());
        if (!areAmounts) {
            log.cannotKnow(SUM, "rates without an amount in the currency of their bill");
            return;
        }
        var sum = rates.get().stream()
                .filter(RateCharacteristics::isInBalance)
                .flatMap(rate -> JsonValues.decimal(rate, "taxExcludedAmount", "value").stream())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        var net = JsonValues.decimal(bill, "taxExcludedAmount", "value").orElseThrow();
        if (isSum(sum, net, currency)) {
            log.passed(SUM);
        } else {
            log.failed(
                    SUM,
                    new Evidence(
                            context.client().curl(path),
                            rates.get().size() + " rates of " + currency + " " + sum.toPlainString(),
                            currency + " " + net.toPlainString() + ", the taxExcludedAmount of the bill " + id));
        }
    }

    /** Rates with fractions of a minor unit may be rounded on the bill, by half a minor unit at most. */
    private static boolean isSum(BigDecimal sum, BigDecimal net, String currency) {
        var difference = sum.subtract(net).abs();
        boolean hasFractions = DocumentAmounts.decimals(currency)
                .filter(decimals -> sum.stripTrailingZeros().scale() > decimals)
                .isPresent();
        return hasFractions
                ? difference.multiply(TWO).compareTo(Money.minorUnit(currency)) <= 0
                : difference.signum() == 0;
    }

    /** All rates of a bill; empty if there are none, if the list has others, or if it has no end. */
    private Optional<List<ObjectNode>> rates(String path, String bill) {
        var rates = new ArrayList<ObjectNode>();
        for (int page = 0; page < MAX_PAGES; page++) {
            var items = context.client()
                    .get(path + (page == 0 ? "" : "&offset=" + rates.size()))
                    .list();
            if (items.isEmpty()) {
                return Optional.empty();
            }
            rates.addAll(items.get());
            boolean areOfBill = items.get().stream()
                    .allMatch(rate -> JsonValues.text(rate, "bill", "id")
                            .filter(bill::equals)
                            .isPresent());
            if (!areOfBill) {
                log.cannotKnow(SUM, "bill.id does not filter the rates");
                return Optional.empty();
            }
            if (items.get().size() < PAGE) {
                return rates.isEmpty() ? Optional.empty() : Optional.of(rates);
            }
        }
        return Optional.empty();
    }
}
