package org.billwright.billingrule;

import static org.billwright.json.JsonValues.decimal;
import static org.billwright.json.JsonValues.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;
import org.billwright.json.DocumentSize;
import org.billwright.json.Json;
import org.billwright.json.KeyTexts;
import org.billwright.json.Links;
import org.billwright.json.ShapeNormalizer;
import org.billwright.json.ShapeValidator;
import org.billwright.money.Money;
import org.billwright.problem.ProblemException;

/**
 * A billing rule: what is measured, and between which bounds it must be. A value on a bound is right.
 *
 * @param currency of the amounts; a bill in another one is not measured
 * @param cycleSpecificationId the only bill cycle to which it applies
 * @param chargeType the only charge type that is compared
 */
public record BillingRule(
        String id,
        RuleMetric metric,
        RuleSeverity severity,
        Optional<BigDecimal> minimum,
        Optional<BigDecimal> maximum,
        Optional<String> currency,
        Optional<String> cycleSpecificationId,
        Optional<String> chargeType) {
    private static final Pattern ID = Pattern.compile("[\\p{Alnum}._-]{1,100}");

    /** Checks the document of a new rule, which is modified, and reads it. Throws {@link org.billwright.problem.Problem.InvalidBody}. */
    public static BillingRule accept(ObjectNode document) {
        ShapeNormalizer.normalize(document, BillingRuleShape.SCHEMA.shape());
        ShapeValidator.validate(document, BillingRuleShape.SCHEMA.shape());
        ProblemException.unless(
                text(document, "id").filter(ID.asMatchPredicate()).isPresent(),
                "id",
                "must be 1 to 100 letters, digits, dots, hyphens and underscores");
        document.put(
                "href", Links.to(BillingRuleShape.RESOURCE, text(document, "id").orElseThrow()));
        DocumentSize.require(Json.write(document));
        return of(document);
    }

    /** Reads a rule's document. Throws {@link org.billwright.problem.Problem.InvalidBody} if it is invalid. */
    public static BillingRule of(ObjectNode document) {
        var metric = RuleMetric.of(text(document, "metric").orElse(""));
        ProblemException.unless(
                metric.isPresent(), "metric", "must be one of " + String.join(", ", RuleMetric.codes()));
        var severity = RuleSeverity.of(text(document, "severity").orElse(""));
        ProblemException.unless(
                severity.isPresent(), "severity", "must be one of " + String.join(", ", RuleSeverity.codes()));
        var rule = new BillingRule(
                text(document, "id").orElseThrow(),
                metric.orElseThrow(),
                severity.orElseThrow(),
                decimal(document, "minimum"),
                decimal(document, "maximum"),
                text(document, "currency"),
                text(document, "billCycleSpecification", "id"),
                text(document, "chargeType"));
        rule.requireBounds();
        rule.requireScope();
        return rule;
    }

    private void requireBounds() {
        if (metric.kind() == RuleMetric.Kind.FLAG) {
            ProblemException.unless(
                    minimum.isEmpty() && maximum.isEmpty(), "maximum", "is not for " + metric.code() + ", nor minimum");
            return;
        }
        ProblemException.unless(minimum.isPresent() || maximum.isPresent(), "maximum", "or minimum is required");
        ProblemException.unless(
                minimum.flatMap(min -> maximum.map(max -> min.compareTo(max) <= 0))
                        .orElse(true),
                "minimum",
                "is more than maximum");
    }

    private void requireScope() {
        ProblemException.unless(
                severity != RuleSeverity.HOLD_BILL || metric.subject() == RuleMetric.Subject.BILL,
                "severity",
                "of " + metric.code() + " is warn or blockRun: it is of a run");
        ProblemException.unless(
                metric.kind() != RuleMetric.Kind.AMOUNT || currency.isPresent(),
                "currency",
                "is required for " + metric.code());
        ProblemException.unless(
                currency.map(Money::isCurrency).orElse(true), "currency", "must be a currency of ISO 4217");
        ProblemException.unless(
                chargeType.isEmpty() || metric == RuleMetric.CHARGE_TYPE_CHANGE_PERCENT,
                "chargeType",
                "is for " + RuleMetric.CHARGE_TYPE_CHANGE_PERCENT.code());
        ProblemException.unless(
                cycleSpecificationId.map(KeyTexts::isKey).orElse(true),
                "billCycleSpecification.id",
                "is limited to " + KeyTexts.MAX_CHARACTERS + " characters");
    }

    /** Whether it applies to a bill cycle. */
    public boolean isOfCycle(String specificationId) {
        return cycleSpecificationId.map(specificationId::equals).orElse(true);
    }

    /** Whether it applies to amounts in a currency. */
    public boolean isOf(String unit) {
        return currency.map(unit::equals).orElse(true);
    }

    /** How a value breaks the rule, if it does. A flag has the value 1 where it is so. */
    public Optional<RuleBreach> breach(BigDecimal value) {
        boolean isBroken = metric.kind() == RuleMetric.Kind.FLAG
                ? value.signum() > 0
                : minimum.filter(min -> value.compareTo(min) < 0).isPresent()
                        || maximum.filter(max -> value.compareTo(max) > 0).isPresent();
        return isBroken ? Optional.of(new RuleBreach(this, value, Optional.empty())) : Optional.empty();
    }

    /** How a bill breaks the rule, if it does. What cannot be measured of a bill breaks none. */
    public Optional<RuleBreach> breach(BillMetrics bill) {
        return isOf(bill.amountDue().unit()) ? bill.value(metric).flatMap(this::breach) : Optional.empty();
    }
}
