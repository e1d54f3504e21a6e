package org.billwright.payment;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.billwright.api.Api;
import org.billwright.api.Documents;
import org.billwright.api.Store;
import org.billwright.api.StoreResource;
import org.billwright.ledger.Bills;
import org.billwright.ledger.Books;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Everything that moves money of an account, at once. The sums are worked out by hand. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class PaymentConcurrencyTest {
    private static final ExecutorService CALLERS = Executors.newFixedThreadPool(50);

    @AfterAll
    static void close() {
        CALLERS.close();
    }

    private static CompletableFuture<Void> start(Runnable work) {
        return CompletableFuture.runAsync(work, CALLERS);
    }

    /** Pays, and tries again where the server is too busy, as its clients do. */
    private static void pay(String account, String correlator, String more) {
        var body = "{\"correlatorId\":\"" + correlator + "\",\"account\":{\"id\":\"" + account
                + "\"},\"amount\":{\"unit\":\"USD\",\"value\":0.70}" + more + "}";
        var response = Api.post(Api.server() + "/operations/v1/payment", body);
        for (int tries = 0; response.status() == 503 && tries < 10; tries++) {
            response = Api.post(Api.server() + "/operations/v1/payment", body);
        }
        assertThat(response.status()).as(response.text()).isEqualTo(201);
    }

    private static BigDecimal sum(String sql) {
        return Store.asOwner()
                .withHandle(
                        owner -> owner.createQuery(sql).mapTo(BigDecimal.class).one());
    }

    private static void awaitBills() {
        for (int i = 0; i < 600; i++) {
            if (sum("select count(*) from customer_bill_on_demand where state = 'inProgress'")
                            .signum()
                    == 0) {
                return;
            }
            LockSupport.parkNanos(50_000_000);
        }
        throw new AssertionError("requests of bills are not finished");
    }

    @Test
    void payments_bills_and_imports_of_one_account_at_once_are_exact() {
        Documents.load(
                Documents.account("conc-1", "USD"),
                Bills.sent("conc-1-a", "conc-1", "17.00", 10),
                Bills.sent("conc-1-b", "conc-1", "17.00", 11),
                Documents.rate("conc-1-r", "conc-1", "USD", "20.00"));

        var all = new ArrayList<CompletableFuture<Void>>();
        IntStream.range(0, 50).forEach(i -> all.add(start(() -> pay("conc-1", "conc-1-" + i, ""))));
        all.add(start(() -> assertThat(Api.post("customerBillOnDemand", "{\"billingAccount\":{\"id\":\"conc-1\"}}")
                        .status())
                .isEqualTo(201)));
        for (int batch = 0; batch < 5; batch++) {
            var name = "conc-1-i" + batch;
            all.add(start(() -> Documents.load(
                    Bills.sent(name, "conc-1", "3.00", 12),
                    "{\"@type\":\"AppliedPayment\",\"bill\":{\"id\":\"" + name
                            + "\"},\"payment\":{\"id\":\"" + name
                            + "-p\"},\"appliedAmount\":{\"unit\":\"USD\",\"value\":1.00}}",
                    "{\"@type\":\"Payment\",\"id\":\"" + name
                            + "-q\",\"account\":{\"id\":\"conc-1\"},\"amount\":{\"unit\":\"USD\",\"value\":2.50},"
                            + "\"paymentDate\":\"2026-06-01T00:00:00Z\"}")));
        }
        all.forEach(CompletableFuture::join);
        awaitBills();

        assertThat(sum("select sum(amount) from ledger_entry where account_id = 'conc-1'"))
                .as("34.00 + 22.30 + 5 * 3.00 less 50 * 0.70 and 5 * 3.50")
                .isEqualByComparingTo("18.80");
        assertThat(
                        sum(
                                "select count(*) from account_credit where account_id = 'conc-1' and correlator_id like 'conc-1-%'"))
                .isEqualByComparingTo("50");
        assertThat(sum("select count(*) from customer_bill where billing_account_id = 'conc-1'"))
                .isEqualByComparingTo("8");
        Books.areRight(Store.asOwner(), "conc-1");
    }

    /** Each of two accounts pays bills of the other, in both orders: locks that cross end no payment. */
    @Test
    void payments_that_cross_accounts_are_all_taken() {
        Documents.load(
                Documents.account("conc-2", "USD"),
                Documents.account("conc-3", "USD"),
                Bills.sent("conc-2-a", "conc-2", "30.00", 10),
                Bills.sent("conc-3-a", "conc-3", "30.00", 11));
        var both = List.of("conc-2-a", "conc-3-a");
        var all = IntStream.range(0, 40)
                .mapToObj(i -> {
                    var items = "{\"item\":{\"id\":\"" + both.get(i % 2)
                            + "\"},\"amount\":{\"unit\":\"USD\",\"value\":0.30}}," + "{\"item\":{\"id\":\""
                            + both.get(1 - i % 2) + "\"}}";
                    return start(() ->
                            pay(i % 4 < 2 ? "conc-2" : "conc-3", "conc-2-" + i, ",\"paymentItem\":[" + items + "]"));
                })
                .toList();
        all.forEach(CompletableFuture::join);
        assertThat(sum("select sum(amount) from ledger_entry where account_id in ('conc-2', 'conc-3')"))
                .as("60.00 less 40 * 0.70")
                .isEqualByComparingTo("32.00");
        assertThat(sum("select sum(remaining) from customer_bill where id in ('conc-2-a', 'conc-3-a')"))
                .isEqualByComparingTo("32.00");
        Books.areRight(Store.asOwner(), "conc-");
    }
}
