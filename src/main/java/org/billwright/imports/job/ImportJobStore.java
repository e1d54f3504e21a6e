package org.billwright.imports.job;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.billwright.format.DocumentType;
import org.billwright.imports.check.InputRecord;
import org.billwright.json.DateTimes;
import org.billwright.store.Ids;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;

/** Every statement about import jobs and their deferred lines. */
public final class ImportJobStore {
    private final String tenant;
    private final Clock clock;

    ImportJobStore(String tenant, Clock clock) {
        this.tenant = tenant;
        this.clock = clock;
    }

    /** The newest interrupted import with this fingerprint, locked. */
    Optional<ImportJob> resumable(Handle tx, String fingerprint) {
        return tx.createQuery("""
                        select * from import_job
                        where tenant = :tenant and fingerprint = :fingerprint and state in ('running', 'stopped')
                        order by started_at desc
                        limit 1
                        for update
                        """)
                .bind("tenant", tenant)
                .bind("fingerprint", fingerprint)
                .reduceRows(Optional.<ImportJob>empty(), (none, row) -> Optional.of(job(row)));
    }

    private static ImportJob job(RowView row) {
        var counts = new ImportCounts(
                row.getColumn("loaded", Long.class),
                row.getColumn("unchanged", Long.class),
                row.getColumn("rejected", Long.class),
                row.getColumn("warnings", Long.class),
                row.getColumn("skipped", Long.class));
        return new ImportJob(
                row.getColumn("id", String.class),
                new ImportPosition(row.getColumn("source_no", Integer.class), row.getColumn("line_no", Long.class)),
                counts,
                row.getColumn("rejects_bytes", Long.class));
    }

    /** Adds a job, and cancels the interrupted ones with its fingerprint. */
    ImportJob begin(Handle tx, Optional<String> fingerprint, List<String> sources) {
        tx.createQuery("""
                        update import_job set state = 'cancelled', updated_at = :now
                        where tenant = :tenant and fingerprint = :fingerprint and state in ('running', 'stopped')
                        returning id
                        """)
                .bind("tenant", tenant)
                .bind("fingerprint", fingerprint)
                .bind("now", DateTimes.now(clock))
                .mapTo(String.class)
                .list()
                .forEach(interrupted -> deleteWorkingData(tx, tenant, interrupted));
        var id = Ids.next();
        tx.createUpdate("""
                        insert into import_job (tenant, id, fingerprint, sources, state, started_at, updated_at)
                        values (:tenant, :id, :fingerprint, :sources, 'running', :now, :now)
                        """)
                .bind("tenant", tenant)
                .bind("id", id)
                .bind("fingerprint", fingerprint)
                .bindArray("sources", String.class, sources)
                .bind("now", DateTimes.now(clock))
                .execute();
        return new ImportJob(id, new ImportPosition(0, 0), ImportCounts.NONE, 0);
    }

    /** Starts or resumes a job that was accepted over HTTP. */
    ImportJob start(Handle tx, String id) {
        return tx.createQuery("""
                        update import_job set state = 'running', updated_at = :now
                        where tenant = :tenant and id = :id and state in ('waiting', 'running')
                        returning *
                        """)
                .bind("tenant", tenant)
                .bind("id", id)
                .bind("now", DateTimes.now(clock))
                .reduceRows(Optional.<ImportJob>empty(), (none, row) -> Optional.of(job(row)))
                .orElseThrow(ImportCancelled::new);
    }

    /**
     * Locks the job until the transaction ends.
     *
     * @throws ImportCancelled where it was cancelled meanwhile
     * @throws IllegalStateException where another process has resumed it
     */
    void lock(Handle tx, ImportJob job) {
        var lock = tx.createQuery("""
                        select state = 'cancelled' as cancelled,
                            (source_no, line_no, rejects_bytes) = (:source, :line, :rejectsBytes) as unchanged
                        from import_job
                        where tenant = :tenant and id = :id
                        for update
                        """)
                .bind("tenant", tenant)
                .bind("id", job.id())
                .bind("source", job.position().source())
                .bind("line", job.position().line())
                .bind("rejectsBytes", job.rejectsBytes())
                .map((row, context) -> new Lock(row.getBoolean("cancelled"), row.getBoolean("unchanged")))
                .findOne()
                .orElse(new Lock(false, false));
        if (lock.isCancelled()) {
            throw new ImportCancelled();
        }
        if (!lock.isUnchanged()) {
            throw new IllegalStateException(
                    "another process has resumed this import and continues it; nothing is lost");
        }
    }

    /**
     * Checks without a lock that the job is still wanted; its id.
     *
     * @throws ImportCancelled where it was cancelled meanwhile
     */
    String requireWanted(Handle tx, ImportJob job) {
        return tx.createQuery("select id from import_job where tenant = :tenant and id = :id and state <> 'cancelled'")
                .bind("tenant", tenant)
                .bind("id", job.id())
                .mapTo(String.class)
                .findOne()
                .orElseThrow(ImportCancelled::new);
    }

    /** The state in which a job was locked. */
    private record Lock(boolean isCancelled, boolean isUnchanged) {}

    /** Records the progress. */
    void advance(Handle tx, ImportJob job, String state) {
        tx.createUpdate("""
                        update import_job
                        set source_no = :source, line_no = :line, loaded = :loaded, unchanged = :unchanged,
                            rejected = :rejected, warnings = :warnings, skipped = :skipped, rejects_bytes = :rejectsBytes, state = :state,
                            problem = null, updated_at = :now
                        where tenant = :tenant and id = :id
                        """)
                .bind("tenant", tenant)
                .bind("id", job.id())
                .bind("source", job.position().source())
                .bind("line", job.position().line())
                .bindMethods(job.counts())
                .bind("rejectsBytes", job.rejectsBytes())
                .bind("state", state)
                .bind("now", DateTimes.now(clock))
                .execute();
    }

    /** Records the end and what was checked there. */
    void end(Handle tx, ImportJob job, ImportReport report, Optional<String> problem) {
        advance(tx, job, report.end().code());
        tx.createUpdate("""
                        update import_job
                        set bill_differences = :differences, missing_account_count = :missing, missing_accounts = :first,
                            refund_warnings = :refunds, problem = :problem
                        where tenant = :tenant and id = :id
                        """)
                .bind("tenant", tenant)
                .bind("id", job.id())
                .bind("differences", report.differences())
                .bind("missing", report.missingAccounts().count())
                .bindArray("first", String.class, report.missingAccounts().first())
                .bindArray("refunds", String.class, report.refundWarnings())
                .bind("problem", problem)
                .execute();
    }

    /** Deletes a job and its working data. */
    static int delete(Handle tx, String tenant, String id) {
        deleteWorkingData(tx, tenant, id);
        return tx.createUpdate("delete from import_job where tenant = :tenant and id = :id")
                .bind("tenant", tenant)
                .bind("id", id)
                .execute();
    }

    /** Deletes what an import needs only while it can be resumed: its deferred lines, and what it checks at the end. */
    public static void deleteWorkingData(Handle tx, String tenant, String id) {
        for (var table : List.of(
                "import_deferred_line",
                "import_bill",
                "import_missing_account",
                "import_refunded_account",
                "import_line")) {
            tx.createUpdate("delete from " + table + " where tenant = :tenant and job_id = :job")
                    .bind("tenant", tenant)
                    .bind("job", id)
                    .execute();
        }
    }

    /** Adds deferred lines. */
    void addDeferred(Handle tx, ImportJob job, List<DeferredLine> lines) {
        var batch = tx.prepareBatch("""
                insert into import_deferred_line (tenant, job_id, source_no, line_no, document_type, doc, line)
                values (:tenant, :job, :source, :line, :kind, :doc::json, :bytes)
                """);
        for (var deferred : lines) {
            batch.bind("tenant", tenant)
                    .bind("job", job.id())
                    .bind("source", deferred.line().source())
                    .bind("line", deferred.line().number())
                    .bind("kind", deferred.kind().name())
                    .bind("doc", deferred.document())
                    .bind("bytes", deferred.line().bytes())
                    .add();
        }
        if (!lines.isEmpty()) {
            batch.execute();
        }
    }

    /** Removes the first deferred lines, at least one, and returns them: bills first, for the others may need them. */
    List<DeferredLine> takeDeferred(Handle tx, ImportJob job, int mostLines, long mostBytes) {
        return tx.createQuery("""
                        with taken as (
                            delete from import_deferred_line
                            where (tenant, job_id, source_no, line_no) in (
                                select tenant, job_id, source_no, line_no
                                from (
                                    select tenant, job_id, source_no, line_no, octet_length(line) as bytes,
                                        sum(octet_length(line)) over (order by document_type <> 'BILL', source_no, line_no) as bytes_so_far
                                    from import_deferred_line
                                    where tenant = :tenant and job_id = :job
                                    order by document_type <> 'BILL', source_no, line_no
                                    limit :lines) first
                                where bytes_so_far - bytes < :bytes)
                            returning *)
                        select source_no, line_no, document_type, doc::text as doc, line from taken order by source_no, line_no
                        """)
                .bind("tenant", tenant)
                .bind("job", job.id())
                .bind("lines", mostLines)
                .bind("bytes", mostBytes)
                .map((row, context) -> new DeferredLine(
                        new InputRecord(
                                row.getInt("source_no"),
                                row.getLong("line_no"),
                                row.getBytes("line"),
                                Optional.empty()),
                        DocumentType.valueOf(row.getString("document_type")),
                        row.getString("doc")))
                .list();
    }

    /** How much is deferred. */
    DeferredQuota deferred(Handle tx, ImportJob job) {
        return tx.createQuery("""
                        select count(*) as lines, coalesce(sum(octet_length(line)), 0)::bigint as bytes
                        from import_deferred_line where tenant = :tenant and job_id = :job
                        """)
                .bind("tenant", tenant)
                .bind("job", job.id())
                .map((row, context) -> new DeferredQuota(row.getLong("lines"), row.getLong("bytes")))
                .one();
    }
}
