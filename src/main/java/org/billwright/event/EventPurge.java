package org.billwright.event;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.billwright.store.Database;

/**
 * Deletes the events of each tenant that are older than its retention. Each tenant's are found by an index of its own, so that a tenant that
 * keeps them for years costs the others nothing.
 *
 * @param ofServer how long events of tenants that have set nothing are kept
 * @param topics the Kafka topics that still need events behind their positions
 */
record EventPurge(Database database, Duration ofServer, List<String> topics) {
    private static final int PURGED_AT_A_TIME = 500;

    /** Deletes them, a batch in a transaction, while the condition holds; returns how many events. */
    int run(BooleanSupplier shouldContinue) {
        int purged = 0;
        for (var of : database.acrossTenants(tx -> MaintenanceStore.retentions(tx, ofServer))
                .entrySet()) {
            int last = PURGED_AT_A_TIME;
            while (last == PURGED_AT_A_TIME && shouldContinue.getAsBoolean()) {
                last = database.acrossTenants(
                        tx -> MaintenanceStore.purge(tx, of.getKey(), of.getValue(), topics, PURGED_AT_A_TIME));
                purged += last;
            }
        }
        return purged;
    }
}
