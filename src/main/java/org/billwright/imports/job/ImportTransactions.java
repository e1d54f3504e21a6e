package org.billwright.imports.job;

import java.util.function.Function;
import org.billwright.store.Database;
import org.jdbi.v3.core.Handle;

/** Where an import's transactions run: each committed by itself, or all of them one that is undone at the end. */
interface ImportTransactions extends AutoCloseable {
    /** Runs work: all of it is kept, or, where it throws, nothing. */
    <T> T run(Function<Handle, T> work);

    @Override
    default void close() {}

    static ImportTransactions of(Database database, String tenant, boolean undone) {
        return undone ? new Undone(database, tenant) : new Kept(database, tenant);
    }

    /** One after the other. */
    record Kept(Database database, String tenant) implements ImportTransactions {
        @Override
        public <T> T run(Function<Handle, T> work) {
            return database.inTransaction(tenant, work);
        }
    }

    /** One for all. */
    final class Undone implements ImportTransactions {
        private final Handle handle;

        Undone(Database database, String tenant) {
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
