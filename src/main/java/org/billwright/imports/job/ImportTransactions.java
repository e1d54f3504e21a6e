package org.billwright.imports.job;

import java.util.function.Function;
import org.billwright.store.Database;
import org.jdbi.v3.core.Handle;

/** The transactions of an import: each is committed, or all are one, which is rolled back at the end unless it was committed. */
interface ImportTransactions extends AutoCloseable {
    /** Runs work in a transaction; nothing of it is kept where it throws. */
    <T> T run(Function<Handle, T> work);

    @Override
    default void close() {}

    static ImportTransactions of(Database database, String tenant, boolean dryRun) {
        return dryRun ? new Single(database, tenant) : new Committed(database, tenant);
    }

    /** Each is committed. */
    record Committed(Database database, String tenant) implements ImportTransactions {
        @Override
        public <T> T run(Function<Handle, T> work) {
            return database.inTransaction(tenant, work);
        }
    }

    /** One transaction for all: a dry run never commits it. */
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
