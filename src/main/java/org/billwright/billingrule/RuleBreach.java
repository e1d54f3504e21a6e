package org.billwright.billingrule;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * A value that is out of the bounds of a rule.
 *
 * @param of what part of a run it is: a currency, or a charge type with its currency
 */
public record RuleBreach(BillingRule rule, BigDecimal value, Optional<String> of) {
    /** The same, of a part of a run. */
    public RuleBreach with(String part) {
        return new RuleBreach(rule, value, Optional.of(part));
    }

    /** A sentence for operators. */
    public String text() {
        var name = rule.metric().code() + of.map(part -> " of " + part).orElse("");
        if (rule.metric().kind() == RuleMetric.Kind.FLAG) {
            return name;
        }
        var unit = rule.metric().kind() == RuleMetric.Kind.AMOUNT
                ? rule.currency().map(currency -> " " + currency).orElse("")
                : "";
        boolean isTooLow =
                rule.minimum().filter(min -> value.compareTo(min) < 0).isPresent();
        var bound = (isTooLow ? rule.minimum() : rule.maximum()).orElseThrow();
        return name + " is " + value.toPlainString() + unit
                + (isTooLow ? ", below the minimum of " : ", above the maximum of ") + bound.toPlainString() + unit;
    }
}
