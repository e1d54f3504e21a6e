package org.billwright.imports.server;

import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.billwright.json.DateTimes;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.work.AdvisoryLock;
import org.jdbi.v3.core.Handle;

/** Erases what imports have of a party: deferred lines, and rejected lines of imports over HTTP. */
public final class ImportDataEraser {
    private static final Duration STILL_RUNNING = Duration.ofMinutes(10);

    private final ImportQueue queue;
    private final Clock clock;

    /** Erases in the imports of this queue. */
    public ImportDataEraser(ImportQueue queue, Clock clock) {
        this.queue = queue;
        this.clock = clock;
    }

    /**
     * How much was erased.
     *
     * @param notReached the imports whose rejected lines should have been searched and could not be
     */
    public record Erased(int deferredLines, int rejectedLines, List<NotReached> notReached) {}

    /** An import whose rejected lines could not be searched, and the reason. */
    public record NotReached(String importId, String reason) {}

    /**
     * Erases what names the party or one of these bills. While an import that could load the party again is in flight, this is a
     * conflict.
     */
    public Erased erase(Handle tx, String tenant, String party, List<String> bills) {
        if (!AdvisoryLock.PERSON_ERASURE.tryAcquire(tx)) {
            throw new ProblemException(new Problem.Conflict("another person is being erased; try again"));
        }
        requireNoneInFlight(tx, tenant);
        var files = new ArrayList<RejectFileScrubber>();
        var notReached = new ArrayList<NotReached>();
        for (var id : withRejectedLines(tx, tenant)) {
            var file = queue.rejects(tenant, id);
            if (Files.exists(file)) {
                files.add(new RejectFileScrubber(file));
            } else {
                notReached.add(new NotReached(id, "its rejected lines are on the disk of the server that accepted it"));
            }
        }
        var all = new TreeSet<>(bills);
        files.forEach(file -> all.addAll(file.bills(PersonMatcher.of(party))));
        int deferred = eraseDeferred(tx, tenant, party, List.copyOf(all));
        var matcher = PersonMatcher.of(party).and(all);
        int rejected = files.stream().mapToInt(file -> file.remove(matcher)).sum();
        return new Erased(deferred, rejected, List.copyOf(notReached));
    }

    /** The body of an import over HTTP will be loaded; an import of the command line counts as ended where it makes no progress. */
    private void requireNoneInFlight(Handle tx, String tenant) {
        tx.createQuery("""
                        select id, state, case when options is null then updated_at end as progress
                        from import_job
                        where tenant = :tenant and (options is not null and state in ('waiting', 'running')
                            or options is null and state = 'running' and updated_at > :stillRunning)
                        order by id
                        limit 1
                        """)
                .bind("tenant", tenant)
                .bind("stillRunning", before(STILL_RUNNING))
                .map((row, context) -> "the import " + row.getString("id") + " is " + row.getString("state")
                        + " and could load the party again; erase when it has ended, or "
                        + Optional.ofNullable(row.getObject("progress", OffsetDateTime.class))
                                .map(
                                        progress -> "after " + DateTimes.format(progress.plus(STILL_RUNNING))
                                                + " if nobody runs it: it was begun at a command line, and has made no progress since")
                                .orElse("cancel it"))
                .findOne()
                .ifPresent(why -> {
                    throw new ProblemException(new Problem.Conflict(why));
                });
    }

    private OffsetDateTime before(Duration time) {
        return DateTimes.now(clock).minus(time);
    }

    /** Imports over HTTP whose rejected lines are kept, by their count or by their file. */
    private List<String> withRejectedLines(Handle tx, String tenant) {
        var known = new TreeSet<>(tx.createQuery("""
                        select id from import_job
                        where tenant = :tenant and options is not null and rejected > 0 and updated_at >= :kept
                        """)
                .bind("tenant", tenant)
                .bind("kept", before(queue.rejectsKept(tx, tenant)))
                .mapTo(String.class)
                .list());
        known.addAll(queue.withRejects(tenant));
        return List.copyOf(known);
    }

    private static int eraseDeferred(Handle tx, String tenant, String party, List<String> bills) {
        tx.createUpdate("delete from import_bill where tenant = :tenant and bill_id = any(:bills)")
                .bind("tenant", tenant)
                .bindArray("bills", String.class, bills)
                .execute();
        return tx.createUpdate("""
                        delete from import_deferred_line
                        where tenant = :tenant and (doc #>> '{bill,id}' = any(:bills)
                            or jsonb_path_exists(doc::jsonb, :named::jsonpath, jsonb_build_object('party', :party::text)))
                        """)
                .bind("tenant", tenant)
                .bindArray("bills", String.class, bills)
                .bind("named", "$.**.id ? (@ == $party)")
                .bind("party", party)
                .execute();
    }
}
