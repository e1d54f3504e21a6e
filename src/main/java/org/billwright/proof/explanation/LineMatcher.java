package org.billwright.proof.explanation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Finds which lines of two bills are for the same: by the product, then by its name, then by the name of the line. */
final class LineMatcher {
    private static final List<Function<BillLine, Optional<String>>> KEYS =
            List.of(BillLine::productId, BillLine::productName, line -> Optional.of(line.name()));

    private List<BillLine> before;
    private List<BillLine> now;
    private final List<Pair> pairs = new ArrayList<>();

    private LineMatcher(List<BillLine> before, List<BillLine> now) {
        this.before = before;
        this.now = now;
    }

    /** Lines that are for the same; one side may have none. */
    record Pair(List<BillLine> before, List<BillLine> now) {
        boolean isEmpty() {
            return before.isEmpty() && now.isEmpty();
        }
    }

    /** All lines, each in one pair. The order of the lines changes nothing but the order of the pairs. */
    static List<Pair> match(List<BillLine> before, List<BillLine> now) {
        var matcher = new LineMatcher(before, now);
        KEYS.forEach(matcher::match);
        matcher.takeRest();
        return matcher.pairs;
    }

    private void match(Function<BillLine, Optional<String>> key) {
        var was = groups(before, key);
        var is = groups(now, key);
        var both = new LinkedHashSet<>(is.keySet());
        both.retainAll(was.keySet());
        for (var name : both) {
            pairs.add(new Pair(was.getOrDefault(name, List.of()), is.getOrDefault(name, List.of())));
        }
        before = without(before, key, both);
        now = without(now, key, both);
    }

    private static List<BillLine> without(
            List<BillLine> lines, Function<BillLine, Optional<String>> key, Set<String> matched) {
        return lines.stream()
                .filter(line -> group(line, key).filter(matched::contains).isEmpty())
                .toList();
    }

    private static Map<String, List<BillLine>> groups(List<BillLine> lines, Function<BillLine, Optional<String>> key) {
        var groups = new LinkedHashMap<String, List<BillLine>>();
        lines.forEach(line -> group(line, key)
                .ifPresent(name ->
                        groups.computeIfAbsent(name, first -> new ArrayList<>()).add(line)));
        return groups;
    }

    private static Optional<String> group(BillLine line, Function<BillLine, Optional<String>> key) {
        return key.apply(line).map(name -> line.kind() + " " + name);
    }

    private void takeRest() {
        groups(before, line -> Optional.of(line.subject()))
                .values()
                .forEach(lines -> pairs.add(new Pair(lines, List.of())));
        groups(now, line -> Optional.of(line.subject()))
                .values()
                .forEach(lines -> pairs.add(new Pair(List.of(), lines)));
    }
}
