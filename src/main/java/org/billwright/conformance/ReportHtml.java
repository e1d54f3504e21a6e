package org.billwright.conformance;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.billwright.http.DisplayText;

/** A report as a page of HTML: the summary first, then failures, then what cannot be known, then each check. */
final class ReportHtml {
    private static final String STYLE = """
            body { font: 15px/1.45 system-ui, sans-serif; color: #1b1f24; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
            h1 { font-size: 1.4rem; margin: 0; overflow-wrap: anywhere; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
            .when, .clause { color: #57606a; } .verdict { font-size: 1.15rem; font-weight: 700; margin: 1rem 0; }
            table { width: 100%; border-collapse: collapse; } td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
            th { text-align: left; color: #57606a; font-weight: 600; border-bottom: 1px solid #8c959f; }
            td[class] { white-space: nowrap; } th, td { padding: .3rem .4rem; vertical-align: top; } td { border-bottom: 1px solid #eaeef2; }
            code, pre { font: 12.5px/1.4 ui-monospace, monospace; } code { overflow-wrap: anywhere; }
            pre { background: #f6f8fa; padding: .5rem .7rem; white-space: pre-wrap; overflow-wrap: anywhere; margin: .3rem 0; }
            .failed { color: #b3261e; } .passed { color: #1a7f37; } .cannotKnow, .notSupported, .skipped { color: #7a5900; }
            section.finding { border-left: 4px solid #b3261e; padding-left: .8rem; margin: 1rem 0; }
            dl { margin: .2rem 0 .8rem; } dt { color: #57606a; } dd { margin: 0 0 .2rem; overflow-wrap: anywhere; }
            """;

    private ReportHtml() {}

    static String of(ConformanceReport report) {
        var failures = report.of(CheckOutcome.FAILED).toList();
        var page = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
                .append(DisplayText.escaped(report.title()))
                .append("</title>\n<style>\n")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n<h1>")
                .append(DisplayText.escaped(report.title()))
                .append("</h1>\n<p class=\"when\">")
                .append(DisplayText.escaped(report.circumstances()))
                .append("</p>\n")
                .append(verdict(failures))
                .append(summary(report));
        if (!failures.isEmpty()) {
            page.append("<h2>Failures</h2>\n");
            failures.forEach(result -> page.append(finding(result)));
        }
        page.append("<h2>What this check cannot know</h2>\n<ul>\n");
        report.unknowns()
                .forEach(text ->
                        page.append("<li>").append(DisplayText.escaped(text)).append("</li>\n"));
        return page.append("</ul>\n")
                .append(all(report.results()))
                .append("</body>\n</html>\n")
                .toString();
    }

    private static String verdict(List<CheckResult> failures) {
        return failures.isEmpty()
                ? "<p class=\"verdict passed\">No check failed.</p>\n"
                : "<p class=\"verdict failed\">" + failures.size() + (failures.size() == 1 ? " check" : " checks")
                        + " failed.</p>\n";
    }

    private static String summary(ConformanceReport report) {
        var rows = new StringBuilder();
        for (var group : CheckGroup.values()) {
            var results = report.results().stream()
                    .filter(result -> result.check().group() == group)
                    .toList();
            if (!results.isEmpty()) {
                rows.append(counts(group.title(), results));
            }
        }
        var heads = Arrays.stream(CheckOutcome.values())
                .map(outcome -> "<th class=\"n\">" + outcome.words() + "</th>")
                .collect(Collectors.joining());
        return "<table>\n<tr><th>Checks</th>" + heads + "</tr>\n" + rows + counts("All", report.results())
                + "</table>\n";
    }

    private static String counts(String title, List<CheckResult> results) {
        var cells = Arrays.stream(CheckOutcome.values())
                .map(outcome -> {
                    long count = ConformanceReport.count(results, outcome);
                    return "<td class=\"n" + (count > 0 ? " " + outcome.code() : "") + "\">" + (count > 0 ? count : "")
                            + "</td>";
                })
                .collect(Collectors.joining());
        return "<tr><td>" + DisplayText.escaped(title) + "</td>" + cells + "</tr>\n";
    }

    private static String finding(CheckResult result) {
        var check = result.check();
        var text = new StringBuilder("<section class=\"finding\">\n<strong>")
                .append(DisplayText.escaped(check.title()))
                .append("</strong><br><code>")
                .append(DisplayText.escaped(check.id()))
                .append("</code> <span class=\"clause\">")
                .append(DisplayText.escaped(check.clause()))
                .append("; ")
                .append(result.failures())
                .append(" of ")
                .append(result.examined())
                .append("</span>\n");
        result.evidence()
                .forEach(evidence -> text.append("<pre>")
                        .append(DisplayText.escaped(evidence.request()))
                        .append("</pre>\n<dl><dt>came</dt><dd>")
                        .append(DisplayText.escaped(evidence.received()))
                        .append("</dd><dt>expected</dt><dd>")
                        .append(DisplayText.escaped(evidence.expected()))
                        .append("</dd></dl>\n"));
        return text.append("</section>\n").toString();
    }

    private static String all(List<CheckResult> results) {
        var rows = new StringBuilder(
                "<h2>All checks</h2>\n<table>\n<tr><th>Check</th><th>Outcome</th><th class=\"n\">Examined</th></tr>\n");
        for (var result : results) {
            rows.append("<tr><td>")
                    .append(DisplayText.escaped(result.check().title()))
                    .append("<br><code>")
                    .append(DisplayText.escaped(result.check().id()))
                    .append("</code> <span class=\"clause\">")
                    .append(DisplayText.escaped(result.check().clause()))
                    .append("</span>");
            result.notes().forEach(note -> rows.append("<br>").append(DisplayText.escaped(note)));
            rows.append("</td><td class=\"")
                    .append(result.outcome().code())
                    .append("\">")
                    .append(result.outcome().words())
                    .append("</td><td class=\"n\">")
                    .append(result.examined())
                    .append("</td></tr>\n");
        }
        return rows.append("</table>\n").toString();
    }
}
