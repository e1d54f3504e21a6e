package org.billwright.event;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Telling again what was told, or given up: as far back as events are kept. */
public final class Replay {
    private Replay() {}

    /**
     * Queues the events of a time that a subscription asks for, whether they were delivered or parked; those that wait
     * still are not doubled. Tells how many; empty where there is no such subscription.
     */
    public static Optional<Integer> of(
            Handle tx, HubQueries queries, String hubId, Instant from, Instant to, Instant now) {
        return HubStore.find(tx, hubId)
                .map(hub -> DeliveryStore.again(
                        tx, hub, queries.condition(hub.version(), hub.query(), hub.base()), from, to, now));
    }
}
