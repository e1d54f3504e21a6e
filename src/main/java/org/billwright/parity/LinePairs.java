package org.billwright.parity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.billwright.proof.explanation.LineMatcher;

/**
 * Pairs the lines of two bills: by product, then by offering, then by name, each time with the kind of charge where both bills have one.
 * Of several lines of one key, those of one amount and quantity are a pair first, the others in the order of their amounts.
 */
final class LinePairs {
    private static final Comparator<ParityLine> BY_AMOUNT =
            Comparator.comparing(ParityLine::net).thenComparing(ParityLine::quantityOrZero);
    private static final Comparator<ParityLine> ORDER = BY_AMOUNT
            .thenComparing(ParityLine::when)
            .thenComparing(ParityLine::name)
            .thenComparing(ParityLine::id);

    private LinePairs() {}

    /** All lines, each in one pair. */
    static List<LinePair> of(List<ParityLine> left, List<ParityLine> right) {
        boolean withKind = hasTypes(left) && hasTypes(right);
        var pairs = new ArrayList<LinePair>();
        var matched = LineMatcher.match(
                left,
                right,
                List.<Function<ParityLine, Optional<String>>>of(
                        line -> line.product().map(key -> key(line, key, withKind)),
                        line -> line.offering().map(key -> key(line, key, withKind)),
                        line -> Optional.of(key(line, line.name(), withKind))),
                line -> key(line, line.subject(), withKind));
        matched.forEach(lines -> pair(lines.before(), lines.now(), pairs));
        return pairs;
    }

    private static boolean hasTypes(List<ParityLine> lines) {
        return lines.stream().anyMatch(line -> !line.chargeType().isEmpty());
    }

    private static String key(ParityLine line, String key, boolean withKind) {
        return withKind ? line.kind() + " " + key : key;
    }

    private static void pair(List<ParityLine> left, List<ParityLine> right, List<LinePair> pairs) {
        if (left.size() == 1 && right.size() == 1) {
            pairs.add(LinePair.of(left.getFirst(), right.getFirst()));
            return;
        }
        var leftRest = new ArrayList<ParityLine>();
        var rightRest = new ArrayList<ParityLine>();
        pairEqual(
                left.stream().sorted(ORDER).toList(),
                right.stream().sorted(ORDER).toList(),
                leftRest,
                rightRest,
                pairs);
        int both = Math.min(leftRest.size(), rightRest.size());
        for (int i = 0; i < both; i++) {
            pairs.add(LinePair.of(leftRest.get(i), rightRest.get(i)));
        }
        if (leftRest.size() > both) {
            var counts = counts(left);
            leftRest.subList(both, leftRest.size())
                    .forEach(line ->
                            pairs.add(new LinePair(Optional.of(line), Optional.empty(), isTwice(line, counts))));
        } else if (rightRest.size() > both) {
            var counts = counts(right);
            rightRest
                    .subList(both, rightRest.size())
                    .forEach(line ->
                            pairs.add(new LinePair(Optional.empty(), Optional.of(line), isTwice(line, counts))));
        }
    }

    /** Both lists are sorted, so that one pass finds the equal lines. */
    private static void pairEqual(
            List<ParityLine> left,
            List<ParityLine> right,
            List<ParityLine> leftRest,
            List<ParityLine> rightRest,
            List<LinePair> pairs) {
        int l = 0;
        int r = 0;
        while (l < left.size() && r < right.size()) {
            int order = BY_AMOUNT.compare(left.get(l), right.get(r));
            if (order == 0) {
                pairs.add(LinePair.of(left.get(l++), right.get(r++)));
            } else if (order < 0) {
                leftRest.add(left.get(l++));
            } else {
                rightRest.add(right.get(r++));
            }
        }
        leftRest.addAll(left.subList(l, left.size()));
        rightRest.addAll(right.subList(r, right.size()));
    }

    /** How often a line of this amount, quantity and time is there. Free ones do not count: nobody pays for them twice. */
    private static Map<String, Long> counts(List<ParityLine> lines) {
        return lines.stream()
                .filter(line -> line.net().signum() != 0)
                .collect(Collectors.groupingBy(LinePairs::likeness, Collectors.counting()));
    }

    private static String likeness(ParityLine line) {
        return line.net().stripTrailingZeros() + " " + line.quantityOrZero().stripTrailingZeros() + " " + line.when();
    }

    private static boolean isTwice(ParityLine line, Map<String, Long> counts) {
        return counts.getOrDefault(likeness(line), 0L) > 1;
    }
}
