package org.billwright.event;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.billwright.problem.ProblemException;
import org.billwright.store.Database;
import org.billwright.store.SqlErrors;
import org.billwright.work.BatchSize;
import org.billwright.work.TransactionalQueue;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/** Replays of events to a subscription, each a step at a time, so that a long one delays no other. */
final class ReplayQueue implements TransactionalQueue<ReplayStore.Replay> {
    private static final Logger LOG = Logger.getLogger("org.billwright.event");
    private static final int BATCH = 500;
    private static final String SAVEPOINT = "replay";

    private final Database database;
    private final HubMatcher matcher;
    private final Runnable queued;
    /** By the id of the subscription: smaller where a whole batch failed. */
    private final Map<String, BatchSize> batches = new ConcurrentHashMap<>();

    /**
     * Replays with this matcher.
     *
     * @param queued called where deliveries were queued
     */
    ReplayQueue(Database database, HubMatcher matcher, Runnable queued) {
        this.database = database;
        this.matcher = matcher;
        this.queued = queued;
    }

    @Override
    public Optional<ReplayStore.Replay> claim(Handle tx) {
        return ReplayStore.lock(tx);
    }

    /** A failure that passes; the others come first. */
    @Override
    public void failed(ReplayStore.Replay replay, Throwable cause) {
        LOG.errorf(cause, "hub %s: its replay failed, it is tried again", replay.hub());
        database.acrossTenants(tx -> {
            ReplayStore.postpone(tx, replay);
            return replay;
        });
    }

    @Override
    public void process(Handle tx, ReplayStore.Replay replay) {
        var hub = HubStore.find(tx, replay.hub());
        var batch = batches.computeIfAbsent(replay.hub(), id -> new BatchSize(BATCH));
        var events = ReplayStore.next(tx, replay, batch.current());
        if (hub.isEmpty() || events.isEmpty()) {
            ReplayStore.advanced(tx, replay, new ReplayStore.Replayed(replay.nextSeq(), replay.nextTime()), 0, true);
            batches.remove(replay.hub());
            return;
        }
        tx.savepoint(SAVEPOINT);
        try {
            Database.set(tx, "statement_timeout", ApartDispatch.TIME_OF_QUERY_MS);
            var seqs = events.stream().map(ReplayStore.Replayed::seq).toList();
            int count = DeliveryStore.replay(tx, hub.get(), matcher.condition(hub.get()), seqs);
            ReplayStore.advanced(tx, replay, events.getLast(), count, false);
            tx.afterCommit(queued);
            batch.succeeded();
        } catch (ProblemException | IllegalStateException e) {
            if (SqlErrors.isTemporary(e) && !SqlErrors.isTimeout(e)) {
                throw e;
            }
            tx.rollbackToSavepoint(SAVEPOINT);
            if (batch.isOne()) {
                LOG.errorf(
                        "%s: event %d is not replayed: %s",
                        hub.get(), events.getLast().seq(), e.getMessage());
                ReplayStore.advanced(tx, replay, events.getLast(), 0, false);
            }
            batch.failed();
        }
    }
}
