package org.billwright.cli;

import java.util.ArrayList;
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

    /** What has a digit and is the same in all reasons of a kind. */
    private static final Pattern NAME = Pattern.compile(
            "'?(?:U\\+[0-9A-F]{4}|UTF-(?:8|16|32)|ISO-8859-\\d+|windows-\\d+|IBM\\d+|4217|8601|TMF\\d+)'?");

    private final Map<String, Long> counts = new HashMap<>();

    void add(String reason) {
        var kind = WORD.matcher(reason)
                .replaceAll(word -> word.group().chars().anyMatch(Character::isDigit)
                                && !NAME.matcher(word.group()).matches()
                        ? "…"
                        : Matcher.quoteReplacement(word.group()));
        counts.merge(counts.size() < MAX_REASONS || counts.containsKey(kind) ? kind : "other reasons", 1L, Long::sum);
    }

    /** A line for each reason, the most frequent first, and one for those after the last of these. */
    List<String> lines(int most) {
        var lines = new ArrayList<>(ofMostFrequent(most));
        long others = counts.values().stream().mapToLong(Long::longValue).sum()
                - counts.values().stream()
                        .sorted(Comparator.reverseOrder())
                        .limit(most)
                        .mapToLong(Long::longValue)
                        .sum();
        if (others > 0) {
            lines.add("… and " + others + " for " + (counts.size() - most) + " other reasons");
        }
        return lines;
    }

    private List<String> ofMostFrequent(int most) {
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(most)
                .map(entry -> entry.getValue() + " rejected: " + entry.getKey())
                .toList();
    }
}
