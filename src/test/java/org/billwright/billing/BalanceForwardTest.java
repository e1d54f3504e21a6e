package org.billwright.billing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.billwright.access.Caller;
import org.billwright.account.AccountStore;
import org.billwright.api.Documents;
import org.billwright.api.Store;
import org.billwright.bill.BillRow;
import org.billwright.bill.BillState;
import org.billwright.bill.BillStore;
import org.billwright.export.ExportRequest;
import org.billwright.export.ExportTypeNames;
import org.billwright.export.Exports;
import org.billwright.json.Json;
import org.billwright.ledger.Bills;
import org.billwright.ledger.Books;
import org.billwright.ledger.Ledger;
import org.billwright.ledger.Ledger.NewPayment;
import org.billwright.ledger.Reversal;
import org.billwright.money.Money;
import org.billwright.store.Database;
import org.billwright.tax.TaxStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Bills that bring the balance of their account forward. The amounts are worked out by hand. */
class BalanceForwardTest {
    private static final String NAME = "balance_forward";
    private static final String COPY = "balance_forward_copy";
    private static final OffsetDateTime NOW = OffsetDateTime.parse("2026-06-17T12:00:00Z");
    private static final String BALANCES =
            "select account_id || ' ' || sum(amount) from ledger_entry group by account_id order by 1";

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

    private static String account(String id, String treatment) {
        return Documents.account(id, "USD").replaceFirst("\\{", "{\"balanceTreatment\":\"" + treatment + "\",");
    }

    private static void load(String... documents) {
        Documents.load(database, documents);
    }

    private static void charge(String account, String charge, int month) {
        load(Documents.rate(account + "-" + month, account, "USD", charge)
                .replaceFirst("\"appliedTax\":.*", "\"appliedTax\":[{\"taxCategory\":\"VAT\",\"taxRate\":0}]}"));
    }

    private static BillMaker.Outcome make(String account, int month) {
        var run = new BillMaker.Run(Store.TENANT, NOW.plusMonths(month), Caller.system("test", Store.TENANT), "test");
        return database.inTransaction(
                        Store.TENANT,
                        tx -> new BillMaker(database)
                                .make(tx, run, BillMakerTest.onDemand(tx, NOW.plusMonths(month), List.of(account))))
                .getFirst();
    }

    /** The id of the bill of one untaxed charge. */
    private static String bill(String account, String charge, int month) {
        charge(account, charge, month);
        var made = make(account, month);
        assertThat(made).isInstanceOf(BillMaker.Outcome.Made.class);
        return ((BillMaker.Outcome.Made) made).billId();
    }

    private static ObjectNode document(String id) {
        return Json.stored(value("select doc::text from customer_bill where id = '" + id + "'"));
    }

    private static String value(String sql) {
        return rows(NAME, sql).getFirst();
    }

    private static List<String> rows(String name, String sql) {
        return Store.asOwner(name)
                .withHandle(owner -> owner.createQuery(sql).mapTo(String.class).list());
    }

    private static String balance(String account) {
        return value("select coalesce(sum(amount), 0)::text from ledger_entry where account_id = '" + account + "'");
    }

    private static void pay(String id, String account, String amount) {
        var payment = new NewPayment(
                id,
                Optional.of(account),
                new Money("USD", new BigDecimal(amount)),
                NOW,
                Optional.empty(),
                List.of(),
                0,
                Json.object());
        database.inTransaction(Store.TENANT, tx -> Ledger.pay(tx, Store.TENANT, "test", NOW, payment));
    }

    private static void reverse(String id) {
        database.inTransaction(
                Store.TENANT,
                tx -> Ledger.begin(tx, Store.TENANT, "test", NOW)
                        .reverse(id, Reversal.CHARGEBACK, "test", Optional.empty()));
    }

    private static String money(ObjectNode document, String pointer) {
        return document.at(pointer + "/value").decimalValue().toPlainString();
    }

    /** The state, the amount due and what remains. */
    private static String amounts(String id) {
        var bill = document(id);
        return bill.path("state").textValue() + " " + money(bill, "/amountDue") + " " + money(bill, "/remainingAmount");
    }

    /** previous - payments + adjustments = brought forward, + current charges. */
    private static String parts(String id) {
        var bill = document(id);
        var texts = new ArrayList<String>();
        for (var part : List.of(
                "previousBalance", "paymentsReceived", "adjustments", "balanceBroughtForward", "currentCharges")) {
            texts.add(money(bill, "/balanceForward/" + part));
        }
        return String.join(" ", texts);
    }

    private static void send(String id) {
        database.inTransaction(Store.TENANT, tx -> {
            var bill = BillStore.lock(tx, Store.TENANT, id).orElseThrow();
            var status = bill.status().patchedTo(BillState.SENT);
            bill.document().put("state", status.state().code());
            BillStore.changeAmounts(tx, Store.TENANT, List.of(BillRow.of(bill.document(), status.heldFrom())));
            return id;
        });
    }

    @Test
    void two_bills_are_carried_one_after_the_other_and_the_last_one_is_paid() {
        load(account("T", "balanceForward"));
        var first = bill("T", "110.00", 1);
        assertThat(parts(first)).isEqualTo("0.00 0.00 0.00 0.00 110.00");
        assertThat(amounts(first)).isEqualTo("new 110.00 110.00");
        pay("T-1", "T", "30.00");

        var second = bill("T", "55.00", 2);

        assertThat(parts(second)).isEqualTo("110.00 30.00 0.00 80.00 55.00");
        assertThat(amounts(second)).isEqualTo("new 135.00 135.00");
        assertThat(amounts(first)).as("not sent yet").isEqualTo("new 110.00 0.00");
        assertThat(document(first).at("/carriedForward/0/bill/id").textValue()).isEqualTo(second);
        assertThat(document(first).at("/carriedForward/0/bill/name").textValue())
                .isEqualTo(document(second).path("billNo").textValue());
        assertThat(money(document(first), "/carriedForward/0/amount")).isEqualTo("80.00");
        assertThat(balance("T")).isEqualTo("135.00");

        var third = bill("T", "5.00", 3);
        assertThat(parts(third)).isEqualTo("135.00 0.00 0.00 135.00 5.00");
        assertThat(balance("T")).isEqualTo("140.00");
        pay("T-2", "T", "140.00");
        assertThat(amounts(third)).isEqualTo("new 140.00 0.00");
        assertThat(balance("T")).isEqualTo("0.00");

        var fourth = bill("T", "1.00", 4);
        assertThat(parts(fourth)).isEqualTo("140.00 140.00 0.00 0.00 1.00");
        assertThat(amounts(fourth)).isEqualTo("new 1.00 1.00");
    }

    @Test
    void an_account_that_changes_to_balance_forward_carries_its_open_bills() {
        load(
                account("S", "openItem"),
                Bills.sent("S-a", "S", "10.00", 10),
                Bills.sent("S-b", "S", "20.00", 11),
                Bills.sent("S-c", "S", "30.00", 12),
                Bills.sent("S-0", "S", "7.00", 9));
        pay("S-1", "S", "12.00"); // 7.00 of S-0, which is not the last one, and 5.00 of S-a
        load(account("S", "balanceForward"));

        var bill = bill("S", "4.00", 1);

        assertThat(parts(bill)).isEqualTo("60.00 5.00 0.00 55.00 4.00");
        assertThat(amounts(bill)).isEqualTo("new 59.00 59.00");
        assertThat(amounts("S-a")).isEqualTo("settled 10.00 0.00");
        assertThat(amounts("S-c")).isEqualTo("settled 30.00 0.00");
        assertThat(document("S-0").has("carriedForward")).isFalse();
    }

    @Test
    void a_credit_greater_than_the_total_is_used_on_the_total() {
        load(account("C", "balanceForward"));
        pay("C-1", "C", "200.00");
        var bill = bill("C", "55.00", 1);
        assertThat(parts(bill)).isEqualTo("0.00 0.00 0.00 0.00 55.00");
        assertThat(amounts(bill)).isEqualTo("new 55.00 0.00");
        assertThat(balance("C")).isEqualTo("-145.00");

        var next = bill("C", "150.00", 2);
        assertThat(parts(next)).isEqualTo("55.00 55.00 0.00 0.00 150.00");
        assertThat(amounts(next)).as("150.00 less 145.00").isEqualTo("new 150.00 5.00");
    }

    @Test
    void a_negative_bill_takes_its_credit_off_the_balance() {
        load(account("N", "balanceForward"));
        var first = bill("N", "69.00", 1);
        var second = bill("N", "-20.00", 2);
        assertThat(parts(second)).isEqualTo("69.00 0.00 0.00 69.00 -20.00");
        assertThat(amounts(second)).isEqualTo("new 49.00 49.00");

        var third = bill("N", "-60.00", 3);
        assertThat(parts(third)).isEqualTo("49.00 0.00 0.00 49.00 -60.00");
        assertThat(amounts(third)).as("a credit").isEqualTo("new -11.00 0.00");
        assertThat(amounts(second)).isEqualTo("new 49.00 0.00");
        assertThat(balance("N")).isEqualTo("-11.00");

        var fourth = bill("N", "96.00", 4);
        assertThat(amounts(fourth)).isEqualTo("new 96.00 85.00");
        assertThat(document(first).path("carriedForward")).hasSize(1);
        assertThat(balance("N")).isEqualTo("85.00");
    }

    @Test
    void a_total_of_zero_is_settled() {
        load(account("Z", "balanceForward"));
        bill("Z", "20.00", 1);
        assertThat(amounts(bill("Z", "-20.00", 2))).isEqualTo("settled 0.00 0.00");
        assertThat(balance("Z")).isEqualTo("0.00");
    }

    @Test
    void a_chargeback_opens_the_carried_bill_and_the_next_one_carries_it() {
        load(account("R", "balanceForward"), Bills.sent("R-a", "R", "110.00", 10));
        pay("R-1", "R", "30.00");
        var second = bill("R", "55.00", 1);
        assertThat(amounts("R-a")).isEqualTo("settled 110.00 0.00");

        reverse("R-1");

        assertThat(amounts("R-a")).isEqualTo("partiallyPaid 110.00 30.00");
        assertThat(amounts(second)).isEqualTo("new 135.00 135.00");
        assertThat(balance("R")).isEqualTo("165.00");
        var third = bill("R", "1.00", 2);
        assertThat(parts(third)).isEqualTo("135.00 0.00 30.00 165.00 1.00");
        assertThat(amounts("R-a")).isEqualTo("settled 110.00 0.00");
        assertThat(document("R-a").path("carriedForward")).hasSize(2);
        assertThat(balance("R")).isEqualTo("166.00");
    }

    @Test
    void a_bill_on_hold_stays_by_itself() {
        load(
                account("H", "balanceForward"),
                Bills.withState("H-a", "H", "10.00", 10, "onHold"),
                Bills.sent("H-b", "H", "20.00", 11));
        var bill = bill("H", "1.00", 1);
        assertThat(parts(bill)).isEqualTo("20.00 0.00 0.00 20.00 1.00");
        assertThat(amounts("H-a")).isEqualTo("onHold 10.00 10.00");
        assertThat(balance("H")).isEqualTo("31.00");
    }

    @Test
    void a_plan_has_the_balance_and_changes_with_it() {
        load(account("P", "balanceForward"), account("Q", "openItem"));
        for (var account : List.of("P", "Q")) {
            bill(account, "10.00", 1);
            charge(account, "3.00", 2);
        }
        assertThat(plan("P").amountDue()).isEqualTo(new Money("USD", new BigDecimal("13.00")));
        assertThat(plan("Q").amountDue()).isEqualTo(new Money("USD", new BigDecimal("3.00")));
        var before = List.of(plan("P").digest(), plan("Q").digest());
        pay("P-1", "P", "4.00");
        pay("Q-1", "Q", "4.00");
        assertThat(plan("P").digest()).isNotEqualTo(before.get(0));
        assertThat(plan("Q").digest()).as("open bills are no input").isEqualTo(before.get(1));
        assertThat(plan("P").amountDue()).isEqualTo(new Money("USD", new BigDecimal("9.00")));
    }

    private static Calculation.Bill plan(String account) {
        return (Calculation.Bill) database.inTransaction(Store.TENANT, tx -> {
                    var terms = BillingTerms.onDemand(
                            AccountStore.lock(tx, Store.TENANT, account).orElseThrow(), NOW.plusMonths(2));
                    return BillMaker.plan(
                            tx,
                            Store.TENANT,
                            NOW,
                            TaxStore.table(tx, Store.TENANT),
                            UnaryOperator.identity(),
                            List.of(terms),
                            () -> {},
                            calculation -> calculation);
                })
                .getFirst();
    }

    @Test
    void books_that_do_not_agree_are_not_carried() {
        load(account("W", "balanceForward"), Bills.sent("W-a", "W", "10.00", 10));
        Store.asOwner(NAME)
                .useHandle(owner -> owner.execute(
                        "insert into ledger_entry (tenant, account_id, kind, currency, amount, source_id, value_date)"
                                + " values ('" + Store.TENANT + "', 'W', 'writeOff', 'USD', 5, 'x', now())"));
        charge("W", "1.00", 1);

        assertThat(make("W", 1))
                .isEqualTo(new BillMaker.Outcome.Refused(
                        "W",
                        "the balance cannot be brought forward: the ledger of the account has a balance of USD 15.00, and its open bills less its"
                                + " credit make 10.00; compare its ledger with its bills"));
        Store.asOwner(NAME)
                .useHandle(owner -> owner.execute(
                        "insert into ledger_entry (tenant, account_id, kind, currency, amount, source_id, value_date)"
                                + " values ('" + Store.TENANT + "', 'W', 'writeOff', 'USD', -5, 'x', now())"));
        assertThat(make("W", 1)).isInstanceOf(BillMaker.Outcome.Made.class);
    }

    @Test
    void a_source_that_delivers_a_carried_bill_again_does_not_open_it() {
        load(account("D", "balanceForward"), Bills.sent("D-a", "D", "110.00", 10));
        bill("D", "5.00", 1);
        load(Bills.sent("D-a", "D", "110.00", 10).replace("\"billNo\":\"D-a\"", "\"billNo\":\"D-other\""));
        assertThat(amounts("D-a")).isEqualTo("settled 110.00 0.00");
        assertThat(document("D-a").path("billNo").textValue()).isEqualTo("D-other");
        assertThat(balance("D")).isEqualTo("115.00");
        var paid = Bills.withState("D-a", "D", "110.00", 10, "settled")
                .replace(
                        "\"remainingAmount\":{\"unit\":\"USD\",\"value\":110.00}",
                        "\"remainingAmount\":{\"unit\":\"USD\",\"value\":0.00}");
        assertThat(Documents.tryLoad(database, paid).rejected())
                .singleElement()
                .satisfies(line -> assertThat(line.reason()).contains("110.00 is on a later bill"));
        assertThat(balance("D")).isEqualTo("115.00");
    }

    @Test
    void no_sequence_of_moves_loses_or_doubles_money_and_an_export_restores_it() {
        var random = new Random(Long.getLong("forward.seed", 678L));
        for (int i = 0; i < Integer.getInteger("forward.sequences", 25); i++) {
            var account = "M" + i;
            load(account(account, "balanceForward"), Bills.sent(account + "-b", account, cents(random), 10));
            var owed = new BigDecimal(balance(account));
            var payments = new ArrayList<NewPaid>();
            for (int step = 1; step <= 10; step++) {
                switch (random.nextInt(5)) {
                    case 0, 1 -> {
                        var charge = (random.nextInt(4) == 0 ? "-" : "") + cents(random);
                        var id = bill(account, charge, step);
                        owed = owed.add(new BigDecimal(charge));
                        if (random.nextBoolean()
                                && !document(id).path("state").asText().equals("settled")) {
                            send(id);
                        }
                    }
                    case 2, 3 -> {
                        var paid = new NewPaid(account + "-p" + step, new BigDecimal(cents(random)));
                        pay(paid.id(), account, paid.amount().toPlainString());
                        payments.add(paid);
                        owed = owed.subtract(paid.amount());
                    }
                    default -> {
                        if (!payments.isEmpty()) {
                            var returned = payments.remove(random.nextInt(payments.size()));
                            reverse(returned.id());
                            owed = owed.add(returned.amount());
                        }
                    }
                }
                assertThat(new BigDecimal(balance(account))).isEqualByComparingTo(owed);
            }
        }
        var exported = Exports.exported(database, ExportRequest.everything(ExportTypeNames.ALL));
        try (var copy = Store.fresh(COPY)) {
            Exports.imported(copy, exported);
            Books.areRight(Store.asOwner(COPY));
            assertThat(rows(COPY, BALANCES)).isEqualTo(rows(NAME, BALANCES));
            var carried = "select bill_id || ' ' || source_id || ' ' || trim_scale(sum(amount)) from allocation"
                    + " where source_kind = 'balanceForward' group by bill_id, source_id order by 1";
            assertThat(rows(COPY, carried)).isEqualTo(rows(NAME, carried)).isNotEmpty();
        }
    }

    private record NewPaid(String id, BigDecimal amount) {}

    private static String cents(Random random) {
        return BigDecimal.valueOf(1 + random.nextInt(4_000), 2).toPlainString();
    }
}
