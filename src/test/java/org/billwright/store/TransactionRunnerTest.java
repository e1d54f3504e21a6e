package org.billwright.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.billwright.api.Store;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client gets where PostgreSQL cannot do its work just now. */
class TransactionRunnerTest {
    private static final Vertx VERTX = Vertx.vertx();
    private static final Database DATABASE = Store.fresh("transaction_runner");
    private static final TransactionRunner RUNNER = new TransactionRunner(VERTX, DATABASE);

    @AfterAll
    static void close() {
        RUNNER.close();
        DATABASE.close();
        VERTX.close();
    }

    private static <T> T run(Function<Handle, T> work) {
        return result(RUNNER.inTransaction("T", work));
    }

    private static <T> T result(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    private static int fail(Handle tx, String sqlState) {
        return tx.execute("do $$ begin raise exception 'a fault' using errcode = '" + sqlState + "'; end $$");
    }

    private static int backend(Handle tx) {
        return tx.createQuery("select pg_backend_pid()").mapTo(Integer.class).one();
    }

    private static void terminate(int backend) {
        Store.asOwner("transaction_runner")
                .useHandle(owner -> owner.execute("select pg_terminate_backend(?)", backend));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "57014", "40P01", "40001", "55P03", "53000", "53100", "53200", "53300", "53400", "57P01", "57P02",
                "57P03", "08000", "08003", "08006", "58000", "58030"
            })
    void what_may_succeed_later_is_unavailable(String sqlState) {
        assertThatThrownBy(() -> run(tx -> fail(tx, sqlState)))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).isInstanceOf(Problem.Unavailable.class));
    }

    @Test
    void a_defect_is_not_unavailable() {
        assertThatThrownBy(() -> run(tx -> fail(tx, "42601"))).cause().isNotInstanceOf(ProblemException.class);
    }

    @Test
    void a_connection_that_ends_in_the_middle_is_unavailable_and_the_next_transaction_works() {
        assertThatThrownBy(() -> run(tx -> {
                    terminate(backend(tx));
                    return backend(tx);
                }))
                .cause()
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.problem()).isInstanceOf(Problem.Unavailable.class));
        assertThat(run(TransactionRunnerTest::backend)).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"40P01", "40001"})
    void a_transaction_that_was_ended_for_another_one_is_run_again(String sqlState) {
        var attempts = new AtomicInteger();
        int result = run(tx -> attempts.incrementAndGet() < 3 ? fail(tx, sqlState) : 7);
        assertThat(result).isEqualTo(7);
        assertThat(attempts.get()).isEqualTo(3);
    }

    @Test
    void a_read_whose_connection_ends_shows_that_the_database_cannot_be_reached() {
        try (var reads = ReadPool.open(VERTX, Store.config("transaction_runner"), 8)) {
            long backend = result(reads.number("T", new Sql().text("select pg_backend_pid()::bigint")));
            assertThat(backend).isPositive();
            var waiting = reads.number("T", new Sql().text("select count(*) from pg_sleep(20)"));
            Store.asOwner("transaction_runner")
                    .useHandle(owner -> owner.execute(
                            "select pg_terminate_backend(pid) from pg_stat_activity where usename is not null"
                                    + " and datname = 'transaction_runner' and pid <> pg_backend_pid()"));
            assertThatThrownBy(() -> result(waiting))
                    .cause()
                    .satisfies(failure -> assertThat(SqlErrors.isUnreachable(failure))
                            .as(failure.toString())
                            .isTrue());
        }
    }

    @Test
    void a_tenant_whose_transactions_wait_delays_no_other() throws InterruptedException {
        var release = new CountDownLatch(1);
        var started = new Semaphore(0);
        var waiting = new ArrayList<Future<Integer>>();
        for (int i = 0; i < 24; i++) {
            waiting.add(RUNNER.inTransaction("busy", tx -> {
                started.release();
                awaitUninterruptibly(release);
                return backend(tx);
            }));
        }
        started.acquire();
        long began = System.nanoTime();
        assertThat(result(RUNNER.inTransaction("other", TransactionRunnerTest::backend)))
                .isPositive();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));
        release.countDown();
        assertThat(waiting).allSatisfy(each -> assertThat(result(each)).isPositive());
    }

    @Test
    void changes_of_a_row_that_is_locked_delay_no_change_of_another_row() throws InterruptedException {
        var release = new CountDownLatch(1);
        var started = new Semaphore(0);
        var running = new AtomicInteger();
        var waiting = new ArrayList<Future<Integer>>();
        for (int i = 0; i < 24; i++) {
            waiting.add(RUNNER.inTransaction("tenant", "bill 1", tx -> {
                assertThat(running.incrementAndGet()).isEqualTo(1);
                started.release();
                awaitUninterruptibly(release);
                running.decrementAndGet();
                return backend(tx);
            }));
        }
        started.acquire();
        long began = System.nanoTime();
        assertThat(result(RUNNER.inTransaction("tenant", "bill 2", TransactionRunnerTest::backend)))
                .isPositive();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(4));
        release.countDown();
        assertThat(waiting).allSatisfy(each -> assertThat(result(each)).isPositive());
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
