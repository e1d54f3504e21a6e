package org.billwright.ondemand;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.billwright.api.Store;
import org.billwright.json.Json;
import org.billwright.store.Database;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What becomes of a request whose worker failed while another worker went on with it. */
class OnDemandStoreTest {
    private static final Database DATABASE = Store.fresh("on_demand_store");
    private static final String TENANT = "T";

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    private static void insert(Handle tx, String tenant, String id) {
        OnDemandStore.insert(
                tx,
                tenant,
                Json.object().put("id", id).put("state", "inProgress").put("lastUpdate", "2026-06-17T12:00:00Z"));
    }

    private static OnDemandStore.Claimed requested(Handle tx, String id) {
        insert(tx, TENANT, id);
        return OnDemandStore.claim(tx).orElseThrow();
    }

    @Test
    void a_request_that_was_finished_meanwhile_is_left_alone() {
        Store.asOwner("on_demand_store").useTransaction(tx -> {
            var claimed = requested(tx, "finished");
            assertThat(OnDemandStore.lockUnchanged(tx, claimed)).isTrue();
            OnDemandStore.finish(tx, TENANT, claimed.document().put("state", "rejected"));
            assertThat(OnDemandStore.lockUnchanged(tx, claimed)).isFalse();
            tx.rollback();
        });
    }

    @Test
    void an_attempt_is_counted_once() {
        Store.asOwner("on_demand_store").useTransaction(tx -> {
            var claimed = requested(tx, "attempted");
            OnDemandStore.retryLater(tx, claimed, Duration.ZERO);
            assertThat(OnDemandStore.lockUnchanged(tx, claimed)).isFalse();
            var again = OnDemandStore.claim(tx).orElseThrow();
            assertThat(again.attempts()).isEqualTo(1);
            assertThat(OnDemandStore.lockUnchanged(tx, again)).isTrue();
            tx.rollback();
        });
    }

    @Test
    void a_retry_is_due_by_the_clock_of_the_database() {
        Store.asOwner("on_demand_store").useTransaction(tx -> {
            var claimed = requested(tx, "later");
            OnDemandStore.retryLater(tx, claimed, Duration.ofHours(1));
            assertThat(OnDemandStore.claim(tx)).isEmpty();
            assertThat(tx.createQuery(
                                    "select retry_at - clock_timestamp() between interval '59 minutes' and interval '61 minutes'"
                                            + " from customer_bill_on_demand where id = 'later'")
                            .mapTo(Boolean.class)
                            .one())
                    .isTrue();
            tx.rollback();
        });
    }

    @Test
    void a_tenant_with_many_requests_does_not_delay_another_one() {
        Store.asOwner("on_demand_store").useTransaction(tx -> {
            for (int i = 0; i < 200; i++) {
                insert(tx, "BUSY", "many-" + i);
            }
            insert(tx, "OTHER", "single");
            int claims = 0;
            String tenant;
            do {
                var claimed = OnDemandStore.claim(tx).orElseThrow();
                OnDemandStore.finish(tx, claimed.tenant(), claimed.document().put("state", "rejected"));
                tenant = claimed.tenant();
                claims++;
            } while (tenant.equals("BUSY"));
            assertThat(claims).as("two on average").isLessThan(100);
            tx.rollback();
        });
    }
}
