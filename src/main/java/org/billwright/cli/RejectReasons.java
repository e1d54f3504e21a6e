package org.billwright.cli;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many lines were rejected for which reason. Reasons that differ in their numbers and ids alone are one. */
final class RejectReasons {
    private static final int MAX_REASONS = 1_000;
    private static final Pattern WORD = Pattern.compile("[^\\s:,;()\\[\\]]++");

    private final Map<String, Long> counts = new HashMap<>();

    void add(String reason) {
        var kind = WORD.matcher(reason)
                .replaceAll(word -> word.group().chars().anyMatch(Character::isDigit)
                        ? "…"
                        : Matcher.quoteReplacement(word.group()));
        counts.merge(counts.size() < MAX_REASONS || counts.containsKey(kind) ? kind : "other reasons", 1L, Long::sum);
    }

    /** A line for each reason, the most frequent first. */
    List<String> lines(int most) {
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(most)
                .map(entry -> entry.getValue() + " rejected: " + entry.getKey())
                .toList();
    }
}
