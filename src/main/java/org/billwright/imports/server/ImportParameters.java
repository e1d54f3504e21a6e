package org.billwright.imports.server;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.billwright.http.ApiRequest;
import org.billwright.imports.check.CheckMode;
import org.billwright.imports.job.ImportOptions;
import org.billwright.json.TmfVersion;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.problem.QuotedInput;
import org.billwright.tax.TaxRateUnit;

/** The parameters of operations on imports. What is read of them is removed, so that what is left is unknown. */
final class ImportParameters {
    private static final long MOST_REJECTS = 10_000;
    private static final String CSV = "text/csv";

    /** The media types of bodies. */
    static final List<String> BODIES =
            List.of("application/x-ndjson", "application/ndjson", CSV, "application/gzip", "application/zstd");

    private final Map<String, String> given = new HashMap<>();

    /** The parameters of a query string. */
    ImportParameters(String query) {
        Arrays.stream(query.split("&", -1)).filter(part -> !part.isEmpty()).forEach(part -> {
            var nameAndValue = part.split("=", 2);
            given.put(nameAndValue[0], nameAndValue.length == 2 ? nameAndValue[1] : "");
        });
    }

    /** A parameter. */
    Optional<String> take(String name) {
        return Optional.ofNullable(given.remove(name));
    }

    /** A whole number. */
    int number(String name, int otherwise, int most) {
        var text = take(name).orElse(String.valueOf(otherwise));
        require(text.matches("\\d{1,7}") && Integer.parseInt(text) <= most, name, text, "0 to " + most);
        return Integer.parseInt(text);
    }

    /** Refuses what is left: "an import has no parameter 'x'; it has accounts and events". */
    void requireNone(String subject, String has) {
        given.keySet().forEach(name -> {
            throw new ProblemException(
                    new Problem.MalformedQuery(subject + " no parameter '" + QuotedInput.of(name) + "'; " + has));
        });
    }

    /** The id of the mapping of a CSV body, which may be compressed. */
    Optional<String> mapping(ApiRequest call) {
        var mapping = take("mapping");
        boolean isCsv = call.mediaType().equalsIgnoreCase(CSV);
        if (isCsv && mapping.isEmpty()) {
            throw new ProblemException(new Problem.MalformedQuery(
                    "a CSV body needs the parameter 'mapping', the id of a CSV mapping, such as mapping=bills"));
        }
        if (mapping.isPresent() && call.mediaType().toLowerCase(Locale.ROOT).endsWith("ndjson")) {
            throw new ProblemException(
                    new Problem.MalformedQuery("'mapping' is for a CSV body, which has the Content-Type " + CSV
                            + ", application/gzip or application/zstd"));
        }
        return mapping;
    }

    /** {@code reconcile}, {@code accounts}, {@code taxRate} and {@code tmf}, as the command line has them. */
    ImportOptions checks() {
        var reconcile = checkMode("reconcile", CheckMode.STRICT);
        var accounts = checkMode("accounts", CheckMode.WARN);
        var tmf = take("tmf");
        var taxRate = take("taxRate");
        require(tmf.isEmpty() || tmf.flatMap(TmfVersion::of).isPresent(), "tmf", tmf.orElse(""), "v4 or v5");
        require(
                taxRate.isEmpty() || taxRate.flatMap(TaxRateUnit::of).isPresent(),
                "taxRate",
                taxRate.orElse(""),
                "percent or fraction");
        return ImportOptions.DEFAULTS
                .withVersion(tmf.flatMap(TmfVersion::of))
                .withChecks(reconcile, accounts)
                .withTaxRate(taxRate.flatMap(TaxRateUnit::of));
    }

    /** All options of an import: the {@link #checks}, {@code events}, {@code dryRun} and {@code maxRejects}. */
    ImportOptions options() {
        var checks = checks();
        boolean events = isOn("events");
        boolean dryRun = isOn("dryRun");
        var most = take("maxRejects").orElse(String.valueOf(MOST_REJECTS));
        requireNone(
                "an import has", "it has accounts, dryRun, events, mapping, maxRejects, reconcile, taxRate and tmf");
        require(
                most.matches("\\d{1,5}") && Long.parseLong(most) <= MOST_REJECTS,
                "maxRejects",
                most,
                "0 to " + MOST_REJECTS);
        return checks.withEvents(events).withDryRun(dryRun).withMaxRejects(Long.parseLong(most));
    }

    private boolean isOn(String name) {
        var word = take(name).orElse("off");
        require(List.of("on", "off").contains(word), name, word, "on or off");
        return word.equals("on");
    }

    private CheckMode checkMode(String name, CheckMode other) {
        var word = take(name).orElse(other.name().toLowerCase(Locale.ROOT));
        require(List.of("strict", "warn", "off").contains(word), name, word, "strict, warn or off");
        return CheckMode.valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** Refuses a value that does not fit. */
    static void require(boolean fits, String name, String given, String expected) {
        if (!fits) {
            throw new ProblemException(new Problem.InvalidValue(name, given, expected));
        }
    }
}
