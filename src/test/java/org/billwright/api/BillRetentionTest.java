package org.billwright.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.billwright.access.Caller;
import org.billwright.ledger.Books;
import org.billwright.proof.Finding;
import org.billwright.proof.Verification;
import org.billwright.retention.BillRetention;
import org.billwright.retention.RetentionDefaults;
import org.billwright.retention.RetentionReport;
import org.billwright.store.Database;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The deletion of bills that were produced here, with credit notes, replaced bills, balances that were brought forward, and refunds. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@TestProfile(BillRetentionTest.OwnDatabase.class)
@Tag("server")
class BillRetentionTest {
    private static final String NAME = "bill_retention";
    private static final String OPERATIONS = Api.server() + "/operations/v1/";

    /** A server on a database whose bills may be deleted. */
    public static final class OwnDatabase implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("billwright.database.url", Opened.URL);
        }
    }

    /** Opened before the server starts. */
    private static final class Opened {
        static final Database DATABASE = Store.fresh(NAME);
        static final String URL = Store.config(NAME).url();

        private Opened() {}
    }

    @BeforeEach
    @AfterEach
    void today() {
        TestClock.reset();
        setRetention("{'deletesBills':null,'billYears':null}");
    }

    private static void setRetention(String members) {
        var set = Api.withBody("PATCH", OPERATIONS + "retention", RunsApi.quoted(members));
        assertThat(set.status()).as(set.text()).isEqualTo(200);
    }

    private static String onDemand(String account) throws InterruptedException {
        var request = OnDemandTest.finished(OnDemandTest.askFor(account));
        assertThat(request.path("state").textValue()).as(request.toString()).isEqualTo("done");
        return request.at("/customerBill/id").textValue();
    }

    private static String sent(String bill) {
        var sent = Api.patch("customerBill/" + bill, "{\"state\":\"sent\"}");
        assertThat(sent.status()).as(sent.text()).isEqualTo(200);
        return bill;
    }

    private static JsonNode post(String path, String body) {
        var response = Api.post(OPERATIONS + path, RunsApi.quoted(body));
        assertThat(response.status()).as(response.text()).isEqualTo(201);
        return response.json();
    }

    private static String pay(String account, String amount) {
        return post("payment", "{'account':{'id':'" + account + "'},'amount':{'unit':'USD','value':" + amount + "}}")
                .path("id")
                .textValue();
    }

    private static void rate(String account, String id, String amount) {
        Documents.load(
                Opened.DATABASE,
                RunsApi.rate(account + "-" + id, account, "2026-05-20T00:00:00Z", amount, "recurringCharge"));
    }

    /** A bill of an account, sent and paid. */
    private static String paid(String account, String rate, String net, String gross) throws InterruptedException {
        rate(account, rate, net);
        var bill = sent(onDemand(account));
        pay(account, gross);
        return bill;
    }

    private static String state(String bill) {
        return Api.get("customerBill/" + bill).json().path("state").textValue();
    }

    private static List<String> exist(String... bills) {
        return List.of(bills).stream()
                .filter(bill -> Api.get("customerBill/" + bill).status() == 200)
                .toList();
    }

    private static List<String> list(String sql) {
        return Store.asOwner(NAME)
                .withHandle(owner -> owner.createQuery(sql).mapTo(String.class).list());
    }

    private static List<String> balances() {
        return list("select account_id || ' ' || currency || ' ' || sum(amount)::numeric(20, 2) from ledger_entry"
                + " group by account_id, currency having sum(amount) <> 0 order by 1");
    }

    private static BillRetention retention() {
        var defaults = new RetentionDefaults(10, Duration.ofDays(7), Duration.ofDays(30));
        return new BillRetention(Opened.DATABASE, new TestClock(), defaults);
    }

    /** Deletes what can be deleted, once all events were purged. */
    private static RetentionReport apply(String time) {
        TestClock.set(Instant.parse(time));
        Store.asOwner(NAME).useHandle(owner -> owner.execute("truncate event, event_sequence cascade"));
        setRetention("{'deletesBills':true}");
        return retention().apply(Caller.system("retention", Store.TENANT), () -> true);
    }

    private static void isRight(String... runs) {
        var found = new ArrayList<String>();
        var listener = new Verification.Listener() {
            @Override
            public void found(Verification.Subject of, Finding finding) {
                found.add(of.text() + ": " + finding);
            }

            @Override
            public void progress(Verification.Counts counts) {}
        };
        new Verification(Opened.DATABASE, Store.TENANT, listener).ofAll();
        for (var run : runs) {
            new Verification(Opened.DATABASE, Store.TENANT, listener).ofRun(run);
        }
        assertThat(found).isEmpty();
        Books.areRight(Store.asOwner(NAME));
        var trail = Api.get(OPERATIONS + "auditVerification").json();
        assertThat(trail.path("isIntact").booleanValue()).as(trail.toString()).isTrue();
    }

    /** 100.00 and 10 % are 110.00; 10.00 of it given back are 11.00; 99.00 are paid. The next bill is 55.00. */
    @Test
    void a_bill_of_a_run_goes_with_its_credit_note_and_the_last_bill_stays() throws InterruptedException {
        Documents.load(
                Opened.DATABASE,
                RunsApi.cycle("br-cycle"),
                RunsApi.account("br-1", "br-cycle", ""),
                RunsApi.rate("br-1-a", "br-1", "2026-05-20T00:00:00Z", "100.00", "recurringCharge"));
        var run = RunsApi.billed(RunsApi.planned("br-cycle", "")).path("id").textValue();
        var first = sent(Api.get("customerBill?billingAccount.id=br-1").ids().getFirst());
        var note = post(
                        "creditNote",
                        "{'bill':{'id':'" + first
                                + "'},'reason':'billingError','rate':[{'id':'br-1-a','taxExcludedAmount':{'unit':'USD','value':10.00}}]}")
                .path("id")
                .textValue();
        pay("br-1", "99.00");
        var last = paid("br-1", "b", "50.00", "55.00");
        assertThat(List.of(state(first), state(last))).containsOnly("settled");
        assertThat(state(note)).as("its credit is used up").isEqualTo("new");
        var number = Api.get("customerBill/" + last).json().path("billNo").textValue();
        var ended = Api.get("customerBill/" + last)
                .json()
                .at("/billingPeriod/endDateTime")
                .textValue();

        assertThat(apply("2036-06-17T00:00:00Z").deleted())
                .as("on the last day")
                .isZero();
        var dry = retention().dryRun(Store.TENANT);
        assertThat(dry.deleted()).isZero();
        var report = apply("2037-01-01T00:00:00Z");
        assertThat(exist(first, note, last)).containsExactly(last);
        assertThat(report.deletedByYear().get(2026)).isGreaterThanOrEqualTo(2);
        assertThat(list("select count(*)::text from applied_customer_billing_rate where bill_id in ('" + first + "', '"
                        + note + "')"))
                .containsExactly("0");
        isRight(run);

        TestClock.set(Instant.parse("2037-02-01T00:00:00Z"));
        rate("br-1", "c", "20.00");
        var next = Api.get("customerBill/" + onDemand("br-1")).json();
        assertThat(next.at("/billingPeriod/startDateTime").textValue()).isEqualTo(ended);
        assertThat(next.path("billNo").textValue()).isGreaterThan(number);
        assertThat(Api.get(OPERATIONS + "customerBill/" + next.path("id").textValue() + "/explanation")
                        .json()
                        .at("/previousBill/id")
                        .textValue())
                .isEqualTo(last);
        isRight(run);
    }

    /** 110.00 is given back and billed again with 88.00: the three go together. A credit note of an open dispute keeps all of them. */
    @Test
    void a_replaced_bill_goes_with_what_replaces_it() throws InterruptedException {
        Documents.load(Opened.DATABASE, RunsApi.account("br-2", "none", ""));
        rate("br-2", "a", "100.00");
        var first = sent(onDemand("br-2"));
        var made = post(
                "rebill",
                "{'bill':{'id':'" + first
                        + "'},'reason':'priceError','rate':[{'id':'br-2-a','taxExcludedAmount':{'unit':'USD','value':80.00}}]}");
        var note = made.at("/creditNote/id").textValue();
        var replacing = sent(made.at("/replacingBill/id").textValue());
        paid("br-2", "b", "50.00", "55.00");
        assertThat(state(first)).isEqualTo("settled");
        assertThat(state(replacing)).as("88.00 are not paid in full").isEqualTo("partiallyPaid");
        apply("2037-01-01T00:00:00Z");
        assertThat(exist(first, note, replacing)).hasSize(3);

        TestClock.reset();
        pay("br-2", "88.00");
        var before = balances();
        apply("2037-01-01T00:00:00Z");
        assertThat(exist(first, note, replacing)).isEmpty();
        assertThat(balances()).isEqualTo(before);
        isRight();
    }

    /** 110.00 is carried to the second bill: 110.00 and 55.00 are 165.00, which is paid. The third is 22.00. */
    @Test
    void a_bill_whose_balance_was_brought_forward_goes_before_the_one_that_has_it() throws InterruptedException {
        Documents.load(Opened.DATABASE, RunsApi.account("br-3", "none", ",'balanceTreatment':'balanceForward'"));
        rate("br-3", "a", "100.00");
        var first = sent(onDemand("br-3"));
        TestClock.set(Instant.parse("2026-08-17T12:00:00Z"));
        var second = paid("br-3", "b", "50.00", "165.00");
        var third = paid("br-3", "c", "20.00", "22.00");
        assertThat(List.of(state(first), state(second), state(third))).containsOnly("settled");
        var before = balances();

        apply("2036-07-01T00:00:00Z");
        assertThat(exist(first, second, third)).containsExactly(second, third);
        assertThat(balances()).isEqualTo(before);
        isRight();
        apply("2036-09-01T00:00:00Z");
        assertThat(exist(second, third)).containsExactly(third);
        assertThat(balances()).isEqualTo(before);
        isRight();
    }

    /** 110.00 is paid, 22.00 of it given back and refunded in 2027: bill and note go when that is ten years ago. */
    @Test
    void a_credit_keeps_its_bill_while_it_is_open_and_until_its_refund_is_old() throws InterruptedException {
        Documents.load(Opened.DATABASE, RunsApi.account("br-4", "none", ""));
        var first = paid("br-4", "a", "100.00", "110.00");
        var note = post(
                        "creditNote",
                        "{'bill':{'id':'" + first
                                + "'},'reason':'goodwill','rate':[{'id':'br-4-a','taxExcludedAmount':{'unit':'USD','value':20.00}}]}")
                .path("id")
                .textValue();
        assertThat(balances()).contains("br-4 USD -22.00");
        TestClock.set(Instant.parse("2027-03-01T00:00:00Z"));
        post("refund", "{'account':{'id':'br-4'},'amount':{'unit':'USD','value':22.00},'reason':'goodwill'}");
        var last = paid("br-4", "b", "50.00", "55.00");
        var before = balances();

        apply("2037-01-01T00:00:00Z");
        assertThat(exist(first, note, last)).containsExactly(first, note, last);
        apply("2037-03-02T00:00:00Z");
        assertThat(exist(first, note, last)).containsExactly(last);
        assertThat(balances()).isEqualTo(before);
        assertThat(list("select kind || ' ' || sum(amount)::numeric(20, 2) from ledger_entry where account_id = 'br-4'"
                        + " group by kind order by kind"))
                .containsExactly("bill 55.00", "correction -22.00", "payment -55.00", "refund 22.00");
        isRight();
    }
}
