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
    PERSON_ERASURE(678_004),
    /** Dispatching the events of one tenant. */
    TENANT_DISPATCH(678_005),
    /** Registering a subscription of one tenant. */
    HUB_REGISTRATION(678_006),
    /** Adding a CSV mapping of one tenant. */
    CSV_MAPPINGS(678_007),
    /** Notices of overdue bills of one tenant. */
    OVERDUE_NOTICES(678_008),
    /** A place among the workers of a bill run. */
    BILL_RUN_PLACE(678_009),
    /** Planning the bill runs of one tenant automatically. */
    RUN_SCHEDULE(678_010),
    /** Deleting the bills of one tenant whose retention period is over. */
    BILL_RETENTION(678_011);

    private final int key;

    AdvisoryLock(int key) {
        this.key = key;
    }

    /** Its number, for a statement that takes it itself. */
    public int key() {
        return key;
    }

    /**
     * Takes the lock without waiting; returns false if another transaction holds it. PostgreSQL releases it at the end of the
     * transaction.
     */
    public boolean tryAcquire(Handle tx) {
        return tx.createQuery("select pg_try_advisory_xact_lock(:key)")
                .bind("key", (long) key)
                .mapTo(Boolean.class)
                .one();
    }

    /** The same for the work of one tenant. */
    public boolean tryAcquire(Handle tx, String tenant) {
        return tx.createQuery("select pg_try_advisory_xact_lock(:key, hashtext(:tenant))")
                .bind("key", key)
                .bind("tenant", tenant)
                .mapTo(Boolean.class)
                .one();
    }

    /** Takes the lock for the work of one tenant, and waits for another transaction that holds it. */
    public void acquire(Handle tx, String tenant) {
        tx.createQuery("select pg_advisory_xact_lock(:key, hashtext(:tenant))")
                .bind("key", key)
                .bind("tenant", tenant)
                .mapTo(String.class)
                .one();
    }
}
