package org.billwright.event;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.billwright.store.Database;
import org.billwright.work.BatchSize;
import org.billwright.work.TransactionalQueue;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/**
 * Dispatches subscriptions whose queries are slow, one after the other in small steps, so that they delay no other subscription of their
 * tenant and no other tenant.
 */
final class ApartDispatch implements TransactionalQueue<DispatchStore.Apart> {
    private static final Logger LOG = Logger.getLogger("org.billwright.event");
    private static final int BATCH = 500;
    static final String TIME_OF_QUERY_MS = "2000";

    private final Database database;
    private final HubMatcher matcher;
    private final Runnable queued;
    /** By the id of the subscription: smaller where a whole batch took too long. */
    private final Map<String, BatchSize> batches = new ConcurrentHashMap<>();

    /**
     * Dispatches with this matcher.
     *
     * @param queued called where deliveries were queued
     */
    ApartDispatch(Database database, HubMatcher matcher, Runnable queued) {
        this.database = database;
        this.matcher = matcher;
        this.queued = queued;
    }

    @Override
    public Optional<DispatchStore.Apart> claim(Handle tx) {
        return DispatchStore.lockApart(tx);
    }

    /** A failure that passes; the others come first. */
    @Override
    public void failed(DispatchStore.Apart apart, Throwable cause) {
        LOG.errorf(cause, "hub %s: not dispatched, it is tried again", apart.hub());
        database.acrossTenants(tx -> {
            DispatchStore.postpone(tx, apart);
            return apart;
        });
    }

    @Override
    public void process(Handle tx, DispatchStore.Apart apart) {
        var batch = batches.computeIfAbsent(apart.hub(), id -> new BatchSize(BATCH));
        var range = DispatchStore.next(tx, apart, batch.current());
        var hub = HubStore.find(tx, apart.hub());
        if (hub.isEmpty()) {
            DispatchStore.queryFailed(tx, apart.hub(), "this server cannot read the subscription");
            return;
        }
        long began = System.nanoTime();
        Database.set(tx, "statement_timeout", TIME_OF_QUERY_MS);
        switch (matcher.enqueue(tx, hub.get(), range)) {
            case HubMatcher.Outcome.Queued matched -> {
                tx.afterCommit(queued);
                batch.succeeded();
                DispatchStore.dispatchedApart(tx, apart.hub(), range.upTo());
                if (System.nanoTime() - began <= TenantDispatch.SLOW.toNanos()) {
                    together(tx, apart, range.upTo());
                }
            }
            case HubMatcher.Outcome.TooSlow slow -> tooSlow(tx, hub.get(), batch, range);
            case HubMatcher.Outcome.QueryFailed(var reason) -> DispatchStore.queryFailed(tx, apart.hub(), reason);
        }
    }

    private void together(Handle tx, DispatchStore.Apart apart, long position) {
        if (DispatchStore.dispatchTogether(tx, apart, position)) {
            batches.remove(apart.hub());
        }
    }

    /** Half as many events next time; one event that takes too long is dead-lettered. */
    private static void tooSlow(Handle tx, Hub hub, BatchSize batch, DispatchStore.Range range) {
        long reached = range.after();
        if (batch.isOne()) {
            LOG.errorf(
                    "%s: its query takes too long for the event at position %d, which is dead-lettered",
                    hub, range.upTo());
            DeliveryStore.deadLetter(tx, hub, range, "the query of the subscription takes too long for this event");
            reached = range.upTo();
        }
        batch.failed();
        DispatchStore.dispatchedApart(tx, hub.id(), reached);
    }
}
