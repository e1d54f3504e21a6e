package org.billwright.tax;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;
import org.billwright.json.Json;
import org.billwright.json.JsonValues;
import org.billwright.problem.ProblemException;

/**
 * How a tenant's taxes are read and billed.
 *
 * @param policy of accounts that have none of their own
 * @param rateUnit the unit of tax rates in imports; where it is absent, the tax amounts decide
 */
public record TaxSettings(TaxPolicy policy, Optional<TaxRateUnit> rateUnit) {
    /** The settings of a tenant that has none. */
    public static final TaxSettings DEFAULT = new TaxSettings(TaxPolicy.COMPUTED, Optional.empty());

    /** Their {@code @type} in exports and imports. */
    public static final String TYPE = "TaxSettings";

    private static final String POLICY = "taxPolicy";
    private static final String RATE_UNIT = "taxRateUnit";
    private static final Set<String> MEMBERS = Set.of("@type", POLICY, RATE_UNIT);

    /** Reads a document. What is invalid or unknown is a {@link org.billwright.problem.Problem.InvalidBody}. */
    public static TaxSettings of(ObjectNode document) {
        for (var name : document.properties()) {
            ProblemException.unless(
                    MEMBERS.contains(name.getKey()),
                    name.getKey(),
                    "is no tax setting; there are taxPolicy and taxRateUnit");
        }
        var policy = JsonValues.text(document, POLICY).flatMap(TaxPolicy::of);
        ProblemException.unless(policy.isPresent(), POLICY, "is required: computed or asRated");
        var unit = JsonValues.text(document, RATE_UNIT).flatMap(TaxRateUnit::of);
        ProblemException.unless(unit.isPresent() || !document.has(RATE_UNIT), RATE_UNIT, "must be percent or fraction");
        return new TaxSettings(policy.orElseThrow(), unit);
    }

    /** The settings as they are served. */
    public ObjectNode document() {
        var document = Json.object().put(POLICY, policy.code());
        rateUnit.ifPresent(unit -> document.put(RATE_UNIT, unit.code()));
        return document;
    }
}
