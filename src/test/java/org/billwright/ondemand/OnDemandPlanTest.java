package org.billwright.ondemand;

import static org.assertj.core.api.Assertions.assertThat;

import org.billwright.store.PlanCheck;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A claim of a request for a bill reads few rows, however many are done or wait. */
@Tag("slow")
class OnDemandPlanTest {
    private static final int REQUESTS = 6_000;

    private static void fill(Handle owner, String tenant, int from, int to) {
        owner.execute("""
                insert into customer_bill_on_demand (tenant, id, state, billing_account_id, retry_at, last_update, doc)
                select ?, r.id, r.state, 'a', now() - interval '1 hour' + n * interval '1 millisecond', now(),
                    json_build_object('id', r.id, 'state', r.state)
                from generate_series(?, ? - 1) as n
                cross join lateral (select 'o' || n as id, case when n % 3 = 0 then 'inProgress' else 'rejected' end as state) as r
                """, tenant, from, to);
    }

    @Test
    void a_claim_reads_few_rows_in_every_situation() {
        PlanCheck.inEverySituation(
                "claim_plans",
                OnDemandPlanTest::fill,
                REQUESTS,
                (database, tenant, situation) -> database.acrossTenants(tx -> {
                    PlanCheck.read(
                                    tx,
                                    same -> assertThat(OnDemandStore.claim(same))
                                            .isPresent())
                            .atMost(situation, 30, 80);
                    return tenant;
                }));
    }
}
