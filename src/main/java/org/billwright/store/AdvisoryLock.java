package org.billwright.store;

import org.jdbi.v3.core.Handle;

/** Work that one transaction at a time does, of all processes on a store. */
public enum AdvisoryLock {
    /** Giving events out to subscriptions. */
    DISPATCHING(678_001),
    /** Sealing the audit trail. */
    SEALING(678_002),
    /** Sending events to a topic. */
    SENDING(678_003),
    /** Erasing people. */
    ERASING(678_004);

    private final long lock;

    AdvisoryLock(long lock) {
        this.lock = lock;
    }

    /** Whether this is the transaction that does it, to its end; false where another is at it. */
    public boolean isMine(Handle tx) {
        return tx.createQuery("select pg_try_advisory_xact_lock(:lock)")
                .bind("lock", lock)
                .mapTo(Boolean.class)
                .one();
    }
}
