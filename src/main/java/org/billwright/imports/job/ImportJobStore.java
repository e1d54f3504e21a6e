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

/** Every statement about imports and what of them waits. */
public final class ImportJobStore {
    private final String tenant;
    private final Clock clock;

    ImportJobStore(String tenant, Clock clock) {
        this.tenant = tenant;
        this.clock = clock;
    }

    /** How far an import has come. */
    record ImportJob(String id, ImportPosition position, ImportCounts tally, long rejectsBytes) {}

    /** Somebody took it back. */
    public static final class ImportCancelled extends RuntimeException {
        private ImportCancelled() {
            super("the import was taken back", null, false, false);
        }
    }

    /** A line that waits for its bill. */
    record DeferredLine(InputRecord line, DocumentType kind, String document) {}

    /** The newest import of the same that was broken off, whose last transaction is waited for. */
    Optional<ImportJob> resumable(Handle tx, String identity) {
        return tx.createQuery("""
                        select * from import_job
                        where tenant = :tenant and fingerprint = :identity and state in ('running', 'stopped')
                        order by started_at desc
                        limit 1
                        for update
                        """)
                .bind("tenant", tenant)
                .bind("identity", identity)
                .reduceRows(Optional.<ImportJob>empty(), (none, row) -> Optional.of(job(row)));
    }

    private static ImportJob job(RowView row) {
        var tally = new ImportCounts(
                row.getColumn("loaded", Long.class),
                row.getColumn("unchanged", Long.class),
                row.getColumn("rejected", Long.class),
                row.getColumn("warnings", Long.class));
        return new ImportJob(
                row.getColumn("id", String.class),
                new ImportPosition(row.getColumn("source_no", Integer.class), row.getColumn("line_no", Long.class)),
                tally,
                row.getColumn("rejects_bytes", Long.class));
    }

    /** Adds one, in place of those of the same that were broken off. */
    ImportJob begin(Handle tx, Optional<String> identity, List<String> sources) {
        tx.createQuery("""
                        update import_job set state = 'cancelled', updated_at = :now
                        where tenant = :tenant and fingerprint = :identity and state in ('running', 'stopped')
                        returning id
                        """)
                .bind("tenant", tenant)
                .bind("identity", identity)
                .bind("now", DateTimes.now(clock))
                .mapTo(String.class)
                .list()
                .forEach(brokenOff -> forget(tx, tenant, brokenOff));
        var id = Ids.next();
        tx.createUpdate("""
                        insert into import_job (tenant, id, fingerprint, sources, state, started_at, updated_at)
                        values (:tenant, :id, :identity, :sources, 'running', :now, :now)
                        """)
                .bind("tenant", tenant)
                .bind("id", id)
                .bind("identity", identity)
                .bindArray("sources", String.class, sources)
                .bind("now", DateTimes.now(clock))
                .execute();
        return new ImportJob(id, new ImportPosition(0, 0), ImportCounts.NONE, 0);
    }

    /** One that was accepted, running from now on. */
    ImportJob accepted(Handle tx, String id) {
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

    /** Makes sure that nobody else goes on with it until this transaction ends. */
    void lock(Handle tx, ImportJob job) {
        var standing = tx.createQuery("""
                        select case state
                            when 'cancelled' then 'taken back'
                            else ((source_no, line_no, rejects_bytes) = (:source, :line, :rejectsBytes))::text
                            end
                        from import_job where tenant = :tenant and id = :id for update
                        """)
                .bind("tenant", tenant)
                .bind("id", job.id())
                .bind("source", job.position().source())
                .bind("line", job.position().line())
                .bind("rejectsBytes", job.rejectsBytes())
                .mapTo(String.class)
                .findOne()
                .orElse("");
        if (standing.equals("taken back")) {
            throw new ImportCancelled();
        }
        if (!standing.equals("true")) {
            throw new IllegalStateException("another process is going on with this import");
        }
    }

    /** Writes how far it has come. */
    void advance(Handle tx, ImportJob job, String state) {
        tx.createUpdate("""
                        update import_job
                        set source_no = :source, line_no = :line, loaded = :loaded, unchanged = :unchanged,
                            rejected = :refused, warnings = :warned, rejects_bytes = :rejectsBytes, state = :state,
                            updated_at = :now
                        where tenant = :tenant and id = :id
                        """)
                .bind("tenant", tenant)
                .bind("id", job.id())
                .bind("source", job.position().source())
                .bind("line", job.position().line())
                .bindMethods(job.tally())
                .bind("rejectsBytes", job.rejectsBytes())
                .bind("state", state)
                .bind("now", DateTimes.now(clock))
                .execute();
    }

    /** Takes away what is only there so that an import can go on: one that has ended, and is not to, has no lines that wait. */
    public static void forget(Handle tx, String tenant, String id) {
        for (var table : List.of("import_deferred_line", "import_bill")) {
            tx.createUpdate("delete from " + table + " where tenant = :tenant and job_id = :job")
                    .bind("tenant", tenant)
                    .bind("job", id)
                    .execute();
        }
    }

    /** Keeps lines that wait for their bills. */
    void keep(Handle tx, ImportJob job, List<DeferredLine> lines) {
        var batch = tx.prepareBatch("""
                insert into import_deferred_line (tenant, job_id, source_no, line_no, document_type, doc, line)
                values (:tenant, :job, :source, :line, :kind, :doc::json, :bytes)
                """);
        for (var later : lines) {
            batch.bind("tenant", tenant)
                    .bind("job", job.id())
                    .bind("source", later.line().source())
                    .bind("line", later.line().number())
                    .bind("kind", later.kind().name())
                    .bind("doc", later.document())
                    .bind("bytes", later.line().bytes())
                    .add();
        }
        if (!lines.isEmpty()) {
            batch.execute();
        }
    }

    /** Takes the first lines of those that wait, one at the least. */
    List<DeferredLine> take(Handle tx, ImportJob job, int mostLines, long mostBytes) {
        return tx.createQuery("""
                        with taken as (
                            delete from import_deferred_line
                            where (tenant, job_id, source_no, line_no) in (
                                select tenant, job_id, source_no, line_no
                                from (
                                    select tenant, job_id, source_no, line_no, octet_length(line) as bytes,
                                        sum(octet_length(line)) over (order by source_no, line_no) as bytes_so_far
                                    from import_deferred_line
                                    where tenant = :tenant and job_id = :job
                                    order by source_no, line_no
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

    /** What waits. */
    DeferredQuota waiting(Handle tx, ImportJob job) {
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
