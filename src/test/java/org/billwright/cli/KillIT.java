package org.billwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.billwright.api.Api;
import org.billwright.api.Documents;
import org.billwright.api.Store;
import org.billwright.store.Database;
import org.junit.jupiter.api.Test;

/** The packaged server, killed while it produces bills. Rounds: -Dkill.rounds=20 for as many as one likes. */
class KillIT {
    private static final int ROUNDS = Integer.getInteger("kill.rounds", 4);
    private static final int ACCOUNTS_PER_ROUND = 25;
    private static final int RATES_PER_ACCOUNT = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String WAITING = "select count(*) from customer_bill_on_demand where state = 'inProgress'";

    private final Random random = new Random(678);
    private final PackagedServer packaged = new PackagedServer("kill");

    @Test
    void a_kill_at_any_point_loses_no_bill_and_makes_none_twice() throws Exception {
        try (var database = Store.fresh("kill")) {
            int interrupted = 0;
            for (int round = 0; round < ROUNDS; round++) {
                load(database, round);
                var server = packaged.start();
                askForBills(round);
                Thread.sleep(random.nextInt(60));
                server.destroyForcibly().waitFor();
                interrupted += count(WAITING) > 0 ? 1 : 0;
            }
            assertThat(interrupted).as("rounds in which the kill came in time").isPositive();
            var last = packaged.start();
            awaitNoneWaiting();
            last.destroy();
            assertThat(last.waitFor()).as("exit code after SIGTERM").isIn(0, 143);
            assertEveryRateIsOnOneBill();
        }
    }

    private static String account(int round, int number) {
        return "kill-" + round + "-" + number;
    }

    private static void load(Database database, int round) {
        var documents = new ArrayList<String>();
        for (int a = 0; a < ACCOUNTS_PER_ROUND; a++) {
            var account = account(round, a);
            documents.add(Documents.account(account, "USD"));
            for (int r = 0; r < RATES_PER_ACCOUNT; r++) {
                documents.add(Documents.rate(account + "-" + r, account, "USD", (a + 1) + ".0" + (r + 1)));
            }
        }
        Documents.load(database, documents.toArray(String[]::new));
    }

    /** Two requests an account, so that a bill made twice would show. */
    private void askForBills(int round) {
        var asked = new ArrayList<CompletableFuture<Integer>>();
        for (int a = 0; a < ACCOUNTS_PER_ROUND; a++) {
            var body = "{\"billingAccount\":{\"id\":\"" + account(round, a) + "\"}}";
            for (int twice = 0; twice < 2; twice++) {
                asked.add(CompletableFuture.supplyAsync(
                        () -> Api.post(url(), body).status()));
            }
        }
        assertThat(asked.stream().map(CompletableFuture::join)).containsOnly(201);
    }

    private String url() {
        return packaged.v4() + "customerBillOnDemand";
    }

    private static long count(String sql) {
        return Store.asOwner("kill")
                .withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    private static void awaitNoneWaiting() throws InterruptedException {
        var deadline = Instant.now().plus(PATIENCE);
        while (count(WAITING) > 0) {
            assertThat(Instant.now()).as("all requests are finished in time").isBefore(deadline);
            Thread.sleep(100);
        }
    }

    private static void assertEveryRateIsOnOneBill() {
        long accounts = (long) ROUNDS * ACCOUNTS_PER_ROUND;
        var counts = List.of(
                count("select count(*) from customer_bill_on_demand"),
                count("select count(*) from customer_bill_on_demand where state = 'done'"),
                count("select count(*) from customer_bill_on_demand where state = 'rejected'"),
                count("select count(*) from customer_bill"),
                count("select count(distinct billing_account_id) from customer_bill"),
                count("select count(*) from applied_customer_billing_rate where is_billed"),
                count("select max(last_no) from bill_number_series"));
        assertThat(counts)
                .containsExactly(
                        2 * accounts, accounts, accounts, accounts, accounts, accounts * RATES_PER_ACCOUNT, accounts);
        assertThat(count("""
                        select count(*) from customer_bill b where amount_due <> (
                            select sum(tax_included) from applied_customer_billing_rate r where r.bill_id = b.id)
                        """)).isZero();
    }
}
