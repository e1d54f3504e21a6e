package org.billwright.event;

import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/** The statements about one delivery that a person retries. */
final class DeadLetterStore {
    private static final String ONE = " where hub_id = :hub and event_seq = :event";

    private DeadLetterStore() {}

    /** Locks a delivery; returns whether it is dead-lettered, empty where there is none. */
    static Optional<Boolean> lock(Handle tx, EventDeliveryOperations.DeliveryId id) {
        return bound(tx.createQuery("select dead_lettered from event_delivery" + ONE + " for update"), id)
                .mapTo(Boolean.class)
                .findOne();
    }

    /** Makes a dead-lettered delivery due now, as if it had not been tried. */
    static void retry(Handle tx, EventDeliveryOperations.DeliveryId id) {
        bound(
                        tx.createUpdate(
                                "update event_delivery set dead_lettered = false, reason = null, attempts = 0, retry_at = now()"
                                        + ONE),
                        id)
                .execute();
    }

    /** The delivery as it is shown. */
    static String document(Handle tx, EventDeliveryOperations.DeliveryId id) {
        return bound(tx.createQuery("select doc::text from event_delivery_document" + ONE), id)
                .mapTo(String.class)
                .one();
    }

    private static <S extends SqlStatement<S>> S bound(S statement, EventDeliveryOperations.DeliveryId id) {
        return statement.bind("hub", id.hub()).bind("event", id.event());
    }
}
