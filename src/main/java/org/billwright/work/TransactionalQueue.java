package org.billwright.work;

import java.util.Optional;
import org.billwright.store.Database;
import org.billwright.telemetry.Activity;
import org.jdbi.v3.core.Handle;

/**
 * A queue in a table, whose items are claimed, processed and finished in one transaction. A killed process leaves an item as it
 * was, and any number of workers and processes share the queue.
 */
public interface TransactionalQueue<T> {
    /** Claims the next item that is due, of any tenant, with {@code for update skip locked}; empty if none is due. */
    Optional<T> claim(Handle tx);

    /** Processes an item. What it changes is rolled back if it throws. */
    void process(Handle tx, T item);

    /**
     * Records a failed attempt, after the rollback and in a transaction of its own. By then another worker may have claimed the
     * item, or finished it: the implementation looks again.
     */
    void failed(T item, Throwable cause);

    /** Processes the next item; returns whether there was one. */
    default boolean processNext(Database database) {
        try {
            return database.acrossTenants(tx -> {
                var claimed = claim(tx);
                claimed.ifPresent(item -> processOrFail(tx, item));
                return claimed.isPresent();
            });
        } catch (ItemFailed failure) {
            failure.report.run();
            return true;
        }
    }

    private void processOrFail(Handle tx, T item) {
        Activity.current().worked();
        try {
            process(tx, item);
        } catch (RuntimeException | Error e) {
            Activity.current().failed(e);
            throw new ItemFailed(e, () -> failed(item, e));
        }
    }

    /** Rolls the transaction back and carries the failed item out of it. */
    final class ItemFailed extends RuntimeException {
        private final transient Runnable report;

        private ItemFailed(Throwable cause, Runnable report) {
            super(cause);
            this.report = report;
        }
    }
}
