package org.billwright.work;

import org.jdbi.v3.core.Handle;

/** Work that one transaction at a time does, among all processes that share a database (PostgreSQL advisory locks). */
public enum AdvisoryLock {
    /** Dispatching events to subscriptions. */
    EVENT_DISPATCH(678_001),
    /** Sealing the audit trail. */
    AUDIT_SEALING(678_002),
    /** Publishing events to a Kafka topic. */
    EVENT_PUBLISHING(678_003),
    /** Erasing personal data. */
    PERSON_ERASURE(678_004);

    private final long key;

    AdvisoryLock(long key) {
        this.key = key;
    }

    /**
     * Takes the lock without waiting; returns false if another transaction holds it. PostgreSQL releases it at the end of the
     * transaction.
     */
    public boolean tryAcquire(Handle tx) {
        return tx.createQuery("select pg_try_advisory_xact_lock(:key)")
                .bind("key", key)
                .mapTo(Boolean.class)
                .one();
    }
}
