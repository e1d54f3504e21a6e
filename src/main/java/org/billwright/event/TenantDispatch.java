package org.billwright.event;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.billwright.store.Database;
import org.billwright.work.TransactionalQueue;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/**
 * Dispatches the events of one tenant at a time to its subscriptions, in one transaction. A subscription whose query takes long is
 * dispatched apart from then on ({@link ApartDispatch}), and so are those that the time was not enough for.
 */
final class TenantDispatch implements TransactionalQueue<String> {
    private static final Logger LOG = Logger.getLogger("org.billwright.event");
    private static final int BATCH = 500;

    /** The longest time for the query of one subscription, and for all of a tenant. */
    private static final Duration TIME_OF_QUERY = Duration.ofMillis(500);

    private static final Duration TIME_OF_TENANT = Duration.ofSeconds(2);

    /** A query that takes longer is dispatched apart, although it came to an end. */
    static final Duration SLOW = Duration.ofMillis(100);

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final Database database;
    private final HubMatcher matcher;
    private final Runnable queued;

    /**
     * Dispatches with this matcher.
     *
     * @param queued called where deliveries were queued
     */
    TenantDispatch(Database database, HubMatcher matcher, Runnable queued) {
        this.database = database;
        this.matcher = matcher;
        this.queued = queued;
    }

    @Override
    public Optional<String> claim(Handle tx) {
        return DispatchStore.lockTenant(tx);
    }

    /** A failure postpones this tenant alone. */
    @Override
    public void failed(String tenant, Throwable cause) {
        LOG.errorf(cause, "events of tenant %s: not dispatched, retry in %s", tenant, AFTER_FAILURE);
        database.acrossTenants(tx -> {
            DispatchStore.postpone(tx, tenant, AFTER_FAILURE);
            return tenant;
        });
    }

    /** The range is read before the subscriptions: one that was committed before an event of the range is seen. */
    @Override
    public void process(Handle tx, String tenant) {
        var range = DispatchStore.next(tx, tenant, BATCH);
        if (range.isEmpty()) {
            return; // another worker has dispatched them since
        }
        var hubs = HubStore.dispatchedTogether(tx, tenant);
        Database.set(tx, "statement_timeout", String.valueOf(TIME_OF_QUERY.toMillis()));
        var apart = new ArrayList<String>();
        var behind = new ArrayList<String>();
        long end = System.nanoTime() + TIME_OF_TENANT.toNanos();
        int count = 0;
        for (var hub : hubs) {
            long began = System.nanoTime();
            if (began > end) {
                behind.add(hub.id());
                continue;
            }
            switch (matcher.enqueue(tx, hub, range)) {
                case HubMatcher.Outcome.Queued(int matched) -> {
                    count += matched;
                    if (System.nanoTime() - began > SLOW.toNanos()) {
                        apart.add(hub.id());
                    }
                }
                case HubMatcher.Outcome.TooSlow() -> behind.add(hub.id());
                case HubMatcher.Outcome.QueryFailed(var reason) -> {
                    LOG.errorf("%s: its query failed, and no event is matched with it any more: %s", hub, reason);
                    DispatchStore.queryFailed(tx, hub.id(), reason);
                }
            }
        }
        dispatchApart(tx, apart, range.upTo());
        dispatchApart(tx, behind, range.after());
        DispatchStore.dispatched(tx, range);
        if (count > 0) {
            tx.afterCommit(queued);
        }
    }

    private static void dispatchApart(Handle tx, List<String> hubs, long position) {
        if (!hubs.isEmpty()) {
            LOG.infof("subscriptions that are dispatched apart from now on: %s", hubs);
            DispatchStore.dispatchApart(tx, hubs, position);
        }
    }
}
