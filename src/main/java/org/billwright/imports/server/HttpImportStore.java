package org.billwright.imports.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.billwright.imports.check.CheckMode;
import org.billwright.imports.job.ImportJobStore;
import org.billwright.imports.job.ImportOptions;
import org.billwright.json.DateTimes;
import org.billwright.json.Json;
import org.billwright.json.JsonValues;
import org.billwright.json.TmfVersion;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.tax.TaxRateUnit;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;

/** Every statement about imports over HTTP. */
public final class HttpImportStore {
    private static final String MAPPING = "mapping";
    private static final String DRY_RUN = "dryRun";

    /** The mapping as it was when the import was accepted: a later change is not for it. */
    private static final String MAPPING_TEXT = "mappingText";

    private static final String SELECT =
            "select *, options ->> 'mapping' as mapping, options ->> 'dryRun' = 'true' as dry_run from import_job";

    private HttpImportStore() {}

    /**
     * Adds an import that waits in the queue.
     *
     * @param mapping the id of the mapping of its body, where that is CSV
     */
    public static void add(
            Handle tx, String tenant, String id, ImportOptions options, Optional<String> mapping, Clock clock) {
        tx.createUpdate("""
                        insert into import_job (tenant, id, sources, state, options, started_at, updated_at)
                        values (:tenant, :id, :sources, 'waiting', :options::json, :now, :now)
                        """)
                .bind("tenant", tenant)
                .bind("id", id)
                .bindArray("sources", String.class, List.of("the body"))
                .bind("options", Json.write(written(options, mapping, tx, tenant)))
                .bind("now", DateTimes.now(clock))
                .execute();
    }

    private static ObjectNode written(ImportOptions options, Optional<String> mapping, Handle tx, String tenant) {
        var written = Json.object()
                .put("reconcile", options.reconcile().name())
                .put("accounts", options.accounts().name())
                .put("events", options.events())
                .put(DRY_RUN, options.dryRun())
                .put("maxRejects", options.maxRejects());
        options.version().ifPresent(version -> written.put("tmf", version.code()));
        options.taxRate().ifPresent(unit -> written.put("taxRate", unit.code()));
        mapping.ifPresent(id -> written.put(MAPPING, id).put(MAPPING_TEXT, requireMapping(tx, tenant, id)));
        return written;
    }

    private static String requireMapping(Handle tx, String tenant, String id) {
        return CsvMappingStore.find(tx, tenant, id)
                .orElseThrow(
                        () -> new ProblemException(new Problem.InvalidValue(MAPPING, id, "the id of a CSV mapping")));
    }

    /**
     * An import that was accepted over HTTP.
     *
     * @param isInFlight whether it is waiting or running
     * @param mapping the text of the mapping of its body, where that is CSV
     */
    record HttpImport(boolean isInFlight, ImportOptions options, Optional<String> mapping) {}

    /** The import with this id. */
    static Optional<HttpImport> find(Handle tx, String tenant, String id) {
        return tx.createQuery("""
                        select state in ('waiting', 'running') as in_flight, options::text as options from import_job
                        where tenant = :tenant and id = :id and options is not null
                        """)
                .bind("tenant", tenant)
                .bind("id", id)
                .map((row, context) -> {
                    var options = Json.stored(row.getString("options"));
                    var mapping = Optional.ofNullable(options.path(MAPPING_TEXT).textValue());
                    return new HttpImport(row.getBoolean("in_flight"), read(options), mapping);
                })
                .findOne();
    }

    private static ImportOptions read(ObjectNode options) {
        return ImportOptions.DEFAULTS
                .withVersion(
                        Optional.ofNullable(options.path("tmf").textValue()).flatMap(TmfVersion::of))
                .withChecks(
                        CheckMode.valueOf(options.path("reconcile").asText()),
                        CheckMode.valueOf(options.path("accounts").asText(CheckMode.WARN.name())))
                .withTaxRate(JsonValues.text(options, "taxRate").flatMap(TaxRateUnit::of))
                .withEvents(options.path("events").asBoolean())
                .withDryRun(options.path(DRY_RUN).asBoolean())
                .withMaxRejects(options.path("maxRejects").asLong());
    }

    /** The import as a JSON document. */
    static Optional<ObjectNode> document(Handle tx, String tenant, String id) {
        return tx.createQuery(SELECT + " where tenant = :tenant and id = :id and options is not null")
                .bind("tenant", tenant)
                .bind("id", id)
                .reduceRows(Optional.<ObjectNode>empty(), (none, row) -> Optional.of(document(row)));
    }

    /**
     * The imports of a tenant as JSON documents, the newest first; of all states if none is given.
     *
     * @param state one or several, with commas between them
     * @param after the id of the import that they are older than
     */
    static List<ObjectNode> documents(
            Handle tx, String tenant, Optional<String> state, Optional<String> after, int limit, int offset) {
        return tx.createQuery(SELECT + """
                         where tenant = :tenant and options is not null and (:state::text is null or state = any(string_to_array(:state::text, ',')))
                            and (:after::text is null or id < :after::text)
                        order by id desc
                        limit :limit offset :offset
                        """)
                .bind("tenant", tenant)
                .bind("state", state)
                .bind("after", after)
                .bind("limit", limit)
                .bind("offset", offset)
                .reduceRows(new ArrayList<ObjectNode>(), (found, row) -> {
                    found.add(document(row));
                    return found;
                });
    }

    /** How many imports there are in a state, or in all. */
    static long count(Handle tx, String tenant, Optional<String> state) {
        return tx.createQuery("""
                        select count(*) from import_job
                        where tenant = :tenant and options is not null and (:state::text is null or state = any(string_to_array(:state::text, ',')))
                        """)
                .bind("tenant", tenant)
                .bind("state", state)
                .mapTo(Long.class)
                .one();
    }

    private static ObjectNode document(RowView row) {
        var document = Json.object()
                .put("id", row.getColumn("id", String.class))
                .put("state", row.getColumn("state", String.class))
                .put("line", row.getColumn("line_no", Long.class));
        document.put("loaded", row.getColumn("loaded", Long.class))
                .put("unchanged", row.getColumn("unchanged", Long.class))
                .put("rejected", row.getColumn("rejected", Long.class))
                .put("warnings", row.getColumn("warnings", Long.class))
                .put("skipped", row.getColumn("skipped", Long.class));
        document.put("billDifferences", row.getColumn("bill_differences", Long.class))
                .put("missingAccountCount", row.getColumn("missing_account_count", Long.class));
        var missing = document.putArray("missingAccounts");
        List.of(row.getColumn("missing_accounts", String[].class)).forEach(missing::add);
        var refunds = document.putArray("refundWarnings");
        List.of(row.getColumn("refund_warnings", String[].class)).forEach(refunds::add);
        Optional.ofNullable(row.getColumn("dry_run", Boolean.class))
                .filter(isDryRun -> isDryRun)
                .ifPresent(isDryRun -> document.put(DRY_RUN, true));
        Optional.ofNullable(row.getColumn("mapping", String.class)).ifPresent(id -> document.put(MAPPING, id));
        Optional.ofNullable(row.getColumn("problem", String.class)).ifPresent(text -> document.put("problem", text));
        return document.put("startedAt", DateTimes.format(row.getColumn("started_at", OffsetDateTime.class)))
                .put("updatedAt", DateTimes.format(row.getColumn("updated_at", OffsetDateTime.class)));
    }

    /** Cancels an import; false where it was not in flight. */
    static boolean cancel(Handle tx, String tenant, String id, Clock clock) {
        return end(tx, tenant, id, "cancelled", Optional.empty(), clock);
    }

    /** Says why an import does not go on now; whether it is in flight. */
    static boolean delay(Handle tx, String tenant, String id, String problem) {
        return tx.createUpdate("""
                                update import_job set problem = :problem
                                where tenant = :tenant and id = :id and state in ('waiting', 'running')
                                """)
                        .bind("tenant", tenant)
                        .bind("id", id)
                        .bind("problem", problem)
                        .execute()
                > 0;
    }

    /** Ends an import that failed. */
    static void fail(Handle tx, String tenant, String id, String problem, Clock clock) {
        end(tx, tenant, id, "failed", Optional.of(problem), clock);
    }

    private static boolean end(
            Handle tx, String tenant, String id, String state, Optional<String> problem, Clock clock) {
        boolean ended = tx.createUpdate("""
                                update import_job set state = :state, problem = :problem, updated_at = :now
                                where tenant = :tenant and id = :id and options is not null and state in ('waiting', 'running')
                                """)
                        .bind("tenant", tenant)
                        .bind("id", id)
                        .bind("state", state)
                        .bind("problem", problem)
                        .bind("now", DateTimes.now(clock))
                        .execute()
                > 0;
        if (ended) {
            ImportJobStore.deleteWorkingData(tx, tenant, id);
        }
        return ended;
    }
}
