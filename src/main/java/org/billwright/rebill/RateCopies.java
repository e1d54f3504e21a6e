package org.billwright.rebill;

import static org.billwright.json.JsonValues.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.billwright.json.Json;
import org.billwright.json.JsonValues;
import org.billwright.json.Links;
import org.billwright.money.Money;
import org.billwright.problem.ProblemException;
import org.billwright.rate.RateCharacteristics;
import org.billwright.rate.RateShape;
import org.billwright.store.Ids;
import org.billwright.tax.TaxPolicy;
import org.billwright.tax.TaxRule;
import org.billwright.tax.TaxTable;

/** Copies of the lines of a bill as unbilled rates: with their prices before taxes, which are computed again by today's rules. */
final class RateCopies {
    private static final String NET = "taxExcludedAmount";
    private static final String TAX_RATE = "taxRate";

    private final TaxTable table;
    private final TaxPolicy policy;
    private final OffsetDateTime now;

    /**
     * @param policy of the account
     * @param now counts for a rate without a date
     */
    RateCopies(TaxTable table, TaxPolicy policy, OffsetDateTime now) {
        this.table = table;
        this.policy = policy;
        this.now = now;
    }

    /** The copy of a line, with another price where one is given. */
    ObjectNode of(ObjectNode line, Optional<RebillRequest.Line> other) {
        var copy = line.deepCopy();
        var id = Ids.next();
        copy.put("id", id).put("href", Links.to(RateShape.RESOURCE, id)).put("isBilled", false);
        copy.remove(List.of("bill", "taxIncludedAmount"));
        var price = other.flatMap(RebillRequest.Line::price).map(given -> given.value());
        var unit = other.flatMap(RebillRequest.Line::price)
                .map(given -> given.unit())
                .or(() -> text(line, NET, "unit"))
                .orElse("");
        copy.set(
                NET,
                Json.object()
                        .put("unit", unit)
                        .put("value", price.or(() -> rated(line)).orElse(BigDecimal.ZERO)));
        RateCharacteristics.remove(copy, List.of(RateCharacteristics.RATED_AMOUNT, RateCharacteristics.LATE_USAGE));
        RateCharacteristics.set(
                copy,
                RateCharacteristics.REBILLED_RATE,
                "string",
                text(line, "id").orElseThrow());
        var included = BigDecimal.ZERO;
        boolean hasIncluded = false;
        boolean keepsAmounts = policy == TaxPolicy.AS_RATED && price.isEmpty();
        for (int i = 0; i < copy.path("appliedTax").size(); i++) {
            var tax = (ObjectNode) copy.path("appliedTax").get(i);
            if (!keepsAmounts) {
                asToday(tax);
            }
            if (isIncluded(tax, line)) {
                hasIncluded = true;
                included =
                        included.add(JsonValues.decimal(line.path("appliedTax").get(i), "taxAmount", "value")
                                .orElse(BigDecimal.ZERO));
            }
        }
        if (hasIncluded) {
            withTaxes(copy, line, included, price.isPresent());
        }
        return copy;
    }

    /** Whether a price has a tax in it, by the rule of today. */
    private boolean isIncluded(ObjectNode tax, ObjectNode line) {
        return table.rule(tax, JsonValues.dateTime(line, "date").orElse(now))
                .filter(TaxRule::isIncluded)
                .isPresent();
    }

    /** The price with the taxes in it stays what it was. */
    private static void withTaxes(ObjectNode copy, ObjectNode line, BigDecimal included, boolean isOtherPrice) {
        var id = text(line, "id").orElse("");
        ProblemException.unless(
                !isOtherPrice,
                "rate",
                "has a taxExcludedAmount for '" + id
                        + "', whose price has its taxes in it by a tax rule: leave that line out, and deliver a rate with another taxIncludedAmount");
        var net = JsonValues.decimal(line, NET, "value").orElse(BigDecimal.ZERO);
        copy.set(NET, line.path(NET).deepCopy());
        copy.putObject("taxIncludedAmount")
                .put("unit", text(line, NET, "unit").orElse(""))
                .put("value", exact(line, net.add(included)));
    }

    /** The exact price without taxes, of which the bill has the rounded one. */
    private static Optional<BigDecimal> rated(ObjectNode line) {
        return JsonValues.decimal(line, NET, "value").map(net -> exact(line, net));
    }

    /** The exact price that was rounded to this amount. It may have been one with taxes in it, or one without. */
    private static BigDecimal exact(ObjectNode line, BigDecimal rounded) {
        var minorUnit = Money.minorUnit(text(line, NET, "unit").orElse(""));
        return RateCharacteristics.value(line, RateCharacteristics.RATED_AMOUNT)
                .map(BigDecimal::new)
                .filter(price -> price.subtract(rounded).abs().compareTo(minorUnit) < 0)
                .orElse(rounded);
    }

    /** A percentage that no rule has any more is left to the rule of today. */
    private void asToday(ObjectNode tax) {
        tax.remove(List.of("taxAmount", "taxCategoryCode", "exemptionReason"));
        var category = text(tax, "taxCategory").orElse("");
        var percent = JsonValues.decimal(tax, TAX_RATE);
        var ofCategory = table.rules().stream()
                .filter(rule -> rule.tax().category().equals(category))
                .toList();
        boolean isKnown = ofCategory.isEmpty()
                || percent.isEmpty()
                || ofCategory.stream()
                        .flatMap(rule -> rule.tax().percent().stream())
                        .anyMatch(known -> known.compareTo(percent.get()) == 0);
        if (!isKnown) {
            tax.remove(TAX_RATE);
        }
    }
}
