package org.billwright.event;

import org.billwright.server.EventsModule;
import org.billwright.store.Database;

/** The steps between an event and its deliveries, without a server. */
final class Dispatching {
    private static final HubMatcher MATCHER = new HubMatcher(EventsModule.QUERIES);

    private Dispatching() {}

    static TenantDispatch tenants(Database database) {
        return new TenantDispatch(database, MATCHER, () -> {});
    }

    static ApartDispatch apart(Database database) {
        return new ApartDispatch(database, MATCHER, () -> {});
    }

    static ReplayQueue replays(Database database) {
        return new ReplayQueue(database, MATCHER, () -> {});
    }

    /** Gives positions to what is committed. */
    static void assignPositions(Database database) {
        int assigned;
        do {
            assigned = database.acrossTenants(tx -> DispatchStore.assignPositions(tx, 500));
        } while (assigned > 0);
    }

    /** Gives positions to what is committed, and dispatches it. */
    static void run(Database database) {
        assignPositions(database);
        boolean more = true;
        while (more) {
            more = tenants(database).processNext(database);
        }
    }
}
