package org.billwright.imports.job;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.billwright.imports.apply.ExistingRows;
import org.billwright.store.Database;
import org.billwright.store.TemporaryCopies;
import org.jdbi.v3.core.Handle;

/** The transactions of an import: each is committed, all are one, or each is committed on temporary copies of the tables. */
interface ImportTransactions extends AutoCloseable {
    /** How long a transaction waits for a lock that another one holds. */
    Duration LOCK_TIMEOUT = Duration.ofSeconds(2);

    /** Runs work in a transaction; nothing of it is kept where it throws. */
    <T> T run(Function<Handle, T> work);

    /** The rows that a dry run copies; empty for an import that changes the tables themselves. */
    default Optional<ExistingRows> existing() {
        return Optional.empty();
    }

    @Override
    default void close() {}

    static ImportTransactions of(Database database, String tenant, boolean dryRun) {
        return dryRun ? new DryRun(database, tenant) : new Committed(database, tenant);
    }

    /** Each is committed. One that waits too long for a lock fails, so that an import can be cancelled meanwhile. */
    record Committed(Database database, String tenant) implements ImportTransactions {
        @Override
        public <T> T run(Function<Handle, T> work) {
            return database.inTransaction(tenant, tx -> {
                tx.execute("set local lock_timeout = " + LOCK_TIMEOUT.toMillis());
                return work.apply(tx);
            });
        }
    }

    /** Each is committed, and changes nothing but temporary tables. None holds a lock that others wait for. */
    final class DryRun implements ImportTransactions {
        private final String tenant;
        private final Handle handle;
        private final ExistingRows existing;

        DryRun(Database database, String tenant) {
            this.tenant = tenant;
            this.handle = database.open();
            this.existing = handle.inTransaction(tx -> ExistingRows.create(tx, tenant));
        }

        @Override
        public <T> T run(Function<Handle, T> work) {
            return handle.inTransaction(tx -> {
                tx.execute("set transaction read only");
                Database.bind(tx, tenant);
                return work.apply(tx);
            });
        }

        @Override
        public Optional<ExistingRows> existing() {
            return Optional.of(existing);
        }

        @Override
        public void close() {
            try (handle) {
                TemporaryCopies.discard(handle);
            }
        }
    }

    /** One transaction for all. It is rolled back at the end unless it was committed. */
    final class Single implements ImportTransactions {
        private final Handle handle;

        Single(Database database, String tenant) {
            this.handle = database.beginRollbackOnly(tenant);
        }

        @Override
        public <T> T run(Function<Handle, T> work) {
            return work.apply(handle);
        }

        /** Keeps all that was done. */
        void commit() {
            handle.commit();
        }

        @Override
        public void close() {
            if (handle.isInTransaction()) {
                handle.rollback();
            }
            handle.close();
        }
    }
}
