package org.billwright.imports.server;

import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.billwright.json.DateTimes;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.work.AdvisoryLock;
import org.jdbi.v3.core.Handle;

/** What imports have of a party: lines that wait for their bills, refused lines of imports over HTTP, and bodies that are not loaded yet. */
public final class ImportDataEraser {
    private static final Duration STILL_RUNNING = Duration.ofMinutes(10);

    private final ImportQueue queue;
    private final Clock clock;

    /** Those of imports that this queue works off. */
    public ImportDataEraser(ImportQueue queue, Clock clock) {
        this.queue = queue;
        this.clock = clock;
    }

    /**
     * How much was erased.
     *
     * @param notReached the imports whose rejected lines should have been searched and could not be
     */
    public record Erased(int waitingLines, int refusedLines, List<NotReached> notReached) {}

    /** An import whose rejected lines could not be searched, and the reason. */
    public record NotReached(String importId, String reason) {}

    /**
     * Erases what names the party or one of these bills. While an import that could load the party again is in flight, this is a
     * conflict.
     */
    public Erased erase(Handle tx, String tenant, String party, List<String> bills) {
        if (!AdvisoryLock.PERSON_ERASURE.tryAcquire(tx)) {
            throw new ProblemException(new Problem.Conflict("somebody else is being erased; ask again"));
        }
        requireNoneUnderWay(tx, tenant);
        var files = new ArrayList<RejectFileScrubber>();
        var notReached = new ArrayList<NotReached>();
        for (var id : withRefusedLines(tx, tenant)) {
            var file = queue.rejects(tenant, id);
            if (Files.exists(file)) {
                files.add(new RejectFileScrubber(file));
            } else {
                notReached.add(
                        new NotReached(id, "its refused lines are on the disk of the server that it was sent to"));
            }
        }
        var all = new TreeSet<>(bills);
        files.forEach(file -> all.addAll(file.bills(PersonMatcher.of(party))));
        int waiting = waiting(tx, tenant, party, List.copyOf(all));
        var naming = PersonMatcher.of(party).and(all);
        int refused = files.stream().mapToInt(file -> file.takeOut(naming)).sum();
        return new Erased(waiting, refused, List.copyOf(notReached));
    }

    /** One over HTTP has a body that will be loaded; one of the command is taken for dead where nothing moves. */
    private void requireNoneUnderWay(Handle tx, String tenant) {
        tx.createQuery("""
                        select id, state
                        from import_job
                        where tenant = :tenant and (options is not null and state in ('waiting', 'running')
                            or options is null and state = 'running' and updated_at > :stillRunning)
                        order by id
                        limit 1
                        """)
                .bind("tenant", tenant)
                .bind("stillRunning", ago(STILL_RUNNING))
                .map((row, context) -> "the import " + row.getString("id") + " is " + row.getString("state")
                        + " and could bring the party back; erase when it has ended, or take it back")
                .findOne()
                .ifPresent(why -> {
                    throw new ProblemException(new Problem.Conflict(why));
                });
    }

    private OffsetDateTime ago(Duration time) {
        return DateTimes.now(clock).minus(time);
    }

    /** Imports over HTTP whose refused lines are kept still, or are not recorded as lines of theirs. */
    private List<String> withRefusedLines(Handle tx, String tenant) {
        var known = new TreeSet<>(tx.createQuery("""
                        select id from import_job
                        where tenant = :tenant and options is not null and rejected > 0 and updated_at >= :kept
                        """)
                .bind("tenant", tenant)
                .bind("kept", ago(queue.rejectsKept()))
                .mapTo(String.class)
                .list());
        known.addAll(queue.withRejects(tenant));
        return List.copyOf(known);
    }

    private static int waiting(Handle tx, String tenant, String party, List<String> bills) {
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
