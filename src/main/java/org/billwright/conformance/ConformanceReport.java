package org.billwright.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.billwright.json.DateTimes;
import org.billwright.json.Json;

/** What the check of a server has come to. */
public final class ConformanceReport {
    private final URI base;
    private final ServedVersion version;
    private final OffsetDateTime time;
    private final int requests;
    private final Map<String, Integer> samples;
    private final List<CheckResult> results;
    private final List<String> unknowns;

    /** @param samples how many resources of each kind were looked at */
    ConformanceReport(
            URI base,
            ServedVersion version,
            OffsetDateTime time,
            int requests,
            Map<String, Integer> samples,
            boolean areChangesMade,
            List<CheckResult> results) {
        this.base = base;
        this.version = version;
        this.time = time;
        this.requests = requests;
        this.samples = samples;
        this.results = results.stream()
                .sorted(Comparator.comparing(result -> result.check().group()))
                .toList();
        this.unknowns = Unknowns.of(samples, areChangesMade);
    }

    /** Whether a check failed. */
    public boolean hasFailed() {
        return count(results, CheckOutcome.FAILED) > 0;
    }

    /** Whether there was nothing to look at: no resource in any list. */
    public boolean isEmpty() {
        return samples.values().stream().allMatch(size -> size == 0);
    }

    List<CheckResult> results() {
        return results;
    }

    List<String> unknowns() {
        return unknowns;
    }

    String title() {
        return "TMF678 " + version.version().code() + " at " + base;
    }

    /** When, how, and how much was looked at. */
    String circumstances() {
        return DateTimes.format(time) + ", " + requests + " requests; version "
                + version.version().code() + " " + version.source();
    }

    Stream<CheckResult> of(CheckOutcome outcome) {
        return results.stream().filter(result -> result.outcome() == outcome);
    }

    static long count(List<CheckResult> results, CheckOutcome outcome) {
        return results.stream().filter(result -> result.outcome() == outcome).count();
    }

    /** The report as a JSON document. */
    public ObjectNode document() {
        var document = Json.object()
                .put("url", base.toString())
                .put("version", version.version().code())
                .put("versionSource", version.source())
                .put("time", DateTimes.format(time))
                .put("requests", requests);
        var sizes = document.putObject("sample");
        samples.forEach(sizes::put);
        var summary = document.putObject("summary");
        for (var outcome : CheckOutcome.values()) {
            summary.put(outcome.code(), count(results, outcome));
        }
        var checks = document.putArray("check");
        results.forEach(result -> checks.add(result.document()));
        var unknown = document.putArray("cannotKnow");
        unknowns.forEach(unknown::add);
        return document;
    }

    /** The report for a terminal. */
    public String text() {
        return ReportText.of(this);
    }

    /** The report as one page of HTML, which needs no other file. */
    public String html() {
        return ReportHtml.of(this);
    }
}
