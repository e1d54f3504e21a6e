package org.billwright.work;

import static org.assertj.core.api.Assertions.assertThat;

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
        for (var work : AdvisoryLock.values()) {
            var first = begun();
            var second = begun();
            try {
                assertThat(work.tryAcquire(first)).as(work.name()).isTrue();
                assertThat(work.tryAcquire(second)).as(work.name()).isFalse();
                for (var other : AdvisoryLock.values()) {
                    assertThat(other == work || other.tryAcquire(second))
                            .as(work + " and " + other)
                            .isTrue();
                }
            } finally {
                first.rollback().close();
                second.rollback().close();
            }
        }
    }
}
