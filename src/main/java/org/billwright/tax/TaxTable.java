package org.billwright.tax;

import static org.billwright.json.JsonValues.dateTime;
import static org.billwright.json.JsonValues.decimal;
import static org.billwright.json.JsonValues.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.billwright.account.TaxExemption;
import org.billwright.rate.RateCharacteristics;

/**
 * The tax rules of a tenant as a value, from which the taxes on a rate follow. A tax category without a rule is computed of the net
 * amount with the percentage that the rate has.
 *
 * @param policy for accounts that have none
 */
public record TaxTable(List<TaxRule> rules, TaxPolicy policy) {
    /** No rules. */
    public static final TaxTable EMPTY = new TaxTable(List.of(), TaxPolicy.COMPUTED);

    /** Copies the rules. */
    public TaxTable {
        rules = List.copyOf(rules);
    }

    /**
     * What is known about the account and the bill of a rate.
     *
     * @param billDate counts for a rate without a date
     */
    public record Context(List<TaxExemption> exemptions, TaxPolicy policy, OffsetDateTime billDate) {}

    /** The taxes on a rate. Throws {@link IllegalArgumentException} with the reason why a tax cannot be applied. */
    public List<AppliedTax> taxes(ObjectNode rate, Context context) {
        var at = dateTime(rate, "date").orElse(context.billDate());
        boolean grossOnly = !rate.has("taxExcludedAmount");
        var taxes = new ArrayList<AppliedTax>();
        for (var applied : rate.path("appliedTax")) {
            taxes.add(tax(rate, applied, context, at));
        }
        if (!grossOnly && taxes.stream().noneMatch(AppliedTax::isIncluded)) {
            return taxes;
        }
        return taxes.stream().map(TaxTable::included).toList();
    }

    /** A price with taxes has all of them in it, but for those that the customer withholds. */
    private static AppliedTax included(AppliedTax tax) {
        return switch (tax.amount()) {
            case AppliedTax.Percent(var percent, int order, boolean included) ->
                percent.signum() < 0
                        ? tax
                        : new AppliedTax(
                                tax.tax(), new AppliedTax.Percent(percent, order, true), tax.rated(), tax.policy());
            case AppliedTax.Fixed fixed ->
                throw new IllegalArgumentException(
                        tax.tax().text() + " is a fixed amount, which cannot be in a price with taxes");
        };
    }

    private AppliedTax tax(ObjectNode rate, JsonNode applied, Context context, OffsetDateTime at) {
        var category = text(applied, "taxCategory").orElse("");
        var jurisdiction = text(applied, "jurisdictionName");
        var percent = decimal(applied, "taxRate");
        var rated = decimal(applied, "taxAmount", "value");
        var exemption = context.exemptions().stream()
                .filter(e -> e.appliesTo(category, jurisdiction, at))
                .findFirst();
        if (context.policy() == TaxPolicy.AS_RATED) {
            requireRated(category, rated, exemption);
        } else if (exemption.isPresent()) {
            return exempt(rate, category, jurisdiction, exemption.get());
        }
        var rule = rule(category, jurisdiction, percent, at);
        var tax = rule.map(TaxRule::tax)
                .orElseGet(() -> new Tax(
                        category,
                        jurisdiction,
                        percent.orElseThrow(() -> new IllegalArgumentException(
                                "the tax " + category + " has no taxRate, and there is no tax rule for it"))));
        var amount = rule.map(r -> amount(rate, r))
                .orElseGet(() -> new AppliedTax.Percent(tax.percent().orElseThrow(), 0, false));
        return new AppliedTax(tax, amount, rated, context.policy());
    }

    private static void requireRated(String category, Optional<BigDecimal> rated, Optional<TaxExemption> exemption) {
        var amount = rated.orElseThrow(() -> new IllegalArgumentException(
                "the tax " + category + " has no taxAmount, which the tax policy asRated keeps"));
        if (exemption.isPresent() && amount.signum() != 0) {
            throw new IllegalArgumentException("rating computed " + amount.toPlainString() + " of the tax " + category
                    + ", of which the account is exempt by " + exemption.get().certificate());
        }
    }

    private static AppliedTax exempt(
            ObjectNode rate, String category, Optional<String> jurisdiction, TaxExemption exemption) {
        if (!rate.has("taxExcludedAmount")) {
            throw new IllegalArgumentException("the price has the tax " + category
                    + " in it, of which the account is exempt by " + exemption.certificate());
        }
        var reason = exemption.reason().map(text -> text + ", ").orElse("") + "certificate " + exemption.certificate();
        var tax = new Tax(
                category,
                jurisdiction,
                Optional.of(BigDecimal.ZERO),
                Optional.of(TaxCategoryCode.E),
                Optional.of(reason));
        return AppliedTax.ofNet(tax);
    }

    /** The rule by which a tax of a rate is computed at a time, if there is one and it is clear which. */
    public Optional<TaxRule> rule(JsonNode applied, OffsetDateTime at) {
        try {
            return rule(
                    text(applied, "taxCategory").orElse(""),
                    text(applied, "jurisdictionName"),
                    decimal(applied, "taxRate"),
                    at);
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    /** The rule of a tax. None is needed where the tenant has no rule for the category. */
    private Optional<TaxRule> rule(
            String category, Optional<String> jurisdiction, Optional<BigDecimal> percent, OffsetDateTime at) {
        if (rules.stream().noneMatch(rule -> rule.tax().category().equals(category))) {
            return Optional.empty();
        }
        var matching = rules.stream()
                .filter(rule -> rule.matches(category, jurisdiction, percent) && rule.isValidAt(at))
                .toList();
        if (matching.size() == 1) {
            return Optional.of(matching.getFirst());
        }
        var named = category
                + jurisdiction.map(name -> " of " + name).orElse("")
                + percent.map(rate -> " " + rate.toPlainString() + " %").orElse("");
        throw new IllegalArgumentException(
                (matching.isEmpty() ? "no tax rule" : matching.size() + " tax rules") + " for " + named + " at " + at);
    }

    private static AppliedTax.Amount amount(ObjectNode rate, TaxRule rule) {
        return switch (rule.basis()) {
            case NET -> new AppliedTax.Percent(rule.tax().percent().orElseThrow(), rule.order(), false);
            case GROSS -> new AppliedTax.Percent(rule.tax().percent().orElseThrow(), rule.order(), true);
            case LINE -> fixed(rate, rule, BigDecimal.ONE);
            case UNIT -> fixed(rate, rule, quantity(rate, rule));
        };
    }

    private static AppliedTax.Fixed fixed(ObjectNode rate, TaxRule rule, BigDecimal quantity) {
        var amount = rule.amount().orElseThrow();
        var unit = text(rate, "taxExcludedAmount", "unit").or(() -> text(rate, "taxIncludedAmount", "unit"));
        if (unit.filter(amount.unit()::equals).isEmpty()) {
            throw new IllegalArgumentException("the tax rule " + rule.id() + " is in " + amount.unit());
        }
        return new AppliedTax.Fixed(amount.value().multiply(quantity), rule.order());
    }

    private static BigDecimal quantity(ObjectNode rate, TaxRule rule) {
        return RateCharacteristics.quantity(rate)
                .orElseThrow(() -> new IllegalArgumentException("the tax rule " + rule.id()
                        + " needs the characteristic " + RateCharacteristics.QUANTITY + " of the rate, a number"));
    }
}
