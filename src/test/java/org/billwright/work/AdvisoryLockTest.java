package org.billwright.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.billwright.api.Store;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;

/** What one transaction at a time does keeps nobody from doing something else. */
class AdvisoryLockTest {
    static {
        Store.fresh("alone").close();
    }

    private static Handle begun() {
        return Store.asOwner("alone").open().begin();
    }

    @Test
    void each_is_one_transactions_while_the_others_are_others() {
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
