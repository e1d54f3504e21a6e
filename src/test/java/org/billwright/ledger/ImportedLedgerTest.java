package org.billwright.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.billwright.api.Documents;
import org.billwright.api.Store;
import org.billwright.json.Json;
import org.billwright.money.Money;
import org.billwright.store.Database;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The ledger follows what imports load. The amounts are worked out by hand. */
class ImportedLedgerTest {
    private static final String NAME = "imported_ledger";
    private static final OffsetDateTime NOW = OffsetDateTime.parse("2026-06-17T12:00:00Z");

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

    private static List<String> entries(String account) {
        return list("select kind || ' ' || amount || ' ' || source_id from ledger_entry where account_id = '" + account
                + "' order by seq");
    }

    private static List<String> list(String sql) {
        return Store.asOwner(NAME)
                .withHandle(owner -> owner.createQuery(sql).mapTo(String.class).list());
    }

    private static String paid(String id, String account, String due, String left, String state, String applied) {
        return Bills.withState(id, account, due, 10, state)
                .replace(
                        "\"remainingAmount\":{\"unit\":\"USD\",\"value\":" + due,
                        "\"appliedPayment\":[" + applied + "],\"remainingAmount\":{\"unit\":\"USD\",\"value\":" + left);
    }

    private static String applied(String payment, String amount) {
        return "{\"appliedAmount\":{\"unit\":\"USD\",\"value\":" + amount + "},\"payment\":{\"id\":\"" + payment
                + "\"}}";
    }

    private static String line(String bill, String payment, String amount) {
        return applied(payment, amount)
                .replaceFirst("\\{", "{\"@type\":\"AppliedPayment\",\"bill\":{\"id\":\"" + bill + "\"},");
    }

    private static void reverse(String payment) {
        database.inTransaction(
                Store.TENANT,
                tx -> Ledger.begin(tx, Store.TENANT, "test", NOW)
                        .reverse(payment, Reversal.REVERSAL, "test", Optional.empty()));
    }

    @Test
    void the_demo_is_in_the_ledger() {
        Store.database();
        Books.areRight(Store.asOwner(), "BA-");
    }

    @Test
    void one_payment_id_on_three_bills_is_one_payment() {
        Documents.load(
                database,
                paid("I1-a", "I1", "10.00", "0.00", "settled", applied("I1-p", "10.00")),
                paid("I1-b", "I1", "20.00", "5.00", "partiallyPaid", applied("I1-p", "15.00")),
                Bills.sent("I1-c", "I1", "30.00", 12));
        Documents.load(database, line("I1-c", "I1-p", "4.00"));

        assertThat(list("select amount || ' ' || allocated from account_credit where id = 'I1-p'"))
                .containsExactly("29.00 29.00");
        assertThat(list("select sum(amount)::text from ledger_entry where account_id = 'I1'"))
                .containsExactly("31.00");
        reverse("I1-p");
        assertThat(list("select state || ' ' || remaining from customer_bill where id like 'I1-%' order by id"))
                .containsExactly("sent 10.00", "sent 20.00", "sent 30.00");
        var again = Documents.tryLoad(database, line("I1-c", "I1-p", "4.00"));
        assertThat(again.rejected())
                .singleElement()
                .satisfies(rejected -> assertThat(rejected.reason()).contains("0.00 left"));
    }

    @Test
    void what_is_paid_without_a_payment_is_an_opening_balance_that_later_lines_explain() {
        Documents.load(database, paid("I2-a", "I2", "100.00", "30.00", "partiallyPaid", ""));
        assertThat(entries("I2")).containsExactly("bill 100.00 I2-a", "openingBalance -70.00 I2-a");

        Documents.load(database, line("I2-a", "I2-p", "50.00"));
        assertThat(list("select remaining::text from customer_bill where id = 'I2-a'"))
                .as("50.00 of the 70.00 are explained")
                .containsExactly("30.00");
        Documents.load(database, line("I2-a", "I2-q", "50.00"));
        assertThat(list("select state || ' ' || remaining from customer_bill where id = 'I2-a'"))
                .as("20.00 explained, 30.00 new")
                .containsExactly("settled 0.00");
        assertThat(
                        list(
                                "select sum(amount)::text from allocation where bill_id = 'I2-a' and source_kind = 'openingBalance'"))
                .containsExactly("0.00");
    }

    @Test
    void a_corrected_bill_is_countered_and_posted_again() {
        Documents.load(database, Bills.sent("I3-a", "I3", "10.00", 10), Bills.sent("I3-n", "I3", "-60.00", 10));
        Documents.load(database, Bills.sent("I3-a", "I3-other", "12.00", 10), Bills.sent("I3-n", "I3", "-50.00", 10));
        assertThat(list("select kind || ' ' || amount from ledger_entry where account_id = 'I3' order by kind, amount"))
                .containsExactly("bill -60.00", "bill -50.00", "bill 10.00", "correction -10.00", "correction 60.00");
        assertThat(entries("I3-other")).containsExactly("bill 12.00 I3-a");
        assertThat(list("select amount::text from account_credit where id = 'I3-n'"))
                .containsExactly("50.00");
    }

    @Test
    void erased_bills_take_their_own_payments_with_them_and_leave_right_sums() {
        Documents.load(
                database,
                paid("I5-a", "I5", "10.00", "0.00", "settled", applied("I5-p", "10.00")),
                paid("I5-b", "I5", "20.00", "0.00", "settled", applied("I5-q", "20.00")),
                paid("I5-c", "I5", "30.00", "25.00", "partiallyPaid", applied("I5-q", "5.00")));
        database.inTransaction(Store.TENANT, tx -> {
            LedgerErasure.ofBills(tx, Store.TENANT, List.of("I5-a", "I5-b"));
            return tx.execute("delete from customer_bill where id in ('I5-a', 'I5-b')");
        });
        assertThat(list("select id || ' ' || amount || ' ' || allocated from account_credit where account_id = 'I5'"))
                .containsExactly("I5-q 5.00 5.00");
        assertThat(list("select kind || ' ' || amount from ledger_entry where account_id = 'I5' order by seq"))
                .as("20.00 of the second payment were for an erased bill")
                .containsExactly("bill 30.00", "payment -25.00", "correction 20.00");
    }

    @Test
    void the_credit_of_a_bill_that_stays_was_used_although_the_bill_that_used_it_is_erased() {
        Documents.load(
                database,
                Bills.sent("I6-n", "I6", "-60.00", 10),
                paid("I6-a", "I6", "60.00", "0.00", "settled", applied("I6-n", "60.00"))
                        .replace("\"id\":\"I6-n\"}", "\"id\":\"I6-n\",\"@referredType\":\"CustomerBill\"}"));
        assertThat(list("select amount || ' ' || allocated from account_credit where id = 'I6-n'"))
                .containsExactly("60.00 60.00");
        database.inTransaction(Store.TENANT, tx -> {
            LedgerErasure.ofBills(tx, Store.TENANT, List.of("I6-a"));
            return tx.execute("delete from customer_bill where id = 'I6-a'");
        });
        assertThat(list("select sum(amount)::text from ledger_entry where account_id = 'I6'"))
                .containsExactly("0.00");
    }

    private static String payment(String id, String account, String amount, String more) {
        return "{\"@type\":\"Payment\",\"id\":\"" + id + "\",\"account\":{\"id\":\"" + account
                + "\"},\"amount\":{\"unit\":\"USD\",\"value\":" + amount + "},\"paymentDate\":\"2026-06-01T00:00:00Z\""
                + more
                + "}";
    }

    @Test
    void of_a_batch_of_payments_each_line_that_is_wrong_is_rejected_with_its_reason() {
        Documents.load(
                database,
                Documents.account("I7", "USD"),
                paid("I7-a", "I7", "10.00", "2.00", "partiallyPaid", applied("I7-1", "8.00")));
        database.inTransaction(
                Store.TENANT,
                tx -> Ledger.pay(
                        tx,
                        Store.TENANT,
                        "test",
                        NOW,
                        new Ledger.NewPayment(
                                "I7-here",
                                Optional.of("I7"),
                                new Money("USD", new BigDecimal("3.00")),
                                NOW,
                                Optional.of("I7-c"),
                                List.of(),
                                0,
                                Json.object())));

        var result = Documents.tryLoad(
                database,
                payment("I7-1", "I7", "9.50", ""),
                payment("I7-2", "I7", "5.00", ",\"returnedAmount\":{\"unit\":\"USD\",\"value\":1.00}"),
                payment("I7-here", "I7", "4.00", ""),
                payment("I7-3", "I7", "6.00", ",\"correlatorId\":\"I7-c\""),
                payment("I7-4", "I7", "7.00", ",\"correlatorId\":\"I7-d\""),
                payment("I7-5", "I7", "7.00", ",\"correlatorId\":\"I7-d\""));

        assertThat(result.rejected())
                .extracting(line -> line.line() + " " + line.reason())
                .containsExactlyInAnyOrder(
                        "3 the payment was taken here, and an import does not change it",
                        "4 another payment has this correlatorId",
                        "6 another payment has this correlatorId");
        assertThat(
                        list(
                                "select id || ' ' || amount || ' ' || allocated || ' ' || returned from account_credit where account_id = 'I7' order by 1"))
                .containsExactly("I7-1 9.50 8.00 0.00", "I7-2 5.00 0 1.00", "I7-4 7.00 0 0.00", "I7-here 3.00 2.00 0");
        assertThat(list("select sum(amount)::text from ledger_entry where account_id = 'I7'"))
                .as("10.00 less 9.50, 4.00, 7.00 and 3.00")
                .containsExactly("-13.50");
        var less =
                Documents.tryLoad(database, payment("I7-1", "I7", "7.99", ""), payment("I7-2", "I7-moved", "5.00", ""));
        assertThat(less.rejected())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line.reason()).contains("less than what bills have of it"));
        Documents.load(
                database, payment("I7-2", "I7-moved", "6.00", ",\"returnedAmount\":{\"unit\":\"USD\",\"value\":1.00}"));
        assertThat(entries("I7-moved")).containsExactly("transfer -4.00 I7-2", "payment -1.00 I7-2");
    }

    @Test
    void entries_are_not_changed() {
        Documents.load(database, Bills.sent("I4-a", "I4", "10.00", 10));
        for (var change : List.of(
                "update ledger_entry set amount = 1 where account_id = 'I4'",
                "delete from ledger_entry where account_id = 'I4'",
                "update customer_bill set remaining = 9 where id = 'I4-a'")) {
            assertThat(refused(change)).as(change).isTrue();
        }
    }

    private static boolean refused(String change) {
        try {
            Store.asOwner(NAME).useTransaction(owner -> owner.execute(change));
            return false;
        } catch (RuntimeException refusal) {
            return true;
        }
    }
}
