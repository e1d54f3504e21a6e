package org.billwright.event;

import java.time.Instant;
import java.util.Optional;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.jdbi.v3.core.Handle;

/** Replays events that were delivered or dead-lettered, as far back as events are kept. */
public final class Replay {
    private Replay() {}

    /**
     * Queues the events of a period that match a subscription, whether they were delivered or dead-lettered; events that still
     * wait are not duplicated. Returns how many; empty if there is no such subscription. A period that ends before it begins is a
     * {@link Problem.InvalidBody}.
     */
    public static Optional<Integer> of(
            Handle tx, HubQueries queries, String hubId, Instant from, Instant to, Instant now) {
        ProblemException.unless(!to.isBefore(from), "to", "must not be before 'from'");
        return HubStore.find(tx, hubId)
                .map(hub -> DeliveryStore.replay(
                        tx, hub, queries.condition(hub.version(), hub.query(), hub.base()), from, to, now));
    }
}
