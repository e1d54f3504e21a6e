package org.billwright.imports.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.billwright.json.JsonValues;
import org.billwright.money.Money;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/** Checks that the amounts of one document agree with each other, to the minor unit. Absent amounts are not checked. */
final class Reconciliation {
    private Reconciliation() {}

    private static final Pattern UNIT = Pattern.compile("[A-Z]{3}");
    private static final List<String> TOTALS =
            List.of("taxExcludedAmount", "taxIncludedAmount", "amountDue", "remainingAmount");

    /** Checks the units of the totals, one of which is the currency of the document. */
    static void requireUnits(ObjectNode document) {
        for (var name : TOTALS) {
            JsonValues.text(document, name, "unit")
                    .ifPresent(unit -> ProblemException.unless(
                            UNIT.matcher(unit).matches(),
                            name + ".unit",
                            "must be a currency of ISO 4217, three capital letters"));
        }
    }

    /** The first disagreement in a bill. An invalid amount is a {@link ProblemException} in any case. */
    static Optional<String> ofBill(ObjectNode bill) {
        requireAmounts(bill);
        amounts(bill, "taxItem", "taxAmount");
        amounts(bill, "appliedPayment", "appliedAmount");
        return firstDisagreement(() -> checkBill(bill));
    }

    /** The first disagreement in a rate. */
    static Optional<String> ofRate(ObjectNode rate) {
        requireAmounts(rate);
        amounts(rate, "appliedTax", "taxAmount");
        return firstDisagreement(() -> checkTaxed(rate, sum(rate, "appliedTax", "taxAmount")));
    }

    private static void requireAmounts(ObjectNode document) {
        TOTALS.forEach(name -> money(document, name));
    }

    private static Optional<String> firstDisagreement(Runnable check) {
        try {
            check.run();
            return Optional.empty();
        } catch (ProblemException disagreement) {
            return Optional.of(disagreement.problem().message());
        }
    }

    private static void checkBill(ObjectNode bill) {
        checkTaxed(bill, sum(bill, "taxItem", "taxAmount"));
        var due = money(bill, "amountDue");
        var remaining = money(bill, "remainingAmount");
        if (due.isPresent() && remaining.isPresent()) {
            var paid = sum(bill, "appliedPayment", "appliedAmount")
                    .orElse(Money.zero(due.get().unit()));
            requireEqual(
                    "remainingAmount",
                    remaining.get(),
                    minus(due.get(), paid).orZero(),
                    "amountDue " + show(due.get()) + " less appliedPayment " + show(paid));
        }
        remaining.ifPresent(left -> checkState(bill, left, due));
    }

    private static void checkTaxed(ObjectNode document, Optional<Money> taxes) {
        var excluded = money(document, "taxExcludedAmount");
        var included = money(document, "taxIncludedAmount");
        if (excluded.isPresent() && included.isPresent()) {
            var tax = taxes.orElse(Money.zero(excluded.get().unit()));
            requireEqual(
                    "taxIncludedAmount",
                    included.get(),
                    plus(excluded.get(), tax),
                    "taxExcludedAmount " + show(excluded.get()) + " plus taxes " + show(tax));
        }
    }

    private static void checkState(ObjectNode bill, Money remaining, Optional<Money> due) {
        switch (JsonValues.text(bill, "state").orElse("")) {
            case "settled" ->
                ProblemException.unless(
                        remaining.signum() == 0, "state", "is settled, with " + show(remaining) + " left");
            case "partiallyPaid" ->
                ProblemException.unless(
                        remaining.signum() > 0 && due.filter(remaining::equals).isEmpty(),
                        "state",
                        "is partiallyPaid, with " + show(remaining) + " left");
            default -> {}
        }
    }

    private static void amounts(ObjectNode document, String array, String amount) {
        document.path(array).forEach(element -> money(element, amount));
    }

    private static Optional<Money> sum(ObjectNode document, String array, String amount) {
        Optional<Money> sum = Optional.empty();
        for (var element : document.path(array)) {
            var part = money(element, amount);
            var before = sum;
            sum = part.map(p -> before.map(b -> plus(b, p)).orElse(p)).or(() -> before);
        }
        return sum;
    }

    static Optional<Money> money(JsonNode document, String name) {
        if (!document.has(name)) {
            return Optional.empty();
        }
        var unit = JsonValues.text(document, name, "unit");
        var value = JsonValues.decimal(document, name, "value");
        ProblemException.unless(unit.isPresent() && value.isPresent(), name, "needs unit and value");
        try {
            return Optional.of(new Money(unit.orElseThrow(), value.orElseThrow()));
        } catch (IllegalArgumentException e) {
            throw new ProblemException(new Problem.InvalidBody(name, "is no amount: " + e.getMessage()));
        }
    }

    private static Money plus(Money a, Money b) {
        ProblemException.unless(a.unit().equals(b.unit()), "unit", "differs: " + a.unit() + " and " + b.unit());
        return calculated(() -> a.plus(b));
    }

    private static Money minus(Money a, Money b) {
        ProblemException.unless(a.unit().equals(b.unit()), "unit", "differs: " + a.unit() + " and " + b.unit());
        return calculated(() -> a.minus(b));
    }

    private static Money calculated(Supplier<Money> sum) {
        try {
            return sum.get();
        } catch (IllegalArgumentException tooLarge) {
            throw new ProblemException(new Problem.InvalidBody("value", "has no valid sum: " + tooLarge.getMessage()));
        }
    }

    private static void requireEqual(String path, Money given, Money calculated, String parts) {
        ProblemException.unless(
                given.equals(calculated),
                path,
                "is " + show(given) + ", its parts give " + show(calculated) + ": " + parts);
    }

    private static String show(Money money) {
        return money.unit() + " " + money.value().toPlainString();
    }
}
