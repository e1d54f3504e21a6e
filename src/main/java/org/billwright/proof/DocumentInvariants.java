package org.billwright.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.billwright.bill.BillShape;
import org.billwright.json.JsonValues;
import org.billwright.money.Money;
import org.billwright.money.RatedAmount;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.tax.RatedTaxes;

/** Checks that the amounts of one document agree with each other, to the minor unit. Absent amounts are not checked. */
public final class DocumentInvariants {
    private DocumentInvariants() {}

    private static final Set<String> PAID_STATES = Set.of("partiallyPaid", "settled", "onHold");
    private static final Pattern UNIT = Pattern.compile("[A-Z]{3}");
    private static final String CARRIED = BillShape.CARRIED_FORWARD;
    private static final String BALANCE = BillShape.BALANCE_FORWARD;
    private static final List<String> BALANCE_PARTS =
            List.of("previousBalance", "paymentsReceived", "adjustments", "balanceBroughtForward", "currentCharges");
    private static final List<String> TOTALS =
            List.of("taxExcludedAmount", "taxIncludedAmount", "amountDue", "remainingAmount");

    /** Requires that the amounts of a bill are amounts: with a known currency, and no more decimals than it has. */
    public static void requireBillAmounts(ObjectNode bill) {
        TOTALS.forEach(name -> money(bill, name));
        amounts(bill, "taxItem", "taxAmount");
        amounts(bill, "appliedPayment", "appliedAmount");
        amounts(bill, CARRIED, "amount");
        BALANCE_PARTS.forEach(name -> money(bill.path(BALANCE), name));
    }

    /** The same of a rate. One that is not billed yet needs a price, which may have fractions of a minor unit: the bill rounds it. */
    public static void requireRateAmounts(ObjectNode rate, boolean billed) {
        if (billed) {
            TOTALS.forEach(name -> money(rate, name));
            amounts(rate, "appliedTax", "taxAmount");
        } else {
            ProblemException.unless(
                    rate.has("taxExcludedAmount") || rate.has("taxIncludedAmount"),
                    "taxExcludedAmount",
                    "or taxIncludedAmount is required while the rate is unbilled: without a price its account could not be billed");
            TOTALS.forEach(name -> rated(rate, name));
            rate.path("appliedTax").forEach(tax -> rated(tax, "taxAmount"));
        }
    }

    /** The first disagreement in a bill. */
    public static Optional<String> ofBill(ObjectNode bill) {
        return firstDisagreement(() -> checkBill(bill));
    }

    /** The first disagreement in a rate. */
    public static Optional<String> ofRate(ObjectNode rate) {
        return firstDisagreement(() -> {
            checkRate(rate);
            RatedTaxes.check(rate);
        });
    }

    private static Optional<String> firstDisagreement(Runnable check) {
        try {
            check.run();
            return Optional.empty();
        } catch (ProblemException disagreement) {
            return Optional.of(disagreement.problem().message());
        }
    }

    /** Parts that are absent are not demanded: not every biller has tax items or the payments of old bills. */
    private static void checkBill(ObjectNode bill) {
        sum(bill, "taxItem", "taxAmount").ifPresent(tax -> checkTaxed(bill, tax));
        var due = money(bill, "amountDue");
        var remaining = money(bill, "remainingAmount");
        if (due.isPresent() && remaining.isPresent()) {
            var paid = sum(bill, "appliedPayment", "appliedAmount");
            var carried = sum(bill, CARRIED, "amount");
            if (paid.isPresent() || carried.isPresent() || !isPaid(bill)) {
                checkRemaining(due.get(), remaining.get(), paid, carried);
            }
        }
        if (bill.has(BALANCE)) {
            checkBalance(bill.path(BALANCE), due);
        }
        remaining.ifPresent(left -> checkState(bill, left, due));
    }

    private static void checkRemaining(
            Money due, Money remaining, Optional<Money> payments, Optional<Money> carriedForward) {
        var paid = payments.orElse(Money.zero(due.unit()));
        var carried = carriedForward.orElse(Money.zero(due.unit()));
        requireEqual(
                "remainingAmount",
                remaining,
                minus(minus(due, paid), carried).orZero(),
                "amountDue " + show(due) + " less appliedPayment " + show(paid)
                        + (carriedForward.isPresent() ? " and carriedForward " + show(carried) : ""));
    }

    private static void checkBalance(JsonNode parts, Optional<Money> due) {
        var amounts = BALANCE_PARTS.stream().map(name -> money(parts, name)).toList();
        if (amounts.stream().anyMatch(Optional::isEmpty)) {
            return;
        }
        var is = amounts.stream().flatMap(Optional::stream).toList();
        var balance = plus(minus(is.get(0), is.get(1)), is.get(2));
        requireEqual(
                "balanceForward.balanceBroughtForward",
                is.get(3),
                balance,
                "previousBalance less paymentsReceived plus adjustments");
        due.ifPresent(total -> requireEqual(
                "amountDue", total, plus(balance, is.get(4)), "balanceBroughtForward plus currentCharges"));
    }

    /** Whether something may have been paid, by the state of the bill. */
    private static boolean isPaid(ObjectNode bill) {
        return JsonValues.text(bill, "state").filter(PAID_STATES::contains).isPresent();
    }

    private static void checkTaxed(ObjectNode document, Money tax) {
        var excluded = money(document, "taxExcludedAmount");
        var included = money(document, "taxIncludedAmount");
        if (excluded.isPresent() && included.isPresent()) {
            requireEqual(
                    "taxIncludedAmount",
                    included.get(),
                    plus(excluded.get(), tax),
                    "taxExcludedAmount " + show(excluded.get()) + " plus taxes " + show(tax));
        }
    }

    /** Rated amounts may have fractions, so that this is calculated without a scale. */
    private static void checkRate(ObjectNode rate) {
        var excluded = JsonValues.decimal(rate, "taxExcludedAmount", "value");
        var included = JsonValues.decimal(rate, "taxIncludedAmount", "value");
        var taxes = rate.path("appliedTax");
        for (var tax : taxes) {
            requireUnit(rate, JsonValues.text(tax, "taxAmount", "unit"));
        }
        requireUnit(rate, JsonValues.text(rate, "taxIncludedAmount", "unit"));
        boolean areTaxesKnown = RatedTaxes.haveAmounts(taxes) || (taxes.isMissingNode() && isUnbilled(rate));
        if (excluded.isEmpty() || included.isEmpty() || !areTaxesKnown) {
            return;
        }
        var tax = RatedTaxes.sum(taxes);
        var sum = excluded.get().add(tax);
        ProblemException.unless(
                included.get().compareTo(sum) == 0,
                "taxIncludedAmount",
                "is " + show(rate, included.get()) + ", its parts give " + show(rate, sum) + ": taxExcludedAmount "
                        + show(rate, excluded.get()) + " plus taxes " + show(rate, tax));
    }

    /** A bill that came with its rates may have their taxes alone; what is to be billed needs its own. */
    private static boolean isUnbilled(ObjectNode rate) {
        return JsonValues.text(rate, "bill", "id").isEmpty();
    }

    private static void requireUnit(ObjectNode rate, Optional<String> unit) {
        var own = JsonValues.text(rate, "taxExcludedAmount", "unit")
                .or(() -> JsonValues.text(rate, "taxIncludedAmount", "unit"))
                .orElse("");
        unit.ifPresent(
                other -> ProblemException.unless(own.equals(other), "unit", "differs: " + own + " and " + other));
    }

    private static String show(ObjectNode rate, BigDecimal value) {
        var unit = JsonValues.text(rate, "taxExcludedAmount", "unit").orElse("");
        int decimals =
                Math.max(Money.minorDigits(unit), value.stripTrailingZeros().scale());
        return unit + " " + value.setScale(decimals, RoundingMode.UNNECESSARY).toPlainString();
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

    /** The amount of a document, if it has one. What is no amount is a {@link ProblemException}. */
    public static Optional<Money> money(JsonNode document, String name) {
        if (!document.has(name)) {
            return Optional.empty();
        }
        var unit = JsonValues.text(document, name, "unit");
        var value = JsonValues.decimal(document, name, "value");
        requireAmount(name, unit, value);
        try {
            return Optional.of(new Money(unit.orElseThrow(), value.orElseThrow()));
        } catch (IllegalArgumentException e) {
            throw new ProblemException(new Problem.InvalidBody(name, "is no amount: " + e.getMessage()));
        }
    }

    private static void requireAmount(String name, Optional<String> unit, Optional<BigDecimal> value) {
        ProblemException.unless(unit.isPresent() && value.isPresent(), name, "needs unit and value");
        ProblemException.unless(
                unit.filter(text -> UNIT.matcher(text).matches()).isPresent(),
                name + ".unit",
                "must be a currency of ISO 4217, three capital letters");
    }

    private static void rated(JsonNode document, String name) {
        if (document.has(name)) {
            var unit = JsonValues.text(document, name, "unit");
            var value = JsonValues.decimal(document, name, "value");
            requireAmount(name, unit, value);
            try {
                new RatedAmount(unit.orElseThrow(), value.orElseThrow());
            } catch (IllegalArgumentException e) {
                throw new ProblemException(new Problem.InvalidBody(name, "is no amount: " + e.getMessage()));
            }
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
