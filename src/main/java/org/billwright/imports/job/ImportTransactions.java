package org.billwright.imports.job;

import java.util.function.Function;
import org.billwright.store.Database;
import org.jdbi.v3.core.Handle;

/** The transactions of an import: each is committed, or, for a dry run, all of them are one that is rolled back at the end. */
interface ImportTransactions extends AutoCloseable {
    /** Runs work in a transaction; nothing of it is kept where it throws. */
    <T> T run(Function<Handle, T> work);

    @Override
    default void close() {}

    static ImportTransactions of(Database database, String tenant, boolean dryRun) {
        return dryRun ? new RolledBack(database, tenant) : new Committed(database, tenant);
    }

    /** Each is committed. */
    record Committed(Database database, String tenant) implements ImportTransactions {
        @Override
        public <T> T run(Function<Handle, T> work) {
            return database.inTransaction(tenant, work);
        }
    }

    /** One transaction for all, which is rolled back at the end. */
    final class RolledBack implements ImportTransactions {
        private final Handle handle;

        RolledBack(Database database, String tenant) {
            this.handle = database.beginRollbackOnly(tenant);
        }

        @Override
        public <T> T run(Function<Handle, T> work) {
            return work.apply(handle);
        }

        @Override
        public void close() {
            handle.rollback();
            handle.close();
        }
    }
}
