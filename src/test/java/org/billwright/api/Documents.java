package org.billwright.api;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.billwright.access.Caller;
import org.billwright.format.FileFormat;
import org.billwright.imports.job.Import;
import org.billwright.imports.job.ImportCounts;
import org.billwright.imports.job.ImportListener;
import org.billwright.imports.job.ImportOptions;
import org.billwright.imports.job.ImportSource;
import org.billwright.store.Database;

/** Loads documents by an import, as an integrator would. */
public final class Documents {
    private Documents() {}

    /** Loads documents into the tests' database; none may be rejected. */
    public static void load(String... documents) {
        load(Store.database(), documents);
    }

    /** Loads documents into a database; none may be rejected. */
    public static void load(Database database, String... documents) {
        var result = tryLoad(database, documents);
        if (!result.rejected().isEmpty()) {
            throw new AssertionError(result.rejected().toString());
        }
    }

    /** Loads documents, some of which may be rejected. */
    public static Result tryLoad(Database database, String... documents) {
        return tryLoad(database, ImportOptions.DEFAULTS, documents);
    }

    /** The same, with options. */
    public static Result tryLoad(Database database, ImportOptions options, String... documents) {
        var lines = Stream.of(documents).map(d -> d.replace("\n", " ")).collect(Collectors.joining("\n"));
        var in = new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8));
        var rejected = new ArrayList<Rejected>();
        var listener = new ImportListener() {
            @Override
            public void rejected(String source, long line, String reason) {
                rejected.add(new Rejected(line, reason));
            }
        };
        var sources = List.of(ImportSource.of("test", in, FileFormat.NDJSON));
        var report = new Import(database, Store.TENANT, Clock.systemUTC(), sources, options, listener)
                .run(Caller.system("import", Store.TENANT));
        return new Result(report.counts(), List.copyOf(rejected));
    }

    /** What an import did. */
    public record Result(ImportCounts counts, List<Rejected> rejected) {}

    /** A line that was not loaded. */
    public record Rejected(long line, String reason) {}

    /** An account's document. */
    public static String account(String id, String currency) {
        return """
            {"@type":"BillingAccount","id":"%s","name":"Test %s","currency":"%s","timeZone":"America/Puerto_Rico",
             "relatedParty":[{"id":"party-%s","name":"Party","role":"customer"}]}""".formatted(id, id, currency, id);
    }

    /** An unbilled rate's document, taxed at 11.5 percent. */
    public static String rate(String id, String account, String unit, String value) {
        return """
            {"@type":"AppliedCustomerBillingRate","id":"%s","isBilled":false,"billingAccount":{"id":"%s"},
             "type":"usageCharge","date":"2026-05-01T00:00:00Z","description":"Usage %s",
             "taxExcludedAmount":{"unit":"%s","value":%s},
             "appliedTax":[{"taxCategory":"IVU","taxRate":10.5},{"taxCategory":"MUNI","taxRate":1}]}""".formatted(id, account, id, unit, value);
    }
}
