package org.billwright.query;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.billwright.access.Caller;
import org.billwright.access.Entitlement;
import org.billwright.account.AccountShape;
import org.billwright.audit.AuditShape;
import org.billwright.bill.BillShape;
import org.billwright.collection.OverdueBillShape;
import org.billwright.event.EventDeliveryShape;
import org.billwright.json.TmfVersion;
import org.billwright.ondemand.OnDemandShape;
import org.billwright.payment.PaymentShape;
import org.billwright.rate.RateShape;
import org.billwright.store.PlanCheck;
import org.billwright.store.Sql;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The lists that are documented as quick read about as many rows as they show, whatever PostgreSQL knows of the tables. */
@Tag("slow")
class ListPlanTest {
    private static final int BILLS = 12_000;
    private static final int PAGE = 100;
    private static final long MOST_ROWS = 500;
    private static final long MOST_BLOCKS = 600;
    private static final long MOST_PAYMENT_BLOCKS = 1_500;
    private static final long MOST_OVERDUE_BLOCKS = 1_500;
    /** A delivery is read with its event, and with those that are due at the same time. */
    private static final long MOST_DELIVERY_ROWS = 1_000;

    private static final long MOST_DELIVERY_BLOCKS = 1_500;

    private static void fill(Handle owner, String tenant, int from, int to) {
        owner.execute("""
                insert into customer_bill (tenant, id, bill_no, state, billing_account_id, bill_cycle_id, party_ids, bill_date, doc, currency, amount_due,
                    remaining, payment_due_date)
                select ?, b.id, b.id, b.state, b.account, 'c' || n / 6000, array[b.party],
                    timestamptz '2026-01-01' + n * interval '10 minutes',
                    json_build_object('id', b.id, 'state', b.state, 'note', repeat('x', 300)), 'USD', 10, case when n % 4 = 0 then 0 else 10 end,
                    timestamptz '2026-01-15' + n * interval '10 minutes'
                from generate_series(?, ? - 1) as n
                cross join lateral (select 'b' || lpad(n::text, 6, '0') as id,
                    case when n % 1000 = 7 then 'new' when n % 10 = 0 then 'validated' else 'sent' end as state,
                    'a' || n % 1500 as account, 'p' || n % 1500 as party) as b
                """, tenant, from, to);
        owner.execute("""
                insert into applied_customer_billing_rate (tenant, id, bill_id, billing_account_id, doc)
                select ?, r.id, r.bill, 'a' || n % 1500,
                    json_build_object('id', r.id, 'bill', json_build_object('id', r.bill), 'isBilled', r.bill is not null)
                from generate_series(?, ? - 1) as n
                cross join lateral (select 'r' || lpad(n::text, 6, '0') as id,
                    case when n % 3 > 0 then 'b' || lpad((n / 8)::text, 6, '0') end as bill) as r
                """, tenant, from, to);
        owner.execute("""
                insert into billing_account (
                    tenant, id, state, currency, time_zone, party_ids, cycle_specification_id, doc)
                select ?, a.id, case when n % 300 = 7 then 'suspended' else 'active' end, 'USD', 'UTC', array['p' || n % 1500],
                    'm' || n % 28, json_build_object('id', a.id, 'note', repeat('x', 300))
                from generate_series(?, ? - 1) as n
                cross join lateral (select 'a' || n as id) as a
                """, tenant, from, to);
        owner.execute("""
                insert into audit_entry (tenant, id, date, caller, action, resource, hash, doc)
                select ?, e.id, timestamptz '2026-01-01' + n * interval '1 minute', 'me', 'read', 'customerBill', '\\x00',
                    json_build_object('id', e.id, 'caller', 'me', 'action', 'read', 'resource', 'customerBill')
                from generate_series(?, ? - 1) as n
                cross join lateral (select 'e' || lpad(n::text, 6, '0') as id) as e
                """, tenant, from, to);
    }

    /** Payments, half of them of one account, each for a bill and a part of another one. */
    private static void fillPayments(Handle owner, String tenant, int from, int to) {
        owner.execute("set session_replication_role = replica");
        owner.execute("""
                insert into account_credit (tenant, kind, id, account_id, currency, amount, allocated, payment_date, details)
                select ?, 'payment', 'p' || lpad(n::text, 6, '0'), case when n % 2 = 0 then 'big' else 'a' || n % 1500 end, 'USD', 10, 10,
                    timestamptz '2026-01-01' + n * interval '10 minutes', '{}'
                from generate_series(?, ? - 1) as n
                """, tenant, from, to);
        owner.execute("""
                insert into allocation (tenant, bill_id, source_kind, source_id, account_id, currency, amount)
                select ?, bill.id, 'payment', 'p' || lpad(n::text, 6, '0'), 'big', 'USD', 5
                from generate_series(?, ? - 1) as n
                cross join lateral (values ('b' || lpad(n::text, 6, '0')), ('b' || lpad((n / 2)::text, 6, '0'))) as bill (id)
                """, tenant, from, to);
        owner.execute("""
                insert into refund (tenant, id, account_id, currency, amount, refund_date, doc)
                select ?, 'r' || lpad(n::text, 6, '0'), case when n % 2 = 0 then 'big' else 'a' || n % 1500 end, 'USD', 1,
                    timestamptz '2026-01-01', '{}'
                from generate_series(?, ? - 1) as n
                """, tenant, from, to);
        owner.execute("reset session_replication_role");
    }

    /** Events that wait for two subscriptions, some of which failed finally. */
    private static void fillDeliveries(Handle owner, String tenant, int from, int to) {
        owner.execute("""
                insert into hub (tenant, id, version, callback, query, base_url, secret, created_at, doc)
                select ?, ? || '-' || n, 'v5', 'https://example.com/' || n, '', 'http://x/', 'whsec_eA==', now(), '{}'
                from generate_series(1, 2) as n
                on conflict do nothing
                """, tenant, tenant);
        owner.execute("""
                with added as (
                    insert into event (tenant, id, type, resource, resource_id, resource_sequence, occurred_at, doc)
                    select ?, ? || '-' || n, 'CustomerBillCreateEvent', 'customerBill', 'b' || n, 1, now(), '{}'
                    from generate_series(?, ? - 1) as n
                    returning *)
                insert into event_delivery (
                    hub_id, event_seq, resource, resource_id, resource_sequence, retry_at, dead_lettered)
                select hub.id, seq, resource, resource_id, 1, timestamptz '2026-01-01' + number / 50 * interval '1 second', number % 40 = 0
                from added
                cross join lateral (select substr(added.id, length(added.tenant) + 2)::int as number) as numbered
                join hub on hub.tenant = added.tenant
                """, tenant, tenant, from, to);
    }

    private static void fillRequests(Handle owner, String tenant, int from, int to) {
        owner.execute("set session_replication_role = replica");
        owner.execute("""
                insert into customer_bill_on_demand (tenant, id, state, billing_account_id, bill_id, last_update, doc)
                select ?, r.id, r.state, 'a' || n % 1500, case r.state when 'done' then 'b' || n end, timestamptz '2026-01-01',
                    json_build_object('id', r.id, 'state', r.state, 'note', repeat('x', 300))
                from generate_series(?, ? - 1) as n
                cross join lateral (select 'q' || lpad(n::text, 6, '0') as id,
                    case when n % 4000 = 3999 then 'inProgress' else 'done' end as state) as r
                """, tenant, from, to);
        owner.execute("reset session_replication_role");
    }

    private static ResolvedQuery resolve(ResourceSchema schema, String query) {
        return new QueryResolver(schema, "http://x/").resolve(QueryParser.parse(query));
    }

    private static String behind(ResourceSchema schema, String query, String date, String id) {
        var cursor = resolve(schema, query).next(List.of(Optional.of(date), Optional.of(id)), PAGE);
        return query + (query.isEmpty() ? "" : "&") + "cursor=" + cursor.encode();
    }

    private static Map<String, Sql> statements(Caller caller) {
        var statements = new LinkedHashMap<String, Sql>();
        for (var query : List.of(
                "",
                "sort=billDate",
                "sort=id",
                "offset=300",
                "id=b000500",
                "billNo=b000500",
                "billingAccount.id=a500",
                "billingAccount.id=a500,a501&state=sent",
                "state=sent",
                "state=new",
                "state=sent&billDate.gte=2026-02-01&billDate.lt=2026-03-01",
                "state=new&billDate=2026-02-01",
                "billDate.gte=2026-02-01&billDate.lt=2026-02-02",
                "billCycle.id=c1",
                "relatedParty.partyOrPartyRole.id=p500",
                "relatedParty.partyOrPartyRole.id=p500&state=sent",
                behind(BillShape.V5, "", "2026-02-01T00:00:00Z", "b004464"),
                behind(BillShape.V5, "state=sent", "2026-02-01T00:00:00Z", "b004464"))) {
            add(statements, BillShape.V5, caller, query);
        }
        for (var query : List.of(
                "",
                "id=a500",
                "state=suspended",
                "state=active",
                "billStructure.cycleSpecification.id=m5",
                "relatedParty.partyOrPartyRole.id=p500")) {
            add(statements, AccountShape.schema(TmfVersion.V5), caller, query);
        }
        for (var query : List.of("", "bill.id=b000500", "billingAccount.id=a500&isBilled=false")) {
            add(statements, RateShape.V5, caller, query);
        }
        for (var query : caller.entitlement().isLimited()
                ? List.<String>of()
                : List.of(
                        "",
                        "date.gte=2026-01-02&date.lt=2026-01-03",
                        behind(AuditShape.SCHEMA, "", "2026-01-03T00:00:00Z", "e002880"))) {
            add(statements, AuditShape.SCHEMA, caller, query);
        }
        return statements;
    }

    private static void add(Map<String, Sql> statements, ResourceSchema schema, Caller caller, String query) {
        var resolved = resolve(schema, query);
        var name = schema.table() + "?" + query;
        if (!resolved.isQuick(schema)) {
            throw new IllegalArgumentException("not quick: " + name);
        }
        statements.put(name, ListSql.page(schema, caller, resolved).rows());
        if (caller.entitlement().isLimited()) {
            statements.put("count of " + name, ListSql.count(schema, caller, resolved));
        }
    }

    private static Caller limited(String tenant, List<String> accounts, List<String> parties) {
        return new Caller("me", tenant, Set.of(), new Entitlement.Only(accounts, parties));
    }

    /** A customer of an app has few bills among those of a tenant. */
    @Test
    void the_lists_of_a_caller_that_may_see_few_rows_read_few_rows_in_every_situation() {
        PlanCheck.inEverySituation("owned_list_plans", ListPlanTest::fill, BILLS, (database, tenant, situation) -> {
            for (var caller : List.of(
                    limited(tenant, List.of("a500", "a501"), List.of()),
                    limited(tenant, List.of(), List.of("p500")),
                    limited(tenant, List.of("a7"), List.of("p8", "p9")))) {
                statements(caller)
                        .forEach((name, sql) -> PlanCheck.readList(database, tenant, sql)
                                .forEach(read -> read.atMost(
                                        name + ", " + caller.entitlement() + ", " + situation,
                                        MOST_ROWS,
                                        MOST_BLOCKS)));
            }
        });
    }

    @Test
    void quick_lists_read_few_rows_in_every_situation() {
        PlanCheck.inEverySituation(
                "list_plans",
                ListPlanTest::fill,
                BILLS,
                (database, tenant, situation) -> statements(Caller.anyone(tenant))
                        .forEach((name, sql) -> PlanCheck.readList(database, tenant, sql)
                                .forEach(read -> read.atMost(name + ", " + situation, MOST_ROWS, MOST_BLOCKS))));
    }

    /** Of each bill its account, allocations and disputes are looked up by indexes. */
    @Test
    void a_page_of_overdue_bills_reads_few_rows_in_every_situation() {
        PlanCheck.inEverySituation("overdue_plans", ListPlanTest::fill, BILLS, (database, tenant, situation) -> {
            for (var query : List.of(
                    "",
                    "id=b000501",
                    "billingAccount.id=a501",
                    "paymentDueDate.lt=2026-02-01",
                    "sort=-paymentDueDate")) {
                var statements = new LinkedHashMap<String, Sql>();
                add(statements, OverdueBillShape.SCHEMA, Caller.anyone(tenant), query);
                statements.forEach((name, sql) -> PlanCheck.readList(database, tenant, sql)
                        .forEach(read -> read.atMost(name + ", " + situation, MOST_ROWS, MOST_OVERDUE_BLOCKS)));
            }
        });
    }

    /** What the payments of a page are allocated to is read once, whatever the order of the page and however many payments an account has. */
    @Test
    void a_page_of_payments_reads_few_rows_in_every_situation() {
        PlanCheck.inEverySituation(
                "payment_plans", ListPlanTest::fillPayments, BILLS, (database, tenant, situation) -> {
                    var statements = new LinkedHashMap<String, Sql>();
                    for (var query : List.of("", "account.id=big", "account.id=a501&sort=-paymentDate", "id=p000501")) {
                        add(statements, PaymentShape.PAYMENTS, Caller.anyone(tenant), query);
                    }
                    add(statements, PaymentShape.REFUNDS, Caller.anyone(tenant), "account.id=big");
                    statements.forEach((name, sql) -> PlanCheck.readList(database, tenant, sql)
                            .forEach(read -> read.atMost(name + ", " + situation, MOST_ROWS, MOST_PAYMENT_BLOCKS)));
                });
    }

    /** Each subscription has thousands of deliveries, of which few failed finally. */
    @Test
    void a_page_of_the_deliveries_of_a_subscription_reads_few_rows_in_every_situation() {
        PlanCheck.inEverySituation(
                "delivery_plans", ListPlanTest::fillDeliveries, BILLS, (database, tenant, situation) -> {
                    var statements = new LinkedHashMap<String, Sql>();
                    var schema = EventDeliveryShape.SCHEMA;
                    for (var state : List.of("waiting", "deadLettered")) {
                        var query = "hub.id=" + tenant + "-1&state=" + state;
                        add(statements, schema, Caller.anyone(tenant), query);
                        add(
                                statements,
                                schema,
                                Caller.anyone(tenant),
                                behind(schema, query, "2026-01-01T00:02:00Z", tenant + "-1:5"));
                    }
                    statements.forEach((name, sql) -> PlanCheck.readList(database, tenant, sql)
                            .forEach(read ->
                                    read.atMost(name + ", " + situation, MOST_DELIVERY_ROWS, MOST_DELIVERY_BLOCKS)));
                });
    }

    /** Most requests are done, and few are in progress. */
    @Test
    void requests_for_bills_are_found_by_state_in_every_situation() {
        PlanCheck.inEverySituation(
                "request_plans", ListPlanTest::fillRequests, BILLS, (database, tenant, situation) -> {
                    var statements = new LinkedHashMap<String, Sql>();
                    for (var state : List.of("done", "inProgress", "rejected")) {
                        add(statements, OnDemandShape.V4, Caller.anyone(tenant), "state=" + state);
                    }
                    statements.forEach((name, sql) -> PlanCheck.readList(database, tenant, sql)
                            .forEach(read -> read.atMost(name + ", " + situation, MOST_ROWS, MOST_BLOCKS)));
                });
    }
}
