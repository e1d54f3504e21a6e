package org.billwright.proof.explanation;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.billwright.money.Money;
import org.billwright.proof.explanation.BillFacts.TaxGroup;
import org.billwright.proof.explanation.BillFacts.TaxKey;
import org.billwright.proof.explanation.LineMatcher.Pair;

/**
 * Splits the difference between the amounts due of two bills into causes: a pure function of both. The causes add up to the difference
 * exactly, whatever the bills are.
 */
final class BillComparison {
    private static final int DECIMALS = 24;

    private final BillFacts before;
    private final BillFacts now;
    private final String currency;
    private final List<Cause> causes = new ArrayList<>();

    private BillComparison(BillFacts before, BillFacts now) {
        this.before = before;
        this.now = now;
        this.currency = now.currency();
    }

    /** The causes, in the order in which they claim, larger ones of a kind first. Both bills are in one currency. */
    static List<Cause> causes(BillFacts before, BillFacts now) {
        var comparison = new BillComparison(before, now);
        comparison.balance();
        comparison.lines();
        comparison.taxes();
        comparison.rest();
        return comparison.causes.stream()
                .sorted(Comparator.comparing(Cause::kind)
                        .thenComparing(cause -> cause.amount().value().abs().negate())
                        .thenComparing(Cause::subject))
                .toList();
    }

    private void balance() {
        part(CauseKind.BALANCE_BROUGHT_FORWARD, "previousBalance", 1);
        part(CauseKind.PAYMENT, "paymentsReceived", -1);
        part(CauseKind.CREDIT, "adjustments", 1);
    }

    private void part(CauseKind kind, String name, int sign) {
        var difference = now.balance(name).subtract(before.balance(name)).multiply(BigDecimal.valueOf(sign));
        add(Cause.ofBill(kind, "", money(difference)));
    }

    /** By the product, then by its name, then by the name of the line; lines of one kind only. */
    private static List<Pair<BillLine>> match(List<BillLine> before, List<BillLine> now) {
        return LineMatcher.match(
                before,
                now,
                List.of(
                        line -> line.ofKind(line.productId()),
                        line -> line.ofKind(line.productName()),
                        line -> line.ofKind(Optional.of(line.name()))),
                line -> line.kind() + " " + line.subject());
    }

    private void lines() {
        late();
        for (var pair : match(onTime(before), onTime(now))) {
            var line = Stream.concat(pair.now().stream(), pair.before().stream())
                    .findFirst()
                    .orElseThrow();
            switch (line.kind()) {
                case ONE_OFF -> onOneBill(pair, CauseKind.ONE_OFF);
                case ADJUSTMENT -> onOneBill(pair, CauseKind.ADJUSTMENT);
                case DISCOUNT -> started(pair, CauseKind.DISCOUNT_STARTED, CauseKind.DISCOUNT_ENDED);
                case RECURRING -> started(pair, CauseKind.NEW_PRODUCT, CauseKind.ENDED_PRODUCT);
                case USAGE -> usage(pair);
            }
        }
    }

    /** Usage from before the period is late on one bill, and not on the next. */
    private void late() {
        match(late(before), late(now)).forEach(pair -> onOneBill(pair, CauseKind.LATE_USAGE));
    }

    private static List<BillLine> late(BillFacts bill) {
        return bill.lines().stream().filter(BillLine::isLate).toList();
    }

    private static List<BillLine> onTime(BillFacts bill) {
        return bill.lines().stream().filter(line -> !line.isLate()).toList();
    }

    /** What comes once is gone from the one bill, and new on the other, unless both have the same. */
    private void onOneBill(Pair<BillLine> pair, CauseKind kind) {
        if (difference(pair).signum() != 0) {
            Stream.of(new Pair<>(pair.before(), List.of()), new Pair<>(List.of(), pair.now()))
                    .filter(side -> !side.isEmpty())
                    .forEach(side -> add(side, kind, difference(side)));
        }
    }

    private void started(Pair<BillLine> pair, CauseKind start, CauseKind end) {
        if (pair.before().isEmpty()) {
            add(pair, start, difference(pair));
        } else if (pair.now().isEmpty()) {
            add(pair, end, difference(pair));
        } else {
            prorated(pair);
        }
    }

    /** Where the lines cover another part of their periods, the price before is taken for that part; the rest is the price. */
    private void prorated(Pair<BillLine> pair) {
        var was = share(pair.before(), before.days());
        var is = share(pair.now(), now.days());
        var rest = difference(pair);
        if (was.isPresent() && is.isPresent()) {
            var part = round(net(pair.before())
                    .multiply(is.get())
                    .divide(was.get(), DECIMALS, RoundingMode.HALF_EVEN)
                    .subtract(net(pair.before())));
            add(pair, CauseKind.PRORATION, part);
            rest = rest.subtract(part);
        }
        var length = was.equals(is) ? length(pair, rest) : BigDecimal.ZERO;
        add(pair, CauseKind.PERIOD_LENGTH, length);
        quantity(pair, rest.subtract(length));
    }

    /** What the price before comes to for the longer or shorter period, if that leaves less to explain. */
    private BigDecimal length(Pair<BillLine> pair, BigDecimal rest) {
        return BillFacts.lengthFactor(before, now)
                .map(factor -> round(net(pair.before()).multiply(factor.subtract(BigDecimal.ONE))))
                .filter(part -> rest.subtract(part).abs().compareTo(rest.abs()) < 0)
                .orElse(BigDecimal.ZERO);
    }

    /** What part of its period a line covers. All of it where it says nothing, or nearly all: months differ in their days. */
    private static Optional<BigDecimal> share(List<BillLine> lines, Optional<BigDecimal> period) {
        if (lines.size() != 1 || period.isEmpty()) {
            return Optional.empty();
        }
        return lines.getFirst()
                .days()
                .map(days -> days.compareTo(period.get()) >= 0
                        ? BigDecimal.ONE
                        : days.divide(period.get(), DECIMALS, RoundingMode.HALF_EVEN));
    }

    private void usage(Pair<BillLine> pair) {
        if (pair.before().isEmpty() || pair.now().isEmpty()) {
            add(pair, CauseKind.USAGE_QUANTITY, difference(pair));
        } else {
            quantity(pair, difference(pair));
        }
    }

    /** Where both have quantities, the difference in quantity at the price before; the rest is the price. */
    private void quantity(Pair<BillLine> pair, BigDecimal rest) {
        var was = BillLine.quantity(pair.before());
        var is = BillLine.quantity(pair.now());
        boolean isUsage = pair.now().getFirst().kind() == LineKind.USAGE;
        if (was.isEmpty() || is.isEmpty()) {
            add(pair, isUsage ? CauseKind.USAGE_QUANTITY : CauseKind.PRICE_CHANGE, rest);
            return;
        }
        var part = round(is.get()
                .subtract(was.get())
                .multiply(net(pair.before()))
                .divide(was.get(), DECIMALS, RoundingMode.HALF_EVEN));
        add(pair, CauseKind.USAGE_QUANTITY, part, was, is);
        add(pair, CauseKind.PRICE_CHANGE, rest.subtract(part));
    }

    private void taxes() {
        var keys = new LinkedHashSet<>(now.taxes().keySet());
        keys.addAll(before.taxes().keySet());
        var onlyNow = only(now, before);
        var onlyBefore = only(before, now);
        for (var key : keys) {
            boolean isMatched = before.taxes().containsKey(key) && now.taxes().containsKey(key);
            if (isMatched) {
                tax(key, key);
            } else if (now.taxes().containsKey(key)) {
                // The one tax of a category that is new, and the one that is gone, are the same with another rate.
                var other = Optional.ofNullable(onlyBefore.get(key.anyPercent()))
                        .filter(keysBefore -> keysBefore.size() == 1)
                        .filter(one -> Optional.ofNullable(onlyNow.get(key.anyPercent()))
                                .filter(keysNow -> keysNow.size() == 1)
                                .isPresent())
                        .map(List::getFirst);
                tax(other.orElse(key), key);
                other.map(TaxKey::anyPercent).ifPresent(onlyBefore::remove);
            }
        }
        onlyBefore.values().forEach(gone -> gone.forEach(key -> tax(key, key)));
    }

    /** The taxes that one bill has and the other has not, by their names. */
    private static Map<TaxKey, List<TaxKey>> only(BillFacts one, BillFacts other) {
        var only = new LinkedHashMap<TaxKey, List<TaxKey>>();
        one.taxes().keySet().stream()
                .filter(key -> !other.taxes().containsKey(key))
                .forEach(key -> only.computeIfAbsent(key.anyPercent(), first -> new ArrayList<>())
                        .add(key));
        return only;
    }

    private void tax(TaxKey keyBefore, TaxKey keyNow) {
        var was = before.taxes().getOrDefault(keyBefore, TaxGroup.NONE);
        var is = now.taxes().getOrDefault(keyNow, TaxGroup.NONE);
        var difference = is.amount().subtract(was.amount());
        var name = now.name(keyNow);
        if (keyBefore.percent().isEmpty() || keyNow.percent().isEmpty()) {
            add(Cause.ofBill(CauseKind.TAX, name, money(difference)));
            return;
        }
        var percentBefore = keyBefore.percent().get();
        var percentNow = keyNow.percent().get();
        var ofRate = percent(is.base(), percentNow.subtract(percentBefore));
        var ofBase = percent(is.base().subtract(was.base()), percentBefore);
        add(Cause.ofBill(CauseKind.TAX_RATE, name, money(ofRate), Optional.of(percentBefore), Optional.of(percentNow)));
        add(Cause.ofBill(CauseKind.TAX, name, money(ofBase)));
        add(Cause.ofBill(
                CauseKind.ROUNDING, name, money(difference.subtract(ofRate).subtract(ofBase))));
    }

    private BigDecimal percent(BigDecimal base, BigDecimal percent) {
        return round(base.multiply(percent).movePointLeft(2));
    }

    private void rest() {
        var explained = causes.stream().map(cause -> cause.amount().value()).reduce(BigDecimal.ZERO, BigDecimal::add);
        var difference = now.amountDue().subtract(before.amountDue());
        add(Cause.ofBill(CauseKind.NOT_ON_LINES, "", money(difference.subtract(explained))));
    }

    private BigDecimal round(BigDecimal amount) {
        return amount.setScale(Money.minorDigits(currency), RoundingMode.HALF_UP);
    }

    private Money money(BigDecimal amount) {
        return new Money(currency, amount);
    }

    private static BigDecimal net(List<BillLine> lines) {
        return lines.stream().map(BillLine::net).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal difference(Pair<BillLine> pair) {
        return net(pair.now()).subtract(net(pair.before()));
    }

    private void add(Pair<BillLine> pair, CauseKind kind, BigDecimal amount) {
        add(pair, kind, amount, Optional.empty(), Optional.empty());
    }

    private void add(
            Pair<BillLine> pair, CauseKind kind, BigDecimal amount, Optional<BigDecimal> was, Optional<BigDecimal> is) {
        var lines = pair.now().isEmpty() ? pair.before() : pair.now();
        add(new Cause(
                kind,
                lines.getFirst().kind().code(),
                LineNames.of(lines),
                BillLine.product(lines),
                lines.getFirst().chargeType(),
                money(amount),
                pair.before().stream().map(BillLine::id).toList(),
                pair.now().stream().map(BillLine::id).toList(),
                was,
                is));
    }

    private void add(Cause cause) {
        if (cause.amount().signum() != 0) {
            causes.add(cause);
        }
    }
}
