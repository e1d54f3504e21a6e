package org.billwright.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.billwright.account.AccountStore;
import org.billwright.api.Store;
import org.billwright.billing.BillMaker;
import org.billwright.billing.Calculation;
import org.billwright.cycle.CycleStore;
import org.billwright.json.Json;
import org.billwright.proof.explanation.Explanation;
import org.billwright.store.Database;
import org.billwright.tax.TaxStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What holds for all bill runs, on random accounts in a database of their own. */
class BillRunProperties {
    private static final String NAME = "bill_runs";
    private static final int ACCOUNTS = 80;
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-06-17T12:00:00Z"), ZoneOffset.UTC);

    private static Database database;

    @BeforeAll
    static void open() {
        database = Store.fresh(NAME);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static ObjectNode planned(String cycle, String kind, int chunkSize, int workers)
            throws InterruptedException {
        var body = Json.object().put("kind", kind).put("period", RunData.PERIOD);
        body.putObject("billCycleSpecification").put("id", cycle);
        var id = database.inTransaction(
                Store.TENANT,
                tx -> new BillRuns(tx, Store.TENANT, "planner", CLOCK, new RunPolicy(chunkSize, false))
                        .plan(RunRequest.of(body))
                        .id());
        return worked(id, workers);
    }

    private static ObjectNode billed(ObjectNode plan, int workers) throws InterruptedException {
        var id = plan.path("id").textValue();
        database.inTransaction(
                Store.TENANT,
                tx -> new BillRuns(tx, Store.TENANT, "approver", CLOCK, new RunPolicy(1, true))
                        .approve(id, plan.path("digest").textValue()));
        return worked(id, workers);
    }

    private static ObjectNode worked(String id, int workers) throws InterruptedException {
        try (var worker = new RunWorker(database, CLOCK)) {
            worker.start(workers);
            for (int i = 0; i < 1_200; i++) {
                var run = database.inTransaction(
                        Store.TENANT,
                        tx -> RunStore.document(tx, Store.TENANT, id).orElseThrow());
                var document = Json.stored(run.document().toString());
                if (List.of("planned", "done").contains(document.path("state").textValue())) {
                    return document;
                }
                Thread.sleep(50);
            }
        }
        throw new AssertionError("run " + id + " does not end");
    }

    private static List<String> lines(String sql) {
        return RunData.lines(NAME, sql);
    }

    @Test
    void any_split_into_chunks_and_workers_gives_the_same_bills_and_a_second_run_changes_nothing()
            throws InterruptedException {
        for (var cycle : List.of("S1", "S2", "S3")) {
            RunData.load(database, cycle, ACCOUNTS, 678);
        }
        var one = billed(planned("S1", "regular", 1_000, 1), 1);
        var two = billed(planned("S2", "regular", 7, 3), 3);
        var three = billed(planned("S3", "regular", 1, 2), 2);
        assertThat(two.path("result")).isEqualTo(one.path("result"));
        assertThat(three.path("result")).isEqualTo(one.path("result"));
        assertThat(one.path("progress").path("chunks").asInt()).isEqualTo(1);
        assertThat(three.path("progress").path("chunks").asInt()).isEqualTo(ACCOUNTS);
        var bills = RunData.bills(NAME, "S1");
        assertThat(bills).hasSizeGreaterThan(ACCOUNTS);
        assertThat(RunData.bills(NAME, "S2")).isEqualTo(bills);
        assertThat(RunData.bills(NAME, "S3")).isEqualTo(bills);
        totalsAreThoseOfTheRows(one);
        totalsAreThoseOfTheRows(two);
        assertThat(lines("select count(distinct bill_no) || ' ' || max(substr(bill_no, 4)::int) from customer_bill"))
                .as("no number is missing")
                .containsExactly(lines("select count(*) || ' ' || count(*) from customer_bill")
                        .getFirst());

        var all = lines("select id || doc::text from customer_bill order by 1");
        var again = planned("S1", "catchUp", 10, 2);
        assertThat(again.at("/plan/accounts/planned").asInt()).isZero();
        billed(again, 2);
        assertThat(lines("select id || doc::text from customer_bill order by 1"))
                .isEqualTo(all);
        assertThat(lines("select billing_account_id from applied_customer_billing_rate rate join billing_account a"
                        + " on a.id = rate.billing_account_id where bill_id is null and a.doc::text not like '%hold%'"
                        + " and date < '2026-06-08'::timestamp at time zone a.time_zone"
                        + " and not exists (select from applied_customer_billing_rate other where"
                        + " other.billing_account_id = a.id and other.currency = 'EUR' and other.bill_id is null)"))
                .as("rates of the period that are not billed")
                .isEmpty();
    }

    /** Accounts in = planned + nothing due + held + refused, and the sums of bills are those of the bills and of their rates. */
    private static void totalsAreThoseOfTheRows(ObjectNode run) {
        var cycle = run.at("/billCycleSpecification/id").textValue();
        int accounts = 0;
        for (var count : run.at("/result/accounts")) {
            accounts += count.asInt();
        }
        assertThat(accounts).isEqualTo(ACCOUNTS);
        var like = " from %s where billing_account_id like '" + cycle + "-%%'";
        assertThat(lines("select sum(amount_due) || ' ' || sum(tax_excluded) || ' ' || count(*)"
                        + like.formatted("customer_bill")))
                .containsExactly(run.at("/result/bill/0/amount/value").decimalValue() + " "
                        + run.at("/result/bill/1/amount/value").decimalValue() + " "
                        + run.at("/result/accounts/billed").asInt());
        assertThat(lines("select sum(tax_excluded)::text" + like.formatted("applied_customer_billing_rate")
                        + " and bill_id is not null"))
                .containsExactly(
                        run.at("/result/bill/1/amount/value").decimalValue().toPlainString());
        assertThat(lines("select sum((item #>> '{taxAmount,value}')::numeric)::text"
                        + " from customer_bill, json_array_elements(doc -> 'taxItem') as item where billing_account_id like '"
                        + cycle + "-%'"))
                .containsExactly(run.at("/result/tax")
                        .valueStream()
                        .map(tax -> tax.at("/amount/value").decimalValue())
                        .reduce(java.math.BigDecimal.ZERO, java.math.BigDecimal::add)
                        .toPlainString());
    }

    /** Byte for byte, but for the number, the time of writing and the page, whose name has the number. */
    @Test
    void a_bill_is_what_was_planned() throws InterruptedException {
        RunData.load(database, "P", ACCOUNTS, 4711);
        var plan = planned("P", "regular", 20, 1);
        var terms = database.inTransaction(
                Store.TENANT,
                tx -> new RunTerms(
                        CycleStore.calendar(tx, Store.TENANT, "P").orElseThrow(), LocalDate.parse("2026-06-08")));
        Map<String, String> ids = new TreeMap<>();
        lines("select account_id || ' ' || bill_id from bill_run_account where run_id = '"
                        + plan.path("id").textValue() + "' and bill_id is not null")
                .forEach(line -> ids.put(line.substring(0, line.indexOf(' ')), line.substring(line.indexOf(' ') + 1)));
        var calculated = database.inTransaction(
                Store.TENANT,
                tx -> BillMaker.plan(
                        tx,
                        Store.TENANT,
                        CLOCK.instant().atOffset(ZoneOffset.UTC),
                        TaxStore.table(tx, Store.TENANT),
                        UnaryOperator.identity(),
                        AccountStore.all(tx, Store.TENANT, ids.keySet()).stream()
                                .map(account -> terms.of(account, ids.getOrDefault(account.id(), "")))
                                .toList(),
                        () -> {},
                        calculation -> ((Calculation.Bill) calculation).document()));
        billed(plan, 2);
        for (var document : calculated) {
            var id = document.path("id").textValue();
            var stored = Json.stored(lines("select doc::text from customer_bill where id = '" + id + "'")
                    .getFirst());
            for (var later : List.of("billNo", "lastUpdate", "billDocument")) {
                assertThat(Optional.ofNullable(stored.get(later))).isPresent();
                document.set(later, stored.get(later));
            }
            assertThat(Json.write(stored)).isEqualTo(Json.write(document));
        }
        assertThat(calculated).hasSizeGreaterThan(ACCOUNTS / 2);
    }

    /** Inputs of random accounts change between plan and approval: those accounts are not billed, and all others are. */
    @Test
    void exactly_the_accounts_that_changed_are_not_billed() throws InterruptedException {
        RunData.load(database, "C", ACCOUNTS, 99);
        var plan = planned("C", "regular", 20, 1);
        var planned = lines("select account_id from bill_run_account where status = 'planned' and run_id = '"
                + plan.path("id").textValue() + "' order by 1");
        var rateChanged = planned.get(3);
        var rateAdded = planned.get(7);
        var accountChanged = planned.get(11);
        Store.asOwner(NAME).useHandle(owner -> {
            owner.execute(
                    "update applied_customer_billing_rate set doc = replace(doc::text, 'Usage', 'usage')::json where id = ("
                            + "select min(id) from applied_customer_billing_rate where billing_account_id = '"
                            + rateChanged
                            + "' and date < '2026-06-07')");
            owner.execute(
                    "update billing_account set doc = replace(doc::text, '\"currency\"', '\"name\":\"x\",\"currency\"')::json where id = '"
                            + accountChanged + "'");
        });
        org.billwright.api.Documents.load(
                database, org.billwright.api.Documents.rate("added", rateAdded, "USD", "1.00"));
        var done = billed(plan, 2);
        assertThat(lines("select account_id from bill_run_account where status = 'changedSincePlan' and run_id = '"
                        + done.path("id").textValue() + "' order by 1"))
                .containsExactly(rateChanged, rateAdded, accountChanged);
        assertThat(done.at("/result/accounts/billed").asInt()).isEqualTo(planned.size() - 3);
    }

    @Test
    void as_many_bills_as_a_run_makes_are_all_that_it_explains() throws InterruptedException {
        RunData.load(database, "E1", ACCOUNTS, 679);
        var id = planned("E1", "regular", 1_000, 1).path("id").textValue();
        database.inTransaction(Store.TENANT, tx -> {
            var run = RunExplanation.of(tx, Store.TENANT, id, CLOCK).orElseThrow();
            assertThat(run.bills()).isBetween(1L, ACCOUNTS - 1L);
            var explained = new ArrayList<Explanation>();
            run.readAfter("", (int) run.bills(), explained::add);
            assertThat(explained).hasSize((int) run.bills());
            return 0;
        });
    }
}
