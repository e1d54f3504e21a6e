package org.billwright.load;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.billwright.json.DateTimes;
import org.billwright.store.Ids;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;

/** Every statement about imports and what of them waits. */
final class Jobs {
    private final String tenant;
    private final Clock clock;

    Jobs(String tenant, Clock clock) {
        this.tenant = tenant;
        this.clock = clock;
    }

    /** How far an import has come. */
    record Job(String id, Position position, Tally tally, long rejectsBytes) {}

    /** Somebody took it back. */
    static final class TakenBack extends RuntimeException {
        private TakenBack() {
            super("the import was taken back", null, false, false);
        }
    }

    /** A line that waits for its bill. */
    record Later(Line line, Kind kind, String document) {}

    /** The newest import of the same that was broken off, whose last transaction is waited for. */
    Optional<Job> resumable(Handle tx, String identity) {
        return tx.createQuery("""
                        select * from import_job
                        where tenant = :tenant and identity = :identity and state in ('running', 'stopped')
                        order by started_at desc
                        limit 1
                        for update
                        """)
                .bind("tenant", tenant)
                .bind("identity", identity)
                .reduceRows(Optional.<Job>empty(), (none, row) -> Optional.of(job(row)));
    }

    private static Job job(RowView row) {
        var tally = new Tally(
                row.getColumn("loaded", Long.class),
                row.getColumn("unchanged", Long.class),
                row.getColumn("refused", Long.class),
                row.getColumn("warned", Long.class));
        return new Job(
                row.getColumn("id", String.class),
                new Position(row.getColumn("source_no", Integer.class), row.getColumn("line_no", Long.class)),
                tally,
                row.getColumn("rejects_bytes", Long.class));
    }

    /** Adds one, in place of those of the same that were broken off. */
    Job begin(Handle tx, Optional<String> identity, List<String> sources) {
        tx.createQuery("""
                        update import_job set state = 'cancelled', updated_at = :now
                        where tenant = :tenant and identity = :identity and state in ('running', 'stopped')
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
                        insert into import_job (tenant, id, identity, sources, state, started_at, updated_at)
                        values (:tenant, :id, :identity, :sources, 'running', :now, :now)
                        """)
                .bind("tenant", tenant)
                .bind("id", id)
                .bind("identity", identity)
                .bindArray("sources", String.class, sources)
                .bind("now", DateTimes.now(clock))
                .execute();
        return new Job(id, new Position(0, 0), Tally.NONE, 0);
    }

    /** One that was accepted, running from now on. */
    Job accepted(Handle tx, String id) {
        return tx.createQuery("""
                        update import_job set state = 'running', updated_at = :now
                        where tenant = :tenant and id = :id and state in ('waiting', 'running')
                        returning *
                        """)
                .bind("tenant", tenant)
                .bind("id", id)
                .bind("now", DateTimes.now(clock))
                .reduceRows(Optional.<Job>empty(), (none, row) -> Optional.of(job(row)))
                .orElseThrow(TakenBack::new);
    }

    /** Makes sure that nobody else goes on with it until this transaction ends. */
    void lock(Handle tx, Job job) {
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
            throw new TakenBack();
        }
        if (!standing.equals("true")) {
            throw new IllegalStateException("another process is going on with this import");
        }
    }

    /** Writes how far it has come. */
    void advance(Handle tx, Job job, String state) {
        tx.createUpdate("""
                        update import_job
                        set source_no = :source, line_no = :line, loaded = :loaded, unchanged = :unchanged,
                            refused = :refused, warned = :warned, rejects_bytes = :rejectsBytes, state = :state,
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
    static void forget(Handle tx, String tenant, String id) {
        for (var table : List.of("import_later", "import_bill")) {
            tx.createUpdate("delete from " + table + " where tenant = :tenant and job_id = :job")
                    .bind("tenant", tenant)
                    .bind("job", id)
                    .execute();
        }
    }

    /** Keeps lines that wait for their bills. */
    void keep(Handle tx, Job job, List<Later> lines) {
        var batch = tx.prepareBatch("""
                insert into import_later (tenant, job_id, source_no, line_no, kind, doc, line)
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
    List<Later> take(Handle tx, Job job, int mostLines, long mostBytes) {
        return tx.createQuery("""
                        with taken as (
                            delete from import_later
                            where (tenant, job_id, source_no, line_no) in (
                                select tenant, job_id, source_no, line_no
                                from (
                                    select tenant, job_id, source_no, line_no, octet_length(line) as bytes,
                                        sum(octet_length(line)) over (order by source_no, line_no) as bytes_so_far
                                    from import_later
                                    where tenant = :tenant and job_id = :job
                                    order by source_no, line_no
                                    limit :lines) first
                                where bytes_so_far - bytes < :bytes)
                            returning *)
                        select source_no, line_no, kind, doc::text as doc, line from taken order by source_no, line_no
                        """)
                .bind("tenant", tenant)
                .bind("job", job.id())
                .bind("lines", mostLines)
                .bind("bytes", mostBytes)
                .map((row, context) -> new Later(
                        new Line(
                                row.getInt("source_no"),
                                row.getLong("line_no"),
                                row.getBytes("line"),
                                Optional.empty()),
                        Kind.valueOf(row.getString("kind")),
                        row.getString("doc")))
                .list();
    }

    /** What waits. */
    Backlog waiting(Handle tx, Job job) {
        return tx.createQuery("""
                        select count(*) as lines, coalesce(sum(octet_length(line)), 0)::bigint as bytes
                        from import_later where tenant = :tenant and job_id = :job
                        """)
                .bind("tenant", tenant)
                .bind("job", job.id())
                .map((row, context) -> new Backlog(row.getLong("lines"), row.getLong("bytes")))
                .one();
    }
}
