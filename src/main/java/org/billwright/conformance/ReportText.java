package org.billwright.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A report for a terminal: the summary, then what is not passed, then what cannot be known. */
final class ReportText {
    private static final String INDENT = "    ";

    private ReportText() {}

    static String of(ConformanceReport report) {
        var lines = new ArrayList<String>();
        lines.add(report.title());
        lines.add(report.circumstances());
        lines.add("");
        for (var group : CheckGroup.values()) {
            var results = report.results().stream()
                    .filter(result -> result.check().group() == group)
                    .toList();
            if (!results.isEmpty()) {
                lines.add("%-20s%s".formatted(group.title(), counts(results)));
            }
        }
        lines.add("%-20s%s".formatted("All", counts(report.results())));
        report.of(CheckOutcome.FAILED).forEach(result -> lines.addAll(failure(result)));
        for (var outcome : List.of(CheckOutcome.NOT_SUPPORTED, CheckOutcome.CANNOT_KNOW, CheckOutcome.SKIPPED)) {
            var others = report.of(outcome).toList();
            if (!others.isEmpty()) {
                lines.add("");
                lines.add(outcome.words() + ":");
                others.forEach(
                        result -> lines.add(INDENT + result.check().id() + ": " + String.join("; ", result.notes())));
            }
        }
        lines.add("");
        lines.add("What this check cannot know:");
        report.unknowns().forEach(text -> lines.add(INDENT + text));
        return String.join("\n", lines);
    }

    /** How many results there are of each outcome; outcomes without one are not named. */
    static String counts(List<CheckResult> results) {
        return Arrays.stream(CheckOutcome.values())
                .filter(outcome -> ConformanceReport.count(results, outcome) > 0)
                .map(outcome -> ConformanceReport.count(results, outcome) + " " + outcome.words())
                .collect(Collectors.joining(", "));
    }

    private static List<String> failure(CheckResult result) {
        var lines = new ArrayList<String>();
        lines.add("");
        lines.add("failed " + result.check().id() + " (" + result.failures() + " of " + result.examined() + "): "
                + result.check().title());
        result.evidence().forEach(evidence -> {
            lines.add(INDENT + evidence.request());
            lines.add(INDENT + "came:     " + evidence.received());
            lines.add(INDENT + "expected: " + evidence.expected());
        });
        return lines;
    }
}
