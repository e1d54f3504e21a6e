package org.billwright.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.billwright.retention.ExpiredBillStore.ExpiredBill;
import org.billwright.store.Database;
import org.billwright.store.PlanCheck;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A page of bills is found, judged and locked by reading about as many rows as it has, whatever PostgreSQL knows of the tables. */
@Tag("slow")
class RetentionPlanTest {
    private static final int BILLS = 12_000;
    private static final int PAGE = 100;
    private static final Instant BEFORE = Instant.parse("2013-01-01T00:00:00Z");

    /** In the middle of the bills from before. */
    private static final String MIDDLE = "2011-06-01T00:00:00Z";

    /** Half of the bills are of one account; each is paid, the newest after the time. Each has an event, each hundredth a dispute. */
    private static void fill(Handle owner, String tenant, int from, int to) {
        owner.execute("set session_replication_role = replica");
        owner.execute("""
                insert into customer_bill (tenant, id, bill_no, state, billing_account_id, bill_date, period_end, doc, currency, amount_due, remaining)
                select ?, 'b' || lpad(n::text, 6, '0'), n, 'settled', case when n % 2 = 0 then 'big' else 'a' || n % 1500 end, date, date,
                    json_build_object('note', repeat('x', 300)), 'USD', 10, 0
                from generate_series(?, ? - 1) as n
                cross join lateral (select timestamptz '2010-01-01' + n * interval '4 hours' as date) as of_bill
                """, tenant, from, to);
        owner.execute("""
                insert into applied_customer_billing_rate (tenant, id, bill_id, billing_account_id, doc)
                select ?, 'r' || n, bill, 'a' || n % 1500, json_build_object('id', 'r' || n, 'bill', json_build_object('id', bill), 'isBilled', true)
                from generate_series(?, ? - 1) as n
                cross join lateral (select 'b' || lpad((n / 2)::text, 6, '0') as bill) as of_rate
                """, tenant, from, to);
        owner.execute("""
                insert into account_credit (tenant, kind, id, account_id, currency, amount, allocated, payment_date, details)
                select ?, 'payment', 'p' || lpad(n::text, 6, '0'), case when n % 2 = 0 then 'big' else 'a' || n % 1500 end, 'USD', 10, 10,
                    timestamptz '2010-01-15' + n * interval '4 hours', '{}'
                from generate_series(?, ? - 1) as n
                """, tenant, from, to);
        owner.execute("""
                insert into allocation (tenant, bill_id, source_kind, source_id, account_id, currency, amount)
                select ?, 'b' || lpad(n::text, 6, '0'), 'payment', 'p' || lpad(n::text, 6, '0'), 'big', 'USD', 10
                from generate_series(?, ? - 1) as n
                """, tenant, from, to);
        owner.execute("""
                insert into event (tenant, id, type, resource, resource_id, resource_sequence, occurred_at, doc)
                select ?, ? || '-' || n, 'CustomerBillCreateEvent', 'customerBill', 'b' || lpad((n + 3000)::text, 6, '0'), 1, now(), '{}'
                from generate_series(?, ? - 1) as n
                """, tenant, tenant, from, to);
        owner.execute("""
                insert into dispute (tenant, id, bill_id, account_id, currency, state, reason, amount, opened_at, doc)
                select ?, 'd' || n, 'b' || lpad(n::text, 6, '0'), 'big', 'USD', 'opened', 'other', 1, now(), '{}'
                from generate_series(?, ? - 1) as n where n % 100 = 0
                """, tenant, from, to);
        owner.execute("reset session_replication_role");
    }

    private static void reads(
            Database database, String tenant, String what, long rows, long blocks, Consumer<Handle> work) {
        for (var mode : List.of("force_custom_plan", "force_generic_plan")) {
            database.inTransaction(tenant, tx -> {
                tx.execute("set local plan_cache_mode = " + mode);
                PlanCheck.read(tx, work).atMost(what + ", " + mode, rows, blocks);
                return tenant;
            });
        }
    }

    @Test
    void a_page_reads_few_rows_in_every_situation() {
        PlanCheck.inEverySituation("retention_plans", RetentionPlanTest::fill, BILLS, (database, tenant, situation) -> {
            var first = new ExpiredBill("", Instant.parse(MIDDLE).atOffset(ZoneOffset.UTC));
            for (var after : List.of(Optional.<ExpiredBill>empty(), Optional.of(first))) {
                var page = new ArrayList<String>();
                reads(database, tenant, "next, " + situation, 5 * PAGE, 10 * PAGE, tx -> {
                    page.clear();
                    ExpiredBillStore.next(tx, tenant, BEFORE, after).forEach(bill -> page.add(bill.id()));
                    assertThat(page).hasSize(PAGE);
                });
                reads(
                        database,
                        tenant,
                        "together, " + situation,
                        5 * PAGE,
                        20 * PAGE,
                        tx -> assertThat(ExpiredBillStore.together(tx, tenant, page))
                                .hasSize(PAGE));
                reads(
                        database,
                        tenant,
                        "judge, " + situation,
                        30 * PAGE,
                        60 * PAGE,
                        tx -> assertThat(ExpiredBillStore.judge(tx, tenant, BEFORE, page))
                                .hasSize(PAGE));
                reads(
                        database,
                        tenant,
                        "accounts, " + situation,
                        5 * PAGE,
                        20 * PAGE,
                        tx -> assertThat(ExpiredBillStore.accounts(tx, tenant, page))
                                .hasSizeGreaterThan(PAGE / 3));
                reads(
                        database,
                        tenant,
                        "lock, " + situation,
                        5 * PAGE,
                        10 * PAGE,
                        tx -> ExpiredBillStore.lock(tx, tenant, page));
            }
        });
    }
}
