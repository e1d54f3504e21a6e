package org.billwright.parity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Pairs the bills of one account: those of one period, then those of one month, then those of one number. Of several, the ones of one
 * number are a pair first, then credit notes and bills, each in the order of their dates and numbers.
 */
final class BillMatcher {
    private static final Comparator<ParityBill> ORDER = Comparator.comparing(
                    (ParityBill bill) -> bill.billDate().map(Object::toString).orElse(""))
            .thenComparing(ParityBill::number)
            .thenComparing(ParityBill::id);

    private List<ParityBill> left;
    private List<ParityBill> right;
    private final List<BillPair> pairs = new ArrayList<>();

    private BillMatcher(List<ParityBill> left, List<ParityBill> right) {
        this.left = left.stream().sorted(ORDER).toList();
        this.right = right.stream().sorted(ORDER).toList();
    }

    /** All bills, each in one pair. */
    static List<BillPair> match(List<ParityBill> left, List<ParityBill> right) {
        var matcher = new BillMatcher(left, right);
        matcher.match(BillMatcher::period);
        matcher.match(bill -> bill.month().map(Object::toString));
        matcher.match(bill -> Optional.of(bill.number()));
        matcher.left.forEach(bill -> matcher.pairs.add(new BillPair(Optional.of(bill), Optional.empty())));
        matcher.right.forEach(bill -> matcher.pairs.add(new BillPair(Optional.empty(), Optional.of(bill))));
        return matcher.pairs;
    }

    private static Optional<String> period(ParityBill bill) {
        return bill.period().map(period -> period.start() + " " + period.end());
    }

    private void match(Function<ParityBill, Optional<String>> key) {
        if (left.isEmpty() || right.isEmpty()) {
            return;
        }
        var lefts = groups(left, key);
        var rights = groups(right, key);
        var leftRest = new ArrayList<ParityBill>();
        var rightRest = new ArrayList<ParityBill>();
        lefts.forEach((name, bills) ->
                pair(name, bills, rights.containsKey(name) ? rights.remove(name) : List.of(), leftRest, rightRest));
        rights.values().forEach(rightRest::addAll);
        leftRest.sort(ORDER);
        rightRest.sort(ORDER);
        left = leftRest;
        right = rightRest;
    }

    /** A bill without a key is in the group of the empty text, which has no pairs. */
    private static Map<String, List<ParityBill>> groups(
            List<ParityBill> bills, Function<ParityBill, Optional<String>> key) {
        var groups = new LinkedHashMap<String, List<ParityBill>>();
        bills.forEach(bill -> groups.computeIfAbsent(key.apply(bill).orElse(""), name -> new ArrayList<>())
                .add(bill));
        return groups;
    }

    private void pair(
            String name,
            List<ParityBill> lefts,
            List<ParityBill> rights,
            List<ParityBill> leftRest,
            List<ParityBill> rightRest) {
        var rest = new ArrayList<>(rights);
        var unpaired = new ArrayList<>(lefts);
        if (!name.isEmpty()) {
            byNumber(unpaired, rest);
            inOrder(unpaired, rest, true);
            inOrder(unpaired, rest, false);
        }
        leftRest.addAll(unpaired);
        rightRest.addAll(rest);
    }

    private void byNumber(List<ParityBill> lefts, List<ParityBill> rights) {
        var byNumber = new HashMap<String, ParityBill>();
        rights.forEach(bill -> byNumber.putIfAbsent(bill.number(), bill));
        lefts.removeIf(bill -> {
            var other = Optional.ofNullable(byNumber.remove(bill.number()));
            other.ifPresent(found -> {
                pairs.add(BillPair.of(bill, found));
                rights.remove(found);
            });
            return other.isPresent();
        });
    }

    /** @param ofOneSort whether a credit note is paired with a credit note only, and a bill with a bill */
    private void inOrder(List<ParityBill> lefts, List<ParityBill> rights, boolean ofOneSort) {
        lefts.removeIf(bill -> {
            var other = rights.stream()
                    .filter(candidate -> !ofOneSort || candidate.isCreditNote() == bill.isCreditNote())
                    .findFirst();
            other.ifPresent(found -> {
                pairs.add(BillPair.of(bill, found));
                rights.remove(found);
            });
            return other.isPresent();
        });
    }
}
