package org.billwright.run;

import static org.billwright.json.JsonValues.decimal;
import static org.billwright.json.JsonValues.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.billwright.json.BodyMembers;
import org.billwright.problem.ProblemException;

/**
 * Another price in a trial: unbilled rates of a charge type, a product or a name cost so many percent more or less. Their tax amounts are
 * computed again.
 *
 * @param type the {@code appliedBillingRateType}; any where it is empty
 * @param percent more than −100
 */
record PriceChange(Optional<String> type, Optional<String> product, Optional<String> name, BigDecimal percent) {
    private static final Set<String> MEMBERS = Set.of("appliedBillingRateType", "product", "name", "percent");
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final BigDecimal MAX_PERCENT = BigDecimal.valueOf(1_000);
    private static final int MAX_PERCENT_DECIMALS = 4;
    private static final int PRICE_DECIMALS = 8;

    /**
     * Reads one of a request.
     *
     * @param path of it in the body
     */
    static PriceChange of(JsonNode given, String path) {
        ProblemException.unless(given.isObject(), path, "must be an object");
        BodyMembers.require((ObjectNode) given, MEMBERS);
        var percent = decimal(given, "percent");
        ProblemException.unless(
                percent.filter(value -> value.compareTo(HUNDRED.negate()) > 0
                                && value.compareTo(MAX_PERCENT) <= 0
                                && value.stripTrailingZeros().scale() <= MAX_PERCENT_DECIMALS)
                        .isPresent(),
                path + ".percent",
                "must be a number of more than -100 and up to " + MAX_PERCENT + ", with up to " + MAX_PERCENT_DECIMALS
                        + " decimals");
        for (var member : List.of("appliedBillingRateType", "name")) {
            ProblemException.unless(
                    !given.has(member)
                            || text(given, member)
                                    .filter(value -> !value.isBlank())
                                    .isPresent(),
                    path + "." + member,
                    "must be a text");
        }
        ProblemException.unless(
                !given.has("product") || text(given, "product", "id").isPresent(), path + ".product.id", "is required");
        return new PriceChange(
                text(given, "appliedBillingRateType"),
                text(given, "product", "id"),
                text(given, "name"),
                percent.orElseThrow());
    }

    /** Gives a rate the price of the first change that is for it. */
    static ObjectNode apply(List<PriceChange> changes, ObjectNode rate) {
        changes.stream().filter(change -> change.isFor(rate)).findFirst().ifPresent(change -> change.apply(rate));
        return rate;
    }

    private boolean isFor(ObjectNode rate) {
        return is(type, text(rate, "appliedBillingRateType"))
                && is(product, text(rate, "product", "id"))
                && is(name, text(rate, "name"));
    }

    private static boolean is(Optional<String> wanted, Optional<String> given) {
        return wanted.isEmpty() || wanted.equals(given);
    }

    private void apply(ObjectNode rate) {
        Stream.of("taxExcludedAmount", "taxIncludedAmount")
                .forEach(amount -> decimal(rate, amount, "value")
                        .ifPresent(value -> ((ObjectNode) rate.path(amount)).put("value", changed(value))));
        rate.path("appliedTax").forEach(tax -> ((ObjectNode) tax).remove("taxAmount"));
    }

    private BigDecimal changed(BigDecimal price) {
        var exact = price.multiply(HUNDRED.add(percent)).divide(HUNDRED);
        return exact.scale() > PRICE_DECIMALS ? exact.setScale(PRICE_DECIMALS, RoundingMode.HALF_EVEN) : exact;
    }
}
