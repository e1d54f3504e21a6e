package org.billwright.imports.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.billwright.access.Caller;
import org.billwright.api.Documents;
import org.billwright.api.Store;
import org.billwright.format.FileFormat;
import org.billwright.ledger.Bills;
import org.billwright.ledger.Books;
import org.billwright.store.Database;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A line that the ledger or a check at the end of a transaction rejects costs no other line. */
class LinesThatTheLedgerRejectsTest {
    private static final String NAME = "rejected_by_ledger";

    private static Database database;

    @BeforeAll
    static void open() {
        database = Store.fresh(NAME);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @AfterEach
    void the_books_are_right() {
        Books.areRight(Store.asOwner(NAME));
    }

    private static List<String> list(String sql) {
        return Store.asOwner(NAME)
                .withHandle(owner -> owner.createQuery(sql).mapTo(String.class).list());
    }

    private static String quoted(String text) {
        return text.replace('\'', '"');
    }

    private static String applied(String bill, String payment, String unit, String amount) {
        return quoted("{'@type':'AppliedPayment','bill':{'id':'" + bill + "'},'appliedAmount':{'unit':'" + unit
                + "','value':" + amount + "},'payment':{'id':'" + payment + "'}}");
    }

    private static String payment(String id, String status, String date) {
        return quoted("{'@type':'Payment','id':'" + id + "','status':'" + status
                + "','amount':{'unit':'USD','value':50.00},'account':{'id':'LR'},'paymentDate':'" + date + "'}");
    }

    /** A bill as an export has one that was produced here. */
    private static String produced(String id, String amount, String more) {
        return Bills.sent(id, "LR-produced", amount, 12).replaceFirst("\\{", quoted("{'@producedHere':true," + more));
    }

    private static String note(String id, String bill, String amount) {
        return produced(id, amount, "'category':'creditNote','correctedBill':{'id':'" + bill + "'},");
    }

    private static String replacing(String id, String bill) {
        return produced(id, "10.00", "'category':'normal','correctedBill':{'id':'" + bill + "'},");
    }

    private static String rate(String id, String bill, String net, String credited) {
        return quoted("{'@type':'AppliedCustomerBillingRate','id':'" + id + "','bill':{'id':'" + bill
                + "'},'isBilled':true,'taxExcludedAmount':{'unit':'USD','value':" + net
                + "},'taxIncludedAmount':{'unit':'USD','value':" + net
                + "},'characteristic':[{'name':'note','value':'x'}"
                + (credited.isEmpty() ? "" : ",{'name':'CreditedRate','value':'" + credited + "'}") + "]}");
    }

    private static String line(Documents.Rejected rejected) {
        return rejected.line() + ": " + rejected.reason();
    }

    @Test
    void a_payment_that_cannot_be_applied_is_rejected_alone() {
        var suspense = payment("LR-suspense", "suspense", "2026-06-01T00:00:00Z")
                .replace(quoted("'account':{'id':'LR'},"), "");
        Documents.load(
                database, Bills.sent("LR-1", "LR", "10.00", 10), Bills.sent("LR-2", "LR", "20.00", 11), suspense);
        var result = Documents.tryLoad(
                database,
                applied("LR-1", "LR-p", "USD", "4.00"),
                applied("LR-2", "LR-suspense", "USD", "5.00"),
                applied("LR-2", "LR-q", "USD", "6.00"),
                Bills.sent("LR-3", "LR", "30.00", 12));
        assertThat(result.rejected())
                .map(LinesThatTheLedgerRejectsTest::line)
                .singleElement()
                .satisfies(text -> assertThat(text).startsWith("2: ").contains("suspense"));
        assertThat(result.counts().loaded()).isEqualTo(3);
        assertThat(
                        list(
                                "select id || ' ' || remaining from customer_bill where id in ('LR-1', 'LR-2', 'LR-3') order by id"))
                .containsExactly("LR-1 6.00", "LR-2 14.00", "LR-3 30.00");
    }

    @Test
    void a_bill_that_replaces_another_one_may_come_before_its_credit_note_but_not_without_one() {
        var lines = new String[] {
            produced("LR-old", "10.00", ""),
            replacing("LR-new", "LR-old"),
            produced("LR-kept", "10.00", "").replace("2026-06-01", "2026-05-01"),
            replacing("LR-wrong", "LR-kept"),
            Bills.sent("LR-other", "LR-o", "10.00", 12),
            note("LR-note", "LR-old", "-10.00")
        };
        var rejected = Documents.tryLoad(database, lines);
        assertThat(rejected.rejected())
                .map(LinesThatTheLedgerRejectsTest::line)
                .containsExactly("4: the bill that it replaces is not given back in full");
        assertThat(rejected.counts().loaded()).isEqualTo(5);
        assertThat(
                        list(
                                "select id from customer_bill where id in ('LR-new', 'LR-wrong', 'LR-other', 'LR-note') order by id"))
                .containsExactly("LR-new", "LR-note", "LR-other");
    }

    @Test
    void a_line_of_a_credit_note_that_gives_back_too_much_is_rejected_alone() {
        var result = Documents.tryLoad(
                database,
                Bills.sent("LR-r", "LR-rates", "10.00", 12),
                Bills.sent("LR-rn", "LR-rates", "-9.00", 12),
                rate("LR-r-1", "LR-r", "10.00", ""),
                rate("LR-rn-1", "LR-rn", "-9.00", "LR-r-1"),
                rate("LR-rn-2", "LR-rn", "-9.00", "LR-r-1"));
        assertThat(result.rejected())
                .map(LinesThatTheLedgerRejectsTest::line)
                .containsExactly("5: credit notes give back more of a rate than it has on its bill");
        assertThat(list("select id from applied_customer_billing_rate where id like 'LR-r%' order by id"))
                .containsExactly("LR-r-1", "LR-rn-1");
    }

    @Test
    void what_is_in_the_future_is_rejected_with_the_reason() {
        var now = OffsetDateTime.now(ZoneOffset.UTC).withNano(0);
        var result = Documents.tryLoad(
                database,
                payment("LR-soon", "done", now.plusHours(20).toString()),
                payment("LR-later", "done", now.plusHours(30).toString()),
                quoted("{'@type':'Refund','id':'LR-refund','account':{'id':'LR'},'amount':{'unit':'USD','value':1.00},"
                        + "'refundDate':'2999-01-01T00:00:00Z','reason':'x'}"));
        assertThat(result.rejected())
                .map(LinesThatTheLedgerRejectsTest::line)
                .satisfiesExactly(
                        text -> assertThat(text).startsWith("2: ").contains("paymentDate", "is in the future"),
                        text -> assertThat(text)
                                .startsWith("3: ")
                                .contains("refundDate", "is in the future: 2999-01-01T00:00:00"));
        assertThat(list("select id from account_credit where id in ('LR-soon', 'LR-later')"))
                .containsExactly("LR-soon");
    }

    private static String dispute(String id, String amount, String opened) {
        return quoted("{'@type':'Dispute','id':'" + id + "','bill':{'id':'LR-d'},'billingAccount':{'id':'LR'},"
                + "'state':'opened','reason':'priceError','disputedAmount':{'unit':'USD','value':" + amount
                + "},'openedDate':'" + opened + "'}");
    }

    /** Of 10.00 a credit note gave 3.00 back, on the first of June. A dispute of before may be about more. */
    @Test
    void more_than_is_left_of_a_bill_is_not_disputed() {
        Documents.load(
                database,
                Bills.sent("LR-d", "LR", "10.00", 12),
                Bills.sent("LR-dn", "LR", "-3.00", 12)
                        .replaceFirst("\\{", quoted("{'category':'creditNote','correctedBill':{'id':'LR-d'},")));
        var result = Documents.tryLoad(
                database,
                dispute("LR-d1", "10.01", "2026-05-01T00:00:00Z"),
                dispute("LR-d2", "7.01", "2026-06-10T00:00:00Z"),
                dispute("LR-d3", "5.00", "2026-06-11T00:00:00Z"),
                dispute("LR-d4", "2.01", "2026-06-12T00:00:00Z"),
                dispute("LR-d5", "2.00", "2026-06-12T00:00:00Z"));
        assertThat(result.rejected())
                .map(LinesThatTheLedgerRejectsTest::line)
                .containsExactly(
                        "1: of the bill USD 10.00 could be disputed, not 10.01",
                        "2: of the bill USD 7.00 could be disputed, not 7.01",
                        "4: of the bill USD 2.00 could be disputed, not 2.01");
    }

    /** Of 50.00 the payment has 5.00 as returned; 12.00 were refunded. The payment may come after its refunds. */
    @Test
    void refunds_above_what_payments_have_as_returned_are_reported_at_the_end() {
        var refund = quoted("{'@type':'Refund','id':'LR-r%s','account':{'id':'%s'},'amount':{'unit':'USD','value':%s},"
                + "'refundDate':'2026-06-02T00:00:00Z','reason':'x'}");
        var lines = String.join(
                "\n",
                refund.formatted("1", "LR-back", "4.00"),
                refund.formatted("2", "LR-back", "8.00"),
                refund.formatted("3", "LR-right", "5.00"),
                payment("LR-p1", "done", "2026-06-01T00:00:00Z")
                        .replace("\"LR\"", "\"LR-back\"")
                        .replaceFirst("\\{", quoted("{'returnedAmount':{'unit':'USD','value':5.00},")),
                payment("LR-p2", "done", "2026-06-01T00:00:00Z")
                        .replace("\"LR\"", "\"LR-right\"")
                        .replaceFirst("\\{", quoted("{'returnedAmount':{'unit':'USD','value':5.00},")));
        var warned = new ArrayList<String>();
        var listener = new ImportListener() {
            @Override
            public void warned(String source, long line, String text) {
                warned.add(text);
            }
        };
        var source = ImportSource.of(
                "refunds", new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)), FileFormat.NDJSON);
        var report = new Import(
                        database, Store.TENANT, Clock.systemUTC(), List.of(source), ImportOptions.DEFAULTS, listener)
                .run(Caller.system("test", Store.TENANT));
        assertThat(report.counts()).isEqualTo(new ImportCounts(5, 0, 0, 0));
        assertThat(warned)
                .containsExactly(
                        "the refunds of billing account 'LR-back' are USD 7.00 more than the returned amounts of its payments");
        assertThat(list("select account_id from import_refunded_account")).isEmpty();
        assertThat(list("select unnest(refund_warnings) from import_job")).isEqualTo(warned);
    }
}
