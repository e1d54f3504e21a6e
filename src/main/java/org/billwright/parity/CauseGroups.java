package org.billwright.parity;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Collects differences by root cause. The number of groups is bounded: with too many, further values of a subject are in one group, and
 * further subjects of a kind.
 */
final class CauseGroups {
    /** The subject of a group of several subjects. */
    static final String OTHERS = "…";

    private static final int MAX_GROUPS = 2_000;
    private static final int MAX_VALUES = 8;
    private static final int MAX_LINES = 6;

    private final Map<RootCause, CauseGroup> groups = new LinkedHashMap<>();
    private final Map<String, MoneySum> totals = new TreeMap<>();
    private PairCounts counts = PairCounts.NONE;

    /** A cause in a currency. */
    private record Key(RootCause cause, String currency) {}

    /** Adds a pair of bills; only of bills that are different the causes count. */
    void add(ComparedBills compared) {
        counts = counts.plus(PairCounts.of(compared.verdict()));
        switch (compared.verdict()) {
            case EQUAL, WITHIN_TOLERANCE -> {}
            case DIFFERENT, ONLY_LEFT, ONLY_RIGHT -> addParts(compared);
        }
    }

    private void addParts(ComparedBills compared) {
        var byCause = new LinkedHashMap<Key, BillDifference>();
        var byCurrency = new TreeMap<String, BigDecimal>();
        compared.differences().forEach(part -> {
            byCause.merge(new Key(part.cause(), part.currency()), part, CauseGroups::sum);
            byCurrency.merge(part.currency(), part.amount(), BigDecimal::add);
        });
        byCurrency.forEach((currency, amount) -> totals.merge(currency, MoneySum.of(amount), MoneySum::plus));
        var ofBill = new LinkedHashMap<RootCause, CauseGroup>();
        byCause.forEach((key, part) -> {
            var group = CauseGroup.of(compared.pair(), part);
            ofBill.merge(key.cause(), group, (one, other) -> one.plus(other).withBills(1));
        });
        ofBill.values().forEach(this::add);
    }

    /** A line may be in several parts of one cause: its amount, and each of its taxes. */
    private static BillDifference sum(BillDifference one, BillDifference other) {
        return new BillDifference(
                one.cause(),
                one.currency(),
                one.amount().add(other.amount()),
                union(one.left(), other.left()),
                union(one.right(), other.right()));
    }

    private static List<ParityLine> union(List<ParityLine> one, List<ParityLine> other) {
        if (other.isEmpty() || one.equals(other)) {
            return one;
        }
        var all = new ArrayList<>(one);
        other.stream()
                .filter(line -> all.size() < MAX_LINES && !all.contains(line))
                .forEach(all::add);
        return all;
    }

    private void add(CauseGroup group) {
        var key = group.cause();
        if (groups.size() < MAX_GROUPS || groups.containsKey(key)) {
            groups.merge(key, group, CauseGroup::plus);
            return;
        }
        var ofSubject = key.ofSubject();
        var fold = groups.containsKey(ofSubject) || groups.size() < 2 * MAX_GROUPS
                ? ofSubject
                : RootCause.of(key.kind(), OTHERS);
        groups.merge(fold, group.as(fold, fold.equals(key) ? 0 : 2), CauseGroup::plus);
    }

    /** Adds all of another collection. */
    void addAll(CauseGroups other) {
        counts = counts.plus(other.counts);
        other.totals.forEach((currency, sum) -> totals.merge(currency, sum, MoneySum::plus));
        other.groups.values().forEach(this::add);
    }

    PairCounts counts() {
        return counts;
    }

    Map<String, MoneySum> totals() {
        return totals;
    }

    /**
     * The groups, largest first. Of one subject with many values the smaller ones are folded, and all that are more than a number, by their
     * kinds.
     */
    List<CauseGroup> folded(int most) {
        var bySubject = groups.values().stream()
                .collect(Collectors.groupingBy(
                        group -> group.cause().ofSubject(), LinkedHashMap::new, Collectors.toList()));
        var sorted = new ArrayList<CauseGroup>();
        bySubject.forEach((subject, ofSubject) -> sorted.addAll(fold(ofSubject, MAX_VALUES, subject)));
        sorted.sort(CauseGroup.ORDER);
        if (sorted.size() <= most) {
            return sorted;
        }
        var kept = new ArrayList<>(sorted.subList(0, most));
        sorted.subList(most, sorted.size()).stream()
                .collect(Collectors.groupingBy(group -> group.cause().kind(), TreeMap::new, Collectors.toList()))
                .values()
                .forEach(ofKind -> kept.addAll(
                        fold(ofKind, 1, RootCause.of(ofKind.getFirst().cause().kind(), OTHERS))));
        return kept;
    }

    /** At most so many groups: the largest, and one of all others. */
    private static Collection<CauseGroup> fold(List<CauseGroup> groups, int most, RootCause rest) {
        var sorted = groups.stream().sorted(CauseGroup.ORDER).toList();
        if (sorted.size() <= most) {
            return sorted;
        }
        var kept = new ArrayList<>(sorted.subList(0, most - 1));
        var others = sorted.subList(most - 1, sorted.size());
        int number =
                others.stream().mapToInt(group -> Math.max(1, group.folded())).sum();
        kept.add(others.stream()
                .map(group -> group.as(rest, number))
                .reduce(CauseGroup::plus)
                .orElseThrow());
        return kept;
    }
}
