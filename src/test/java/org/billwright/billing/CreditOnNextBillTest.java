package org.billwright.billing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.billwright.access.Caller;
import org.billwright.api.Documents;
import org.billwright.api.Store;
import org.billwright.json.Json;
import org.billwright.ledger.Books;
import org.billwright.ledger.Ledger;
import org.billwright.ledger.Ledger.NewPayment;
import org.billwright.ledger.Reversal;
import org.billwright.money.Money;
import org.billwright.store.Database;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Credit of an account is used by its next bill. The amounts are worked out by hand. */
class CreditOnNextBillTest {
    private static final String NAME = "credit_on_next_bill";
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

    /** The bill of one untaxed charge. */
    private static ObjectNode bill(String account, String charge, int month) {
        Documents.load(
                database,
                Documents.rate(account + "-" + month, account, "USD", charge)
                        .replaceFirst(
                                "\"appliedTax\":.*", "\"appliedTax\":[{\"taxCategory\":\"VAT\",\"taxRate\":0}]}"));
        var run = new BillMaker.Run(Store.TENANT, NOW.plusMonths(month), Caller.system("test", Store.TENANT), "test");
        var made = database.inTransaction(
                Store.TENANT,
                tx -> new BillMaker(database)
                        .make(tx, run, BillMakerTest.onDemand(tx, NOW.plusMonths(month), List.of(account))));
        assertThat(made).singleElement().isInstanceOf(BillMaker.Outcome.Made.class);
        return document(((BillMaker.Outcome.Made) made.getFirst()).billId());
    }

    private static ObjectNode document(String id) {
        return Store.asOwner(NAME)
                .withHandle(owner -> Json.stored(owner.createQuery("select doc::text from customer_bill where id = ?")
                        .bind(0, id)
                        .mapTo(String.class)
                        .one()));
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

    private static String amounts(ObjectNode bill) {
        return bill.path("state").textValue() + " "
                + bill.path("amountDue").path("value").decimalValue().toPlainString() + " "
                + bill.path("remainingAmount").path("value").decimalValue().toPlainString();
    }

    @Test
    void a_negative_bill_is_a_credit_that_the_next_bill_uses() {
        Documents.load(database, Documents.account("N", "USD"));
        var first = bill("N", "-60.00", 1);
        assertThat(amounts(first)).isEqualTo("new -60.00 0.00");

        var second = bill("N", "96.00", 2);

        assertThat(amounts(second)).isEqualTo("new 96.00 36.00");
        var line = second.path("appliedPayment").get(0);
        assertThat(line.path("appliedAmount").path("value").decimalValue()).isEqualTo("60.00");
        assertThat(line.path("payment").path("id")).isEqualTo(first.path("id"));
        assertThat(line.path("payment").path("@referredType").textValue()).isEqualTo("CustomerBill");
        assertThat(amounts(bill("N", "10.00", 3))).as("it is used once").isEqualTo("new 10.00 10.00");
    }

    @Test
    void an_overpayment_is_used_by_the_next_bills_and_opens_them_when_it_is_reversed() {
        Documents.load(database, Documents.account("O", "USD"));
        var first = bill("O", "20.00", 1);
        pay("O-pay", "O", "55.00");
        assertThat(amounts(document(first.path("id").textValue()))).isEqualTo("new 20.00 0.00");

        var second = bill("O", "30.00", 2);
        var third = bill("O", "30.00", 3);

        assertThat(amounts(second)).as("covered, and not sent yet").isEqualTo("new 30.00 0.00");
        assertThat(amounts(third)).as("35.00 less 30.00 are left").isEqualTo("new 30.00 25.00");

        database.inTransaction(
                Store.TENANT,
                tx -> Ledger.begin(tx, Store.TENANT, "test", NOW)
                        .reverse("O-pay", Reversal.CHARGEBACK, "test", Optional.empty()));
        assertThat(amounts(document(third.path("id").textValue()))).isEqualTo("new 30.00 30.00");
        assertThat(document(third.path("id").textValue()).has("appliedPayment")).isFalse();
    }

    @Test
    void a_bill_uses_five_hundred_credits_and_the_next_one_the_others() {
        var lines = new ArrayList<String>();
        lines.add(Documents.account("M", "USD"));
        for (int i = 0; i < 620; i++) {
            lines.add("{\"@type\":\"Payment\",\"id\":\"M-" + (1000 + i)
                    + "\",\"account\":{\"id\":\"M\"},\"amount\":{\"unit\":\"USD\",\"value\":0.10},"
                    + "\"paymentDate\":\"2026-05-01T00:00:00Z\"}");
        }
        Documents.load(database, lines.toArray(String[]::new));

        var first = bill("M", "100.00", 1);
        assertThat(amounts(first)).as("50.00 of the 62.00").isEqualTo("new 100.00 50.00");
        assertThat(first.path("appliedPayment")).hasSize(500);
        assertThat(amounts(bill("M", "20.00", 2))).as("the other 12.00").isEqualTo("new 20.00 8.00");
    }
}
