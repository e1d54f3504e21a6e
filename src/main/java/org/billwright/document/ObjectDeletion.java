package org.billwright.document;

import java.time.Duration;
import java.util.Optional;
import org.billwright.store.Database;
import org.billwright.work.RetryPolicy;
import org.billwright.work.TransactionalQueue;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/** Deletes objects of a bucket whose documents are gone, also those of an erased person. */
final class ObjectDeletion implements TransactionalQueue<ObjectDeletion.Deletion> {
    private static final Logger LOG = Logger.getLogger("org.billwright.document");
    private static final RetryPolicy RETRY = RetryPolicy.unlimited(Duration.ofSeconds(1), Duration.ofMinutes(10));

    private final Database database;
    private final DocumentStorage storage;

    ObjectDeletion(Database database, DocumentStorage storage) {
        this.database = database;
        this.storage = storage;
    }

    /** An object to delete. */
    record Deletion(String tenant, String objectKey, int attempts) {}

    /** Deletes the next object; false where none is due. */
    boolean processNext() {
        return storage.keepsObjects() && processNext(database);
    }

    /**
     * Has an object deleted in an hour, unless it is {@link #cancel cancelled} by then: before it is put, so that none stays behind where
     * the transaction of its document fails. False if it is scheduled already.
     */
    static boolean schedule(Handle tx, String tenant, String objectKey) {
        return tx.createUpdate("""
                                insert into document_object_deletion (tenant, object_key, due_at)
                                values (:tenant, :key, now() + interval '1 hour')
                                on conflict do nothing
                                """)
                        .bind("tenant", tenant)
                        .bind("key", objectKey)
                        .execute()
                > 0;
    }

    /** The object is that of a document. */
    static void cancel(Handle tx, String tenant, String objectKey) {
        remove(tx, tenant, objectKey);
    }

    private static void remove(Handle tx, String tenant, String objectKey) {
        tx.createUpdate("delete from document_object_deletion where tenant = :tenant and object_key = :key")
                .bind("tenant", tenant)
                .bind("key", objectKey)
                .execute();
    }

    @Override
    public Optional<Deletion> claim(Handle tx) {
        return tx.createQuery("""
                        select tenant, object_key, attempts
                        from document_object_deletion
                        where due_at <= clock_timestamp()
                        order by due_at
                        limit 1
                        for update skip locked
                        """)
                .map((row, context) ->
                        new Deletion(row.getString("tenant"), row.getString("object_key"), row.getInt("attempts")))
                .findOne();
    }

    @Override
    public void process(Handle tx, Deletion deletion) {
        Database.bind(tx, deletion.tenant());
        storage.delete(deletion.objectKey());
        remove(tx, deletion.tenant(), deletion.objectKey());
    }

    @Override
    public void failed(Deletion deletion, Throwable cause) {
        LOG.warnf(
                "object %s could not be deleted, attempt %d: %s", deletion.objectKey(), deletion.attempts() + 1, cause);
        var delay = RETRY.delayAfter(deletion.attempts() + 1).orElse(RETRY.longestDelay());
        database.inTransaction(
                deletion.tenant(),
                tx -> tx.createUpdate("""
                        update document_object_deletion
                        set attempts = attempts + 1, due_at = clock_timestamp() + :delay * interval '1 millisecond'
                        where tenant = :tenant and object_key = :key and attempts = :attempts
                        """)
                        .bind("tenant", deletion.tenant())
                        .bind("key", deletion.objectKey())
                        .bind("attempts", deletion.attempts())
                        .bind("delay", delay.toMillis())
                        .execute());
    }
}
