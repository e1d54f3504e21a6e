package org.billwright.event;

import java.time.Instant;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.jdbi.v3.core.Handle;

/** Replays events that were delivered or dead-lettered, as far back as events are kept. */
public final class Replay {
    private Replay() {}

    /**
     * Begins to queue the events of a period that match a subscription, whether they were delivered or dead-lettered; events that still
     * wait are not duplicated. A running server goes on with it in the background. Returns false if there is no such subscription. A
     * period that ends before it begins is a {@link Problem.InvalidBody}, a replay while another is in progress a {@link Problem.Conflict}.
     */
    public static boolean begin(Handle tx, String hub, Instant from, Instant to) {
        ProblemException.unless(!to.isBefore(from), "to", "must not be before 'from'");
        if (HubStore.find(tx, hub).isEmpty()) {
            return false;
        }
        if (!ReplayStore.begin(tx, hub, from, to)) {
            throw new ProblemException(new Problem.Conflict("a replay to this subscription is in progress"));
        }
        return true;
    }
}
