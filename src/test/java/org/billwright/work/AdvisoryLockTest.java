package org.billwright.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.billwright.api.Store;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;

/** Each lock excludes other transactions from the same work, and from no other work. */
class AdvisoryLockTest {
    static {
        Store.fresh("advisory_lock").close();
    }

    private static Handle begun() {
        return Store.asOwner("advisory_lock").open().begin();
    }

    @Test
    void each_lock_belongs_to_one_transaction_at_a_time() {
        var under = new ArrayList<Handle>();
        try {
            for (var work : AdvisoryLock.values()) {
                var tx = begun();
                under.add(tx);
                assertThat(work.tryAcquire(tx)).as(work.name()).isTrue();
            }
            var late = begun();
            under.add(late);
            for (var work : AdvisoryLock.values()) {
                assertThat(work.tryAcquire(late)).as(work.name()).isFalse();
            }
        } finally {
            under.forEach(tx -> tx.rollback().close());
        }
    }
}
