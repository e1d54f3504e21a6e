package org.billwright.proof;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.billwright.access.Caller;
import org.billwright.account.AccountStore;
import org.billwright.api.Documents;
import org.billwright.api.Store;
import org.billwright.billing.BillMaker;
import org.billwright.billing.BillingTerms;
import org.billwright.json.Json;
import org.billwright.ledger.Ledger;
import org.billwright.ledger.Ledger.NewPayment;
import org.billwright.money.Money;
import org.billwright.store.Database;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Verification of bills that were made here, as they are and with faults that no constraint of the database would let in. */
class VerificationTest {
    private static final String NAME = "verification";
    private static final int ACCOUNTS = 60;
    private static final OffsetDateTime NOW = OffsetDateTime.parse("2026-06-17T12:00:00Z");

    private static Database database;

    @BeforeAll
    static void open() {
        database = Store.fresh(NAME);
        var random = new Random(678);
        var documents = new ArrayList<String>();
        for (int i = 0; i < ACCOUNTS; i++) {
            var id = account(i);
            documents.add(Documents.account(id, i % 7 == 6 ? "JPY" : "USD"));
            for (int rate = 0; rate < 2 + random.nextInt(8); rate++) {
                var price = String.format(
                        Locale.ROOT, "%d.%04d", 20 + random.nextInt(50) - 5 * (rate % 3), random.nextInt(10_000));
                documents.add(Documents.rate(id + "-" + rate, id, i % 7 == 6 ? "JPY" : "USD", price));
            }
        }
        Documents.load(database, documents.toArray(String[]::new));
        var run = new BillMaker.Run(Store.TENANT, NOW, Caller.system("test", Store.TENANT), "test");
        database.inTransaction(Store.TENANT, tx -> new BillMaker(database).make(tx, run, terms(tx)));
        execute("update customer_bill set state = 'sent', doc = jsonb_set(doc::jsonb, '{state}', '\"sent\"')::json");
        for (int i = 0; i < ACCOUNTS; i += 2) {
            pay(account(i), i % 7 == 6 ? "JPY" : "USD", i % 4 == 0 ? "10" : "100000");
        }
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static String account(int number) {
        return String.format(Locale.ROOT, "V%03d", number);
    }

    private static List<BillingTerms> terms(Handle tx) {
        var ids = Stream.iterate(0, i -> i < ACCOUNTS, i -> i + 1)
                .map(VerificationTest::account)
                .toList();
        return AccountStore.lockAll(tx, Store.TENANT, ids).stream()
                .map(account -> BillingTerms.onDemand(account, NOW))
                .toList();
    }

    private static void pay(String account, String unit, String amount) {
        var payment = new NewPayment(
                "P-" + account,
                Optional.of(account),
                new Money(unit, new BigDecimal(amount)),
                NOW,
                Optional.empty(),
                List.of(),
                0,
                Json.object());
        database.inTransaction(Store.TENANT, tx -> Ledger.pay(tx, Store.TENANT, "test", NOW, payment));
    }

    private static void execute(String sql) {
        Store.asOwner(NAME).useHandle(owner -> owner.execute(sql));
    }

    /** Hears what is found. */
    private static final class Heard implements Verification.Listener {
        private final List<String> texts = new ArrayList<>();

        @Override
        public void found(Verification.Subject of, Finding finding) {
            texts.add(of.text() + " " + finding.invariant().code() + ": " + finding.text());
        }

        @Override
        public void progress(Verification.Counts counts) {}
    }

    @Test
    void bills_that_were_made_and_paid_here_are_right() {
        var heard = new Heard();
        var counts = new Verification(database, Store.TENANT, heard).ofAll();
        assertThat(heard.texts).isEmpty();
        assertThat(counts.bills()).isEqualTo(ACCOUNTS);
        assertThat(counts.accounts()).isEqualTo(ACCOUNTS);
        assertThat(counts.rates()).isGreaterThan(2L * ACCOUNTS);
        assertThat(new Verification(database, Store.TENANT, heard)
                        .ofAccount(account(3))
                        .bills())
                .isEqualTo(1);
        assertThat(new Verification(database, Store.TENANT, heard)
                        .ofBill("nobody")
                        .bills())
                .isZero();
    }

    @Test
    void nothing_is_wrong_in_the_demo() {
        var heard = new Heard();
        try (var demo = Store.freshDemo("verification_demo")) {
            var counts = new Verification(demo, Store.TENANT, heard).ofAll();
            assertThat(counts.bills()).isGreaterThan(100);
        }
        assertThat(heard.texts).isEmpty();
    }

    /**
     * A fault, and the invariant that it breaks.
     *
     * @param sql with the id of a bill in place of {@code BILL}, and of one of its rates in place of {@code RATE}
     */
    record Fault(String name, Invariant found, String sql) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static String bill(String change) {
        return "update customer_bill set " + change + " where id = 'BILL'";
    }

    private static String rate(String change) {
        return "update applied_customer_billing_rate set " + change + " where id = 'RATE'";
    }

    /** Adds an amount to a number in the document. */
    private static String add(String path, String amount) {
        return "doc = jsonb_set(doc::jsonb, '{" + path + "}', to_jsonb((doc #>> '{" + path + "}')::numeric + (" + amount
                + ")))::json";
    }

    static Stream<Fault> faults() {
        return Stream.of(
                new Fault("net of a rate", Invariant.NET_TOTAL, rate(add("taxExcludedAmount,value", "0.01"))),
                new Fault(
                        "a rate with a tax of another cent",
                        Invariant.RATE_AMOUNTS,
                        rate(add("appliedTax,0,taxAmount,value", "0.01"))),
                new Fault("gross of a rate", Invariant.RATE_AMOUNTS, rate(add("taxIncludedAmount,value", "-0.01"))),
                new Fault("net of a bill", Invariant.NET_TOTAL, bill(add("taxExcludedAmount,value", "0.01"))),
                new Fault("gross of a bill", Invariant.GROSS_TOTAL, bill(add("taxIncludedAmount,value", "0.01"))),
                new Fault("amount due", Invariant.BILL_AMOUNTS, bill(add("amountDue,value", "0.01"))),
                new Fault("remaining amount", Invariant.ALLOCATIONS, bill(add("remainingAmount,value", "0.01"))),
                new Fault(
                        "a tax item of another cent",
                        Invariant.TAX_GROUP,
                        bill(add("taxItem,0,taxAmount,value", "0.01"))),
                new Fault(
                        "a tax item is missing",
                        Invariant.TAX_GROUP,
                        bill("doc = (doc::jsonb #- '{taxItem,1}')::json")),
                new Fault(
                        "a tax item twice",
                        Invariant.TAX_GROUP,
                        bill("doc = jsonb_insert(doc::jsonb, '{taxItem,0}', doc::jsonb #> '{taxItem,0}')::json")),
                new Fault("the rate of a tax item", Invariant.TAX_GROUP, bill(add("taxItem,0,taxRate", "1"))),
                new Fault(
                        "the tax of a rate under another name",
                        Invariant.TAX_GROUP,
                        rate("doc = jsonb_set(doc::jsonb, '{appliedTax,0,taxCategory}', '\"VAT\"')::json")),
                new Fault(
                        "a cent from one tax to another",
                        Invariant.TAX_GROUP,
                        bill(
                                "doc = jsonb_set(jsonb_set(doc::jsonb, '{taxItem,0,taxAmount,value}', to_jsonb((doc #>> '{taxItem,0,taxAmount,value}')::numeric + 1)),"
                                        + " '{taxItem,1,taxAmount,value}', to_jsonb((doc #>> '{taxItem,1,taxAmount,value}')::numeric - 1))::json")),
                new Fault(
                        "a rate on another bill",
                        Invariant.NET_TOTAL,
                        "update applied_customer_billing_rate set bill_id = other.id,"
                                + " doc = jsonb_set(doc::jsonb, '{bill,id}', to_jsonb(other.id))::json"
                                + " from (select min(id) as id from customer_bill where id <> 'BILL') other"
                                + " where applied_customer_billing_rate.id = 'RATE'"),
                new Fault(
                        "a rate is deleted",
                        Invariant.NET_TOTAL,
                        "delete from applied_customer_billing_rate where id = 'RATE'"),
                new Fault(
                        "a rate twice",
                        Invariant.NET_TOTAL,
                        "insert into applied_customer_billing_rate (tenant, id, bill_id, billing_account_id, currency, tax_excluded, tax_included, doc)"
                                + " select tenant, id || '-again', bill_id, billing_account_id, currency, tax_excluded, tax_included,"
                                + " jsonb_set(doc::jsonb, '{id}', to_jsonb(id || '-again'))::json"
                                + " from applied_customer_billing_rate where id = 'RATE'"),
                new Fault("the column of the net", Invariant.COLUMNS, bill("tax_excluded = tax_excluded + 1")),
                new Fault("the column of the gross", Invariant.COLUMNS, bill("tax_included = tax_included - 1")),
                new Fault("the column of the amount due", Invariant.COLUMNS, bill("amount_due = amount_due + 0.01")),
                new Fault("the column of what remains", Invariant.COLUMNS, bill("remaining = remaining + 0.01")),
                new Fault("the column of the number", Invariant.COLUMNS, bill("bill_no = 'X'")),
                new Fault(
                        "the column of the due date",
                        Invariant.COLUMNS,
                        bill("payment_due_date = payment_due_date + interval '1 day'")),
                new Fault("the column of the currency", Invariant.COLUMNS, bill("currency = 'CHF'")),
                new Fault("a column of a rate", Invariant.COLUMNS, rate("tax_included = tax_included + 1")),
                new Fault("the account of a rate", Invariant.COLUMNS, rate("billing_account_id = 'other'")),
                new Fault("a lost allocation", Invariant.ALLOCATIONS, "delete from allocation where bill_id = 'BILL'"),
                new Fault(
                        "an allocation of another amount",
                        Invariant.ALLOCATIONS,
                        "update allocation set amount = amount - 0.01 where bill_id = 'BILL'"),
                new Fault(
                        "an allocation twice",
                        Invariant.ALLOCATIONS,
                        "insert into allocation (tenant, bill_id, source_kind, source_id, account_id, currency, amount)"
                                + " select tenant, bill_id, source_kind, source_id, account_id, currency, amount from allocation where bill_id = 'BILL'"),
                new Fault(
                        "a payment of another id",
                        Invariant.ALLOCATIONS,
                        bill("doc = jsonb_set(doc::jsonb, '{appliedPayment,0,payment,id}', '\"other\"')::json")),
                new Fault(
                        "the currency of a rate",
                        Invariant.CURRENCY,
                        rate("doc = jsonb_set(doc::jsonb, '{taxExcludedAmount,unit}', '\"EUR\"')::json")),
                new Fault("a third decimal", Invariant.CURRENCY, rate(add("taxExcludedAmount,value", "0.001"))),
                new Fault(
                        "the state",
                        Invariant.BILL_AMOUNTS,
                        bill("state = 'settled', doc = jsonb_set(doc::jsonb, '{state}', '\"settled\"')::json")),
                new Fault(
                        "a rate that is not in the balance any more",
                        Invariant.NET_TOTAL,
                        rate(
                                "doc = jsonb_set(doc::jsonb, '{characteristic}', '[{\"name\":\"BalanceIndicator\",\"value\":\"E\"}]')::json")),
                new Fault(
                        "the price before billing",
                        Invariant.RECALCULATION,
                        rate(
                                "before_billing = jsonb_set(before_billing::jsonb, '{taxExcludedAmount}', '{\"unit\":\"USD\",\"value\":9.99}')::json")),
                new Fault(
                        "a cent of net and gross, everywhere alike",
                        Invariant.RECALCULATION,
                        "with cent as ("
                                + rate(add("taxExcludedAmount,value", "0.01") + ", tax_excluded = tax_excluded + 0.01")
                                + ")"
                                + bill("tax_excluded = tax_excluded + 0.01, "
                                        + add("taxExcludedAmount,value", "0.01"))));
    }

    /** Each is planted in several bills, and rolled back. */
    @ParameterizedTest
    @MethodSource("faults")
    void a_planted_fault_is_found(Fault fault) {
        var bills = List.of(account(8), account(16), account(32));
        for (var account : bills) {
            assertThat(planted(fault, account)).as(account).contains(fault.found());
        }
    }

    private static Set<Invariant> planted(Fault fault, String account) {
        return Store.asOwner(NAME)
                .withHandle(owner -> owner.inTransaction(tx -> {
                    var bill = tx.createQuery("select id from customer_bill where billing_account_id = :account")
                            .bind("account", account)
                            .mapTo(String.class)
                            .one();
                    tx.execute("set local session_replication_role = replica");
                    tx.execute("alter table customer_bill drop constraint bill_state_agrees_with_remaining");
                    int rows = tx.execute(fault.sql().replace("BILL", bill).replace("RATE", account + "-0"));
                    assertThat(rows).isEqualTo(1);
                    var found = new ArrayList<Finding>();
                    BillVerification.verify(
                            tx,
                            Store.TENANT,
                            List.of(bill),
                            Integer.MAX_VALUE,
                            verified -> found.addAll(verified.findings()));
                    tx.rollback();
                    return found.stream().map(Finding::invariant).collect(toSet());
                }));
    }

    @Test
    void a_ledger_that_lost_an_entry_is_found() {
        var account = account(5);
        Store.asOwner(NAME).useTransaction(tx -> {
            tx.execute("set local session_replication_role = replica");
            tx.execute("delete from ledger_entry where account_id = '" + account + "'");
            assertThat(ProofStore.unbalanced(tx, Store.TENANT, List.of(account(4), account)))
                    .extracting(ProofStore.Unbalanced::account)
                    .containsExactly(account);
            tx.rollback();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update account_credit set allocated = allocated - 0.01, amount = amount - 0.01 where account_id = 'ACCOUNT'",
                "update account_credit set kind = 'creditNote' where account_id = 'ACCOUNT'",
                "delete from account_credit where account_id = 'ACCOUNT'",
                "update allocation set source_id = 'other' where account_id = 'ACCOUNT'",
                "insert into refund (tenant, id, account_id, currency, amount, refund_date, doc) select tenant, 'planted', account_id,"
                        + " currency, 1, now(), '{}' from account_credit where account_id = 'ACCOUNT'",
            })
    void a_credit_or_refund_that_does_not_agree_with_its_allocations_is_found(String fault) {
        for (var account : List.of(account(8), account(16), account(32))) {
            Store.asOwner(NAME).useTransaction(tx -> {
                tx.execute("set local session_replication_role = replica");
                assertThat(CreditProofStore.wrong(tx, Store.TENANT, List.of(account)))
                        .isEmpty();
                assertThat(tx.execute(fault.replace("ACCOUNT", account))).isEqualTo(1);
                assertThat(CreditProofStore.wrong(tx, Store.TENANT, List.of(account)))
                        .as(fault)
                        .extracting(CreditProofStore.Wrong::account)
                        .contains(account);
                tx.rollback();
            });
        }
    }

    @Test
    void tax_rules_of_today_may_give_other_amounts_which_is_a_warning() {
        var heard = new Heard();
        Documents.load(
                database,
                "{\"@type\":\"TaxRule\",\"id\":\"IVU-12\",\"taxCategory\":\"IVU\",\"taxRate\":10.5,\"exemptionReason\":\"none\"}");
        try {
            var counts = new Verification(database, Store.TENANT, heard).ofAll();
            assertThat(counts.errors()).isZero();
        } finally {
            execute("delete from tax_rule");
        }
        assertThat(new TreeSet<>(heard.texts)).allMatch(text -> text.contains("recalculation"));
    }
}
