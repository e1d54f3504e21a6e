package org.billwright.run;

import static org.billwright.json.JsonValues.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.billwright.billingrule.BillingRule;
import org.billwright.billingrule.BillingRuleStore;
import org.billwright.json.BodyMembers;
import org.billwright.problem.ProblemException;
import org.billwright.tax.TaxRule;
import org.billwright.tax.TaxStore;
import org.billwright.tax.TaxTable;
import org.jdbi.v3.core.Handle;

/** What a trial changes: the tax rules, prices, billing rules, and the run with which it is compared in place of the last bills. */
final class WhatIf {
    private static final String TAX_RULES = "taxRule";
    private static final String PRICES = "price";
    private static final String COMPARED_RUN = "billRun";
    private static final String BILLING_RULES = "billingRule";
    private static final Set<String> MEMBERS = Set.of(TAX_RULES, PRICES, BILLING_RULES, COMPARED_RUN);
    private static final int MAX_ENTRIES = 1_000;

    private WhatIf() {}

    /** Requires that a member of a request is right. */
    static void require(JsonNode given) {
        ProblemException.unless(
                given.isObject() && !given.isEmpty(),
                "whatIf",
                "must have at least one of the members "
                        + String.join(", ", MEMBERS.stream().sorted().toList()));
        BodyMembers.require((ObjectNode) given, MEMBERS);
        for (var list : List.of(TAX_RULES, PRICES, BILLING_RULES)) {
            var entries = given.path(list);
            ProblemException.unless(
                    entries.isMissingNode()
                            || (entries.isArray() && !entries.isEmpty() && entries.size() <= MAX_ENTRIES),
                    "whatIf." + list,
                    "must be an array of 1 to " + MAX_ENTRIES + " objects");
        }
        requireRules(given, TAX_RULES, TaxRule::accept);
        requireRules(given, BILLING_RULES, BillingRule::accept);
        prices(given);
        ProblemException.unless(
                !given.has(COMPARED_RUN) || text(given, COMPARED_RUN, "id").isPresent(),
                "whatIf." + COMPARED_RUN,
                "must have the id of the run with which the trial is compared");
    }

    private static void requireRules(JsonNode given, String name, Consumer<ObjectNode> check) {
        var rules = given.path(name);
        for (int i = 0; i < rules.size(); i++) {
            var at = "whatIf." + name + "[" + i + "]";
            ProblemException.unless(rules.get(i).isObject(), at, "must be an object");
            ProblemException.unless(text(rules.get(i), "id").isPresent(), at + ".id", "is required");
            check.accept((ObjectNode) rules.get(i));
        }
    }

    /** The billing rules by which the bills of a run are judged. */
    static List<BillingRule> rules(Handle tx, BillRun run) {
        return run.whatIf()
                .filter(given -> given.has(BILLING_RULES))
                .map(given -> given.path(BILLING_RULES)
                        .valueStream()
                        .map(rule -> BillingRule.of((ObjectNode) rule))
                        .filter(rule -> rule.isOfCycle(run.cycleSpecificationId()))
                        .toList())
                .orElseGet(() -> BillingRuleStore.rules(tx, run.tenant(), run.cycleSpecificationId()));
    }

    /** The tax rules of a run. */
    static TaxTable table(Handle tx, BillRun run) {
        return run.whatIf()
                .filter(given -> given.has(TAX_RULES))
                .map(given -> TaxStore.table(tx, run.tenant(), given.path(TAX_RULES)))
                .orElseGet(() -> TaxStore.table(tx, run.tenant()));
    }

    /** The prices of a run: gives unbilled rates others. */
    static UnaryOperator<ObjectNode> prices(BillRun run) {
        var changes = run.whatIf().map(WhatIf::prices).orElse(List.of());
        return rate -> PriceChange.apply(changes, rate);
    }

    private static List<PriceChange> prices(JsonNode given) {
        var entries = given.path(PRICES);
        return IntStream.range(0, entries.size())
                .mapToObj(i -> PriceChange.of(entries.get(i), "whatIf." + PRICES + "[" + i + "]"))
                .toList();
    }

    /** The run with which a run is compared in place of the last bills. */
    static Optional<String> comparedRun(BillRun run) {
        return run.whatIf().flatMap(given -> text(given, COMPARED_RUN, "id"));
    }
}
