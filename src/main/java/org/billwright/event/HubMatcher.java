package org.billwright.event;

import org.billwright.problem.ProblemException;
import org.billwright.query.Condition;
import org.billwright.store.SqlErrors;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/**
 * Queues the events that match a subscription's query. What is wrong with a query costs its subscription alone, what is wrong with an
 * event costs that event alone, and what passes (a lock, a lost connection) fails the transaction, which is tried again.
 */
final class HubMatcher {
    private static final Logger LOG = Logger.getLogger("org.billwright.event");
    private static final String SAVEPOINT = "hub";

    private final HubQueries queries;

    HubMatcher(HubQueries queries) {
        this.queries = queries;
    }

    /** What came of matching a range of events with a query. */
    sealed interface Outcome {
        /** This many events were queued. */
        record Queued(int count) implements Outcome {}

        /** The statement timeout of the transaction was reached, and nothing was queued. */
        record TooSlow() implements Outcome {}

        /** The query cannot work with any event. */
        record QueryFailed(String reason) implements Outcome {}
    }

    /** Queues the events of a range that match. */
    Outcome enqueue(Handle tx, Hub hub, DispatchStore.Range range) {
        try {
            return enqueue(tx, hub, condition(hub), range);
        } catch (ProblemException e) {
            return new Outcome.QueryFailed(String.valueOf(e.getMessage()));
        }
    }

    /** The condition of a subscription. Throws a {@link ProblemException} if its query is not valid any more. */
    Condition condition(Hub hub) {
        return queries.condition(hub.version(), hub.query(), hub.base());
    }

    private Outcome enqueue(Handle tx, Hub hub, Condition condition, DispatchStore.Range range) {
        tx.savepoint(SAVEPOINT);
        try {
            int queued = DeliveryStore.enqueue(tx, hub, condition, range);
            tx.releaseSavepoint(SAVEPOINT);
            return new Outcome.Queued(queued);
        } catch (IllegalStateException e) {
            if (SqlErrors.isTimeout(e)) {
                tx.rollbackToSavepoint(SAVEPOINT);
                return new Outcome.TooSlow();
            }
            if (SqlErrors.isTemporary(e)) {
                throw e;
            }
            tx.rollbackToSavepoint(SAVEPOINT);
            return SqlErrors.isAboutData(e)
                    ? inHalves(tx, hub, condition, range, e)
                    : new Outcome.QueryFailed(String.valueOf(e.getMessage()));
        }
    }

    /** Finds the event that cannot be compared with the query, and sets it aside as dead-lettered. */
    private Outcome inHalves(
            Handle tx, Hub hub, Condition condition, DispatchStore.Range range, IllegalStateException cause) {
        var halves = DispatchStore.halves(tx, range);
        if (halves.getLast().isEmpty()) {
            LOG.errorf("%s: the event at position %d is dead-lettered: %s", hub, range.upTo(), cause.getMessage());
            DeliveryStore.deadLetter(tx, hub, range, String.valueOf(cause.getMessage()));
            return new Outcome.Queued(0);
        }
        int queued = 0;
        for (var half : halves) {
            switch (enqueue(tx, hub, condition, half)) {
                case Outcome.Queued(int count) -> queued += count;
                case Outcome.TooSlow slow -> {
                    return slow;
                }
                case Outcome.QueryFailed failed -> {
                    return failed;
                }
            }
        }
        return new Outcome.Queued(queued);
    }
}
