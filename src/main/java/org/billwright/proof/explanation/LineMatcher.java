package org.billwright.proof.explanation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Finds which lines of two bills are for the same: by a first key, those that are left by a second, and so on. A line without a key has no
 * match by it. The order of the lines changes nothing but the order of the pairs.
 *
 * @param <T> a line
 */
public final class LineMatcher<T> {
    private List<T> before;
    private List<T> now;
    private final List<Pair<T>> pairs = new ArrayList<>();

    private LineMatcher(List<T> before, List<T> now) {
        this.before = before;
        this.now = now;
    }

    /** Lines that are for the same; one side may have none. */
    public record Pair<T>(List<T> before, List<T> now) {
        boolean isEmpty() {
            return before.isEmpty() && now.isEmpty();
        }
    }

    /**
     * All lines, each in one pair.
     *
     * @param keys what lines for the same have in common, the surest first
     * @param rest groups the lines of one bill that have no match
     */
    public static <T> List<Pair<T>> match(
            List<T> before, List<T> now, List<Function<T, Optional<String>>> keys, Function<T, String> rest) {
        var matcher = new LineMatcher<>(before, now);
        keys.forEach(matcher::match);
        matcher.takeRest(rest);
        return matcher.pairs;
    }

    private void match(Function<T, Optional<String>> key) {
        if (before.isEmpty() || now.isEmpty()) {
            return;
        }
        var was = groups(before, key);
        var is = groups(now, key);
        var both = new LinkedHashSet<>(is.keySet());
        both.retainAll(was.keySet());
        for (var name : both) {
            pairs.add(new Pair<>(was.getOrDefault(name, List.of()), is.getOrDefault(name, List.of())));
        }
        before = without(before, key, both);
        now = without(now, key, both);
    }

    private static <T> List<T> without(List<T> lines, Function<T, Optional<String>> key, Set<String> matched) {
        return lines.stream()
                .filter(line -> key.apply(line).filter(matched::contains).isEmpty())
                .toList();
    }

    private static <T> Map<String, List<T>> groups(List<T> lines, Function<T, Optional<String>> key) {
        var groups = new LinkedHashMap<String, List<T>>();
        lines.forEach(line -> key.apply(line)
                .ifPresent(name ->
                        groups.computeIfAbsent(name, first -> new ArrayList<>()).add(line)));
        return groups;
    }

    private void takeRest(Function<T, String> rest) {
        Function<T, Optional<String>> group = line -> Optional.of(rest.apply(line));
        groups(before, group).values().forEach(lines -> pairs.add(new Pair<>(lines, List.of())));
        groups(now, group).values().forEach(lines -> pairs.add(new Pair<>(List.of(), lines)));
    }
}
