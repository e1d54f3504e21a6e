package org.billwright.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.billwright.store.PlanCheck;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The steps of sealing and of verification read about as many rows as they work on, whatever PostgreSQL knows of the trail. */
@Tag("slow")
class AuditPlanTest {
    private static final int ENTRIES = 12_000;
    private static final int STEP = 50;

    private static void fill(Handle owner, String tenant, int from, int to) {
        owner.execute("""
                insert into audit_entry (tenant, id, date, caller, action, resource, hash, doc)
                select ?, e.id, timestamptz '2026-01-01' + n * interval '1 minute', 'me', 'read', 'customerBill', '\\x00',
                    json_build_object('id', e.id, 'caller', 'me', 'action', 'read', 'resource', 'customerBill')
                from generate_series(?, ? - 1) as n
                cross join lateral (select 'e' || lpad(n::text, 6, '0') as id) as e
                """, tenant, from, to);
        owner.execute("""
                insert into audit_seal (tenant, no, algorithm, last_seq, entries, previous, hash, sealed_at)
                select ?, n + 1, ?, n + 1, 1, lpad(n::text, 64, '0'), lpad((n + 1)::text, 64, '0'), now()
                from generate_series(?, ? - 1) as n
                """, tenant, Seal.OF_RANGE, from, to);
    }

    private static long middle(Handle tx, String tenant) {
        return tx.createQuery("select seq from audit_entry where tenant = :tenant order by seq offset :half limit 1")
                .bind("tenant", tenant)
                .bind("half", ENTRIES / 2)
                .mapTo(Long.class)
                .one();
    }

    @Test
    void sealing_and_verification_read_few_rows_in_every_situation() {
        PlanCheck.inEverySituation("audit_plans", AuditPlanTest::fill, ENTRIES, (database, tenant, situation) -> {
            database.acrossTenants(tx -> {
                seals(tx, tenant, situation);
                return tenant;
            });
            database.inTransaction(tenant, tx -> {
                verifies(tx, tenant, situation);
                return tenant;
            });
        });
    }

    private static void seals(Handle tx, String tenant, String situation) {
        long middle = middle(tx, tenant);
        PlanCheck.read(tx, same -> assertThat(SealStore.tenants(same)).contains(tenant))
                .atMost("tenants: " + situation, 20, 40);
        PlanCheck.read(tx, same -> assertThat(SealStore.last(same, tenant)).isPresent())
                .atMost("last seal: " + situation, 5, 20);
        PlanCheck.read(
                        tx,
                        same -> assertThat(SealStore.addHashes(
                                        same,
                                        tenant,
                                        middle,
                                        Long.MAX_VALUE,
                                        STEP,
                                        new Seal.RangeHash(Seal.INITIAL_HASH)))
                                .isPresent())
                .atMost("range to seal: " + situation, 2 * STEP, 4 * STEP);
    }

    private static void verifies(Handle tx, String tenant, String situation) {
        long middle = middle(tx, tenant);
        PlanCheck.read(
                        tx,
                        same -> assertThat(AuditStore.between(same, middle, Long.MAX_VALUE, STEP, entry -> entry))
                                .hasSize(STEP))
                .atMost("entries to verify: " + situation, 2 * STEP, 4 * STEP);
        PlanCheck.read(
                        tx,
                        same -> assertThat(SealStore.after(same, ENTRIES / 2, STEP))
                                .hasSize(STEP))
                .atMost("seals to verify: " + situation, 2 * STEP, 4 * STEP);
    }
}
