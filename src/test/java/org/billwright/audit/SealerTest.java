package org.billwright.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.billwright.access.Caller;
import org.billwright.api.Store;
import org.billwright.store.Database;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Entries are sealed although writers overlap, without a change of an entry, and however many there are. */
@Tag("slow")
@Timeout(60)
class SealerTest {
    private static final Database DATABASE = Store.fresh("audit_sealer");
    private static final Clock CLOCK = Clock.systemUTC();
    private static final String TENANT = "T";

    @TempDir
    Path folder;

    private final AuditMetrics metrics = new AuditMetrics(new ReadQueue(1), CLOCK);

    @BeforeEach
    void an_empty_trail() {
        Store.asOwner("audit_sealer").useTransaction(owner -> {
            owner.execute("set local session_replication_role = replica");
            owner.execute("truncate audit_entry, audit_seal");
        });
    }

    private Sealer sealer(Optional<Path> anchor) {
        return new Sealer(DATABASE, CLOCK, new AuditConfig(true, Duration.ofHours(1), 1_000, anchor), metrics);
    }

    private static void add(Handle tx, String tenant, String bill) {
        AuditTrail.recordChange(
                tx,
                new AuditEvent(
                        Instant.EPOCH,
                        Caller.anyone(tenant),
                        AuditAction.CHANGE,
                        "customerBill",
                        List.of(bill),
                        "test"));
    }

    private static void add(String bill) {
        DATABASE.inTransaction(TENANT, tx -> {
            add(tx, TENANT, bill);
            return bill;
        });
    }

    private static TrailVerification.Finding verify() {
        return TrailVerification.verify(DATABASE, TENANT, Optional.empty());
    }

    @Test
    void nothing_is_sealed_before_the_end_of_a_transaction_that_may_add_below_it() {
        var sealer = sealer(Optional.empty());
        var late = DATABASE.beginRollbackOnly(TENANT);
        try (late) {
            add(late, TENANT, "late");
            add("early");
            assertThat(sealer.seal()).isZero();
            assertThat(sealer.runOnce()).as("it looks again soon").isLessThan(Duration.ofSeconds(1));
            assertThat(verify().unsealed()).isOne();
            late.commit();
        }
        assertThat(sealer.seal()).isEqualTo(2);
        assertThat(verify().damage()).isEmpty();
        assertThat(verify().entries()).isEqualTo(2);
    }

    @Test
    void a_transaction_that_is_always_open_somewhere_does_not_stop_the_sealing() {
        var sealer = sealer(Optional.empty());
        var first = DATABASE.beginRollbackOnly(TENANT);
        add(first, TENANT, "first");
        assertThat(sealer.seal()).isZero();
        var second = DATABASE.beginRollbackOnly(TENANT);
        try (second) {
            add(second, TENANT, "second");
            first.commit();
            first.close();
            assertThat(sealer.seal()).as("the transaction that was open before").isOne();
            second.rollback();
        }
        add("third");
        assertThat(sealer.seal()).isOne();
        assertThat(verify().damage()).isEmpty();
    }

    /** As after a standby took over that had not got the last transactions: numbers are given a second time. */
    @Test
    void numbers_that_are_given_again_are_sealed_when_their_transactions_have_ended() {
        var sealer = sealer(Optional.empty());
        add("lost");
        assertThat(sealer.seal()).isOne();
        Store.asOwner("audit_sealer").useTransaction(owner -> {
            owner.execute("set local session_replication_role = replica");
            owner.execute("truncate audit_entry, audit_seal restart identity");
        });
        try (var late = DATABASE.beginRollbackOnly(TENANT)) {
            add(late, TENANT, "late");
            add("early");
            assertThat(sealer.seal()).isZero();
            late.commit();
        }
        assertThat(sealer.seal()).isEqualTo(2);
        assertThat(verify().damage()).isEmpty();
    }

    /** A tenant that changes all the time, in transactions that overlap, commit late or roll back. */
    @Test
    void every_entry_of_many_writers_is_sealed_once() throws Exception {
        int writers = 4;
        int transactions = 150;
        var committed = new AtomicInteger();
        var running = new CountDownLatch(writers);
        var sealed = new AtomicInteger();
        var all = new ArrayList<Future<?>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int w = 0; w < writers; w++) {
                all.add(threads.submit(() -> {
                    try {
                        for (int i = 0; i < transactions; i++) {
                            transaction(committed);
                        }
                    } finally {
                        running.countDown();
                    }
                }));
            }
            for (int s = 0; s < 2; s++) {
                var sealer = sealer(Optional.empty());
                all.add(threads.submit(() -> {
                    while (running.getCount() > 0) {
                        sealed.addAndGet(sealer.seal());
                    }
                }));
            }
            for (var each : all) {
                each.get();
            }
        }
        assertThat(verify().damage()).isEmpty();
        assertThat(sealed.get()).as("while they write").isPositive();
        sealed.addAndGet(sealer(Optional.empty()).seal());
        var finding = verify();
        assertThat(finding.damage()).isEmpty();
        assertThat(finding.unsealed()).isZero();
        assertThat(finding.entries()).isEqualTo(committed.get()).isEqualTo(sealed.get());
    }

    private static void transaction(AtomicInteger committed) {
        var random = ThreadLocalRandom.current();
        int entries = random.nextInt(1, 4);
        try (var tx = DATABASE.beginRollbackOnly(TENANT)) {
            for (int i = 0; i < entries; i++) {
                add(tx, TENANT, "bill");
                Thread.sleep(random.nextInt(3));
            }
            if (random.nextInt(4) == 0) {
                tx.rollback();
            } else {
                tx.commit();
                committed.addAndGet(entries);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_long_backlog_is_sealed_in_one_run_and_no_row_is_written_again() {
        int backlog = 2 * Sealer.MAX_ENTRIES + 7;
        Store.asOwner("audit_sealer")
                .useHandle(owner -> owner.createUpdate("""
                        insert into audit_entry (tenant, id, date, caller, action, resource, hash, doc)
                        select 'T', n, now() - interval '1 hour', 'c', 'read', 'customerBill', sha256(n::text::bytea), '{}'
                        from generate_series(1, :n) n
                        """).bind("n", backlog).execute());
        var versions = "select count(distinct (xmin::text, ctid)) || ' ' || max(xmin::text::bigint) from audit_entry";
        var before = one(versions);
        metrics.update(new AuditMetrics.Unsealed(0, Optional.empty()));

        assertThat(sealer(Optional.empty()).seal()).isEqualTo(backlog);

        assertThat(one(versions)).isEqualTo(before);
        assertThat(one("select string_agg(entries::text, ' ' order by no) from audit_seal"))
                .isEqualTo(Sealer.MAX_ENTRIES + " " + Sealer.MAX_ENTRIES + " 7");
        assertThat(metrics.unsealedEntries()).isZero();
        assertThat(metrics.oldestUnsealedSeconds()).isZero();
    }

    @Test
    void the_gauges_have_what_cannot_be_sealed_yet() {
        try (var open = DATABASE.beginRollbackOnly("ANOTHER")) {
            add(open, "ANOTHER", "open");
            add("waits");
            sealer(Optional.empty()).seal();
            open.rollback();
        }
        assertThat(metrics.unsealedEntries()).isOne();
        assertThat(metrics.oldestUnsealedSeconds())
                .isGreaterThan(Duration.ofDays(365).toSeconds());
    }

    @Test
    void each_seal_is_added_to_the_anchor_file() throws Exception {
        var anchor = folder.resolve("anchor");
        var heads = new ArrayList<String>();
        for (var bill : List.of("A", "B")) {
            add(bill);
            sealer(Optional.of(anchor)).seal();
            heads.add(verify().head());
        }
        assertThat(Files.readAllLines(anchor)).hasSize(2);
        for (int i = 0; i < heads.size(); i++) {
            assertThat(SealLine.find(Files.readAllLines(anchor).get(i)))
                    .contains(new SealLine(TENANT, i + 1L, 1, heads.get(i)));
        }
        assertThat(AnchorCheck.check(DATABASE, TENANT, List.of(anchor)).damage())
                .isEmpty();
        assertThat(AnchorCheck.check(DATABASE, "NOBODY", List.of(anchor)).damage())
                .isPresent();
    }

    private static String one(String sql) {
        return Store.asOwner("audit_sealer")
                .withHandle(owner -> owner.createQuery(sql).mapTo(String.class).one());
    }
}
