package org.billwright.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.billwright.channel.ChannelClient.ACCOUNT;
import static org.billwright.channel.ChannelClient.BILL;
import static org.billwright.channel.ChannelClient.lines;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.billwright.api.Store;
import org.billwright.api.StoreResource;
import org.billwright.api.TestClock;
import org.billwright.machineclient.MachineClient;
import org.billwright.machineclient.MachineClientStore;
import org.billwright.machineclient.SecretHash;
import org.billwright.machineclient.TestSecrets;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class CredentialsTest {
    private static final String UNAUTHORIZED = ChannelClient.error(401, "UNAUTHORIZED", "Invalid client credentials");
    private static final Duration REFRESHED = Duration.ofMillis(400);

    @AfterEach
    void now() {
        TestClock.reset();
    }

    @Test
    void a_new_secret_is_valid_at_once_and_the_previous_one_until_it_expires() throws InterruptedException {
        var now = new TestClock().instant();
        add("rotating-app", 1_000, "first-secret-of-a-test");
        assertThat(status("rotating-app", "first-secret-of-a-test")).isEqualTo(200);

        change(tx -> MachineClientStore.rotate(
                tx, "rotating-app", TestSecrets.hash("second-secret-of-a-test"), now, now.plus(Duration.ofHours(1))));
        assertThat(status("rotating-app", "first-secret-of-a-test")).isEqualTo(200);
        assertThat(status("rotating-app", "second-secret-of-a-test")).isEqualTo(200);

        TestClock.set(now.plus(Duration.ofMinutes(61)));
        assertThat(status("rotating-app", "first-secret-of-a-test")).isEqualTo(401);
        assertThat(status("rotating-app", "second-secret-of-a-test")).isEqualTo(200);
    }

    @Test
    void a_revoked_client_is_refused_and_its_id_cannot_be_used_again() throws InterruptedException {
        add("leaving-app", 1_000, "leaving-secret-of-a-test");
        assertThat(status("leaving-app", "leaving-secret-of-a-test")).isEqualTo(200);

        change(tx -> MachineClientStore.revoke(tx, "leaving-app", new TestClock().instant()));
        assertThat(status("leaving-app", "leaving-secret-of-a-test")).isEqualTo(401);
        assertThat((boolean) Store.asOwner()
                        .inTransaction(tx -> MachineClientStore.add(
                                tx, client("leaving-app", 1, "another-secret-of-a-test"), Instant.EPOCH)))
                .isFalse();
    }

    @Test
    void a_client_over_its_rate_limit_gets_retry_after() throws InterruptedException {
        add("eager-app", 2, "eager-secret-of-a-test");
        var answers = new ArrayList<Integer>();
        for (int i = 0; i < 8; i++) {
            answers.add(status("eager-app", "eager-secret-of-a-test"));
        }
        assertThat(answers).startsWith(200, 200).contains(429);

        var refused = ChannelClient.as("eager-app", "eager-secret-of-a-test", "APP", lines("PR", ACCOUNT, BILL));
        while (refused.status() != 429) {
            refused = ChannelClient.as("eager-app", "eager-secret-of-a-test", "APP", lines("PR", ACCOUNT, BILL));
        }
        assertThat(refused.text())
                .isEqualTo(ChannelClient.error(429, "TOO MANY REQUESTS", "Request limit exceeded, retry later"));
        assertThat(refused.header("Retry-After")).isEqualTo("1");
        assertThat(ChannelClient.get(lines("PR", ACCOUNT, BILL)).status()).isEqualTo(200);
    }

    /** The bound is wide: leaving the hash out for unknown ids would make them a hundred times faster. */
    @Test
    void an_unknown_client_is_rejected_in_the_same_time_as_a_wrong_secret() throws InterruptedException {
        var unknown = new ArrayList<Long>();
        var wrong = new ArrayList<Long>();
        var timed = MachineClient.of(
                "timed-app",
                1_000,
                Map.of("PR", Set.of(MachineClient.ANY_OPERATION)),
                Optional.empty(),
                SecretHash.of(SecretHash.generate()));
        change(tx -> MachineClientStore.add(tx, timed, new TestClock().instant()));
        for (int i = 0; i < 2; i++) { // after more of them, the next one has to wait
            unknown.add(nanosToRefuse("nobody-" + i, "some-secret-" + i));
            wrong.add(nanosToRefuse("timed-app", "some-secret-" + i));
        }
        double ratio = (double) median(unknown) / median(wrong);
        assertThat(ratio).isBetween(1 / 3.0, 3.0);
    }

    private static long nanosToRefuse(String id, String secret) {
        long began = System.nanoTime();
        assertThat(ChannelClient.as(id, secret, "APP", lines("PR", ACCOUNT, BILL))
                        .text())
                .isEqualTo(UNAUTHORIZED);
        return System.nanoTime() - began;
    }

    private static long median(List<Long> values) {
        Collections.sort(values);
        return values.get(values.size() / 2);
    }

    @Test
    void secrets_are_in_no_log_and_no_response() {
        var logged = new ArrayList<String>();
        var handler = listener(logged);
        var root = Logger.getLogger("");
        root.addHandler(handler);
        try {
            var right = ChannelClient.get(lines("PR", ACCOUNT, BILL));
            var wrong = ChannelClient.as(
                    TestChannels.CLIENT, "a-wrong-secret-to-look-for", "APP", lines("PR", ACCOUNT, BILL));
            var failing = ChannelClient.get(lines("BB", ACCOUNT, BILL));
            assertThat(failing.status()).isEqualTo(504);
            for (var answer : List.of(right, wrong, failing)) {
                logged.add(answer.text() + answer.headers());
            }
        } finally {
            root.removeHandler(handler);
        }
        assertThat(logged).anySatisfy(line -> assertThat(line).contains("bill source nobody"));
        assertThat(String.join("\n", logged)).doesNotContain(TestChannels.SECRET, "a-wrong-secret-to-look-for");
    }

    @Test
    void a_secret_is_stored_as_a_salted_hash() {
        List<String> hashes = Store.asOwner()
                .withHandle(tx -> tx.createQuery("select hash from client_secret where client_id = :demo")
                        .bind("demo", ChannelDemo.CLIENT)
                        .mapTo(String.class)
                        .list());
        assertThat(hashes)
                .hasSize(1)
                .allSatisfy(hash ->
                        assertThat(hash).matches("pbkdf2-sha256\\$600000\\$[A-Za-z0-9+/=]{24}\\$[A-Za-z0-9+/=]{44}"));
    }

    private static Handler listener(List<String> lines) {
        return new Handler() {
            @Override
            public void publish(LogRecord entry) {
                lines.add(entry.getLoggerName() + " " + entry.getMessage() + " "
                        + List.of(entry.getParameters() == null ? new Object[0] : entry.getParameters())
                        + entry.getThrown());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    private static int status(String id, String secret) {
        return ChannelClient.as(id, secret, "APP", lines("PR", ACCOUNT, BILL)).status();
    }

    private static void add(String id, int requestsPerSecond, String secret) throws InterruptedException {
        change(tx -> MachineClientStore.add(tx, client(id, requestsPerSecond, secret), new TestClock().instant()));
    }

    private static MachineClient client(String id, int requestsPerSecond, String secret) {
        return MachineClient.of(
                id,
                requestsPerSecond,
                Map.of("PR", Set.of(MachineClient.ANY_OPERATION)),
                Optional.empty(),
                TestSecrets.hash(secret));
    }

    /** Changes the store, and waits until the server has read it anew. */
    private static void change(Predicate<Handle> change) throws InterruptedException {
        assertThat((boolean) Store.database().withoutTenant(change::test)).isTrue();
        Thread.sleep(REFRESHED);
    }
}
