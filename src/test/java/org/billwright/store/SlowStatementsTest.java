package org.billwright.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.billwright.api.Store;
import org.billwright.telemetry.Activity;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Statements of callers that take longer than 300 ms are logged with their plans and without their values. */
class SlowStatementsTest {
    private static final String NAME = "slow_statements";
    private static final Vertx VERTX = Vertx.vertx();
    private static final Database MIGRATED = Store.fresh(NAME);
    private static final DatabaseConfig CONFIG = Store.config(NAME);
    private static final String SECRET = "cordova-4711";

    /** Slow for a value that a caller gave, on a table with an index. */
    private static final String READ =
            "select count(*) from billing_account where tenant = $1 and id = $2 and (select pg_sleep(0.6)) is not null";

    private static final Duration THRESHOLD = Duration.ofMillis(300);
    private static final Logger LOG = Logger.getLogger("org.billwright.store.slow");

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            lines.add(entry.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        LOG.addHandler(handler);
    }

    @AfterEach
    void ignore() {
        LOG.removeHandler(handler);
    }

    @AfterAll
    static void close() {
        MIGRATED.close();
        VERTX.close();
    }

    private static SlowStatements slow(Duration threshold) {
        return new SlowStatements(CONFIG, threshold);
    }

    private static Activity request() {
        var request = Activity.request("GET", "/bills", Optional.empty());
        request.setTenant("PR");
        return request;
    }

    /** Runs it as a request does, on a context of its own. */
    private static <T> T ofRequest(Supplier<Future<T>> work) {
        var result = Promise.<T>promise();
        var context = ((ContextInternal) VERTX.getOrCreateContext()).duplicate();
        context.runOnContext(here -> {
            request().bind();
            work.get().onComplete(result);
        });
        return result.future().toCompletionStage().toCompletableFuture().join();
    }

    private String line(int number) throws InterruptedException {
        for (int i = 0; i < 200 && lines.size() < number; i++) {
            Thread.sleep(25);
        }
        assertThat(lines).hasSizeGreaterThanOrEqualTo(number);
        return lines.get(number - 1);
    }

    private static Sql sleeping() {
        return new Sql()
                .text("select count(*) from billing_account where tenant = ")
                .value("PR")
                .text(" and id = ")
                .value(SECRET)
                .text(" and (select pg_sleep(0.6)) is not null");
    }

    @Test
    void a_slow_read_is_logged_with_its_generic_plan_and_without_values() throws Exception {
        var slow = slow(THRESHOLD);
        try (var reads = ReadPool.open(VERTX, CONFIG, 2, StatementWatch.of(slow))) {
            var quick = new Sql().text("select count(*) from event");
            // of no request: it opens the connection, which takes time
            reads.number("PR", quick).toCompletionStage().toCompletableFuture().join();
            assertThat(ofRequest(() -> reads.number("PR", quick))).isZero();
            assertThat(ofRequest(() -> reads.number("PR", sleeping()))).isZero();
            var entry = line(1);
            assertThat(entry)
                    .containsPattern(
                            "^slow statement: SELECT billing_account of tenant PR took [0-9]{3,4} ms \\(reads\\): "
                                    + "select count")
                    .contains(": " + READ + "\n")
                    .contains("\nAggregate ")
                    .contains("billing_account")
                    .contains("= $2")
                    .doesNotContain(SECRET);
            assertThat(lines).hasSize(1);
            assertThat(slow.count()).isEqualTo(1);
        }
    }

    @Test
    void a_slow_change_is_logged_too() throws Exception {
        try (var database = Database.open(CONFIG).watchedBy(StatementWatch.of(slow(THRESHOLD)))) {
            int changed = request()
                    .call(() -> database.inTransaction(
                            "PR",
                            tx -> tx.createUpdate(
                                            "update billing_account set doc = doc where id = :id and (select pg_sleep(0.6)) is not null")
                                    .bind("id", SECRET)
                                    .execute()));
            assertThat(changed).isZero();
            assertThat(line(1))
                    .contains("UPDATE billing_account of tenant PR took ")
                    .contains("(changes): update billing_account set doc = doc where id = $1 and")
                    .contains("\nUpdate on billing_account ")
                    .doesNotContain(SECRET);
        }
    }

    @Test
    void a_statement_that_fails_after_a_long_time_is_logged_and_fails_as_it_did() throws Exception {
        var quick =
                new DatabaseConfig(CONFIG.url(), CONFIG.username(), "", Optional.empty(), 1, Duration.ofMillis(600));
        try (var reads = ReadPool.open(VERTX, quick, 1, StatementWatch.of(slow(THRESHOLD)))) {
            var sleep = new Sql().text("select count(*) from pg_sleep(5)");
            assertThat(failure(() -> ofRequest(() -> reads.number("PR", sleep))))
                    .satisfies(failed -> assertThat(SqlErrors.isTimeout(failed)).isTrue());
            assertThat(line(1)).contains("failed: 57014").contains("\nAggregate ");
        }
    }

    private static Throwable failure(Runnable work) {
        try {
            work.run();
        } catch (CompletionException e) {
            return Optional.ofNullable(e.getCause()).orElse(e);
        }
        throw new AssertionError("it did not fail");
    }

    @Test
    void a_statement_that_cannot_be_planned_without_values_is_logged_without_a_plan() throws Exception {
        var slow = slow(THRESHOLD);
        slow.ended(
                request(), StatementPool.CHANGES, "PR", "select ? from gone", Duration.ofSeconds(1), Optional.empty());
        assertThat(line(1))
                .startsWith(
                        "slow statement: SELECT gone of tenant PR took 1000 ms (changes): select $1 from gone\nno plan: ")
                .contains("relation \"gone\" does not exist");
    }

    @Test
    void workers_and_quick_statements_are_not_logged_and_zero_is_off() throws Exception {
        var slow = slow(THRESHOLD);
        var off = slow(Duration.ZERO);
        try (var reads = ReadPool.open(VERTX, CONFIG, 2, StatementWatch.of(slow));
                var unwatched = ReadPool.open(VERTX, CONFIG, 2, StatementWatch.of(off))) {
            reads.number("PR", sleeping())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            ofRequest(() -> unwatched.number("PR", sleeping()));
            assertThat(slow.count()).isZero();
            assertThat(off.count()).isZero();
        }
    }

    @Test
    void few_plans_a_minute_are_asked_for_and_all_are_counted() throws Exception {
        var slow = slow(Duration.ofMillis(1));
        for (int i = 0; i < 100; i++) {
            slow.ended(request(), StatementPool.READS, "PR", "select " + i, Duration.ofMillis(5), Optional.empty());
            line(Math.min(i + 1, 60));
        }
        assertThat(slow.count()).isEqualTo(100);
        assertThat(lines).hasSize(60);
        assertThat(lines.stream().filter(line -> line.contains("\nResult "))).hasSize(6);
        assertThat(lines.getLast()).contains("no plan: 6 were asked for in this minute");
    }
}
