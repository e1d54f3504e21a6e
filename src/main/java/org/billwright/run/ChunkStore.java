package org.billwright.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.billwright.json.Json;
import org.billwright.work.AdvisoryLock;
import org.jdbi.v3.core.Handle;

/** The SQL statements on the chunks of bill runs. */
final class ChunkStore {
    private ChunkStore() {}

    /** A chunk that a transaction has claimed. */
    record Chunk(
            String tenant,
            String runId,
            int no,
            String afterAccount,
            Optional<String> lastAccount,
            ChunkState state,
            int attempts,
            Optional<String> digest) {}

    /** What is to be done with a chunk, or is done. */
    enum ChunkState {
        TO_PLAN("toPlan"),
        PLANNED("planned"),
        TO_BILL("toBill"),
        BILLED("billed"),
        TO_REVERT("toRevert"),
        REVERTED("reverted");

        private final String code;

        ChunkState(String code) {
            this.code = code;
        }

        String code() {
            return code;
        }

        static ChunkState of(String code) {
            for (var state : values()) {
                if (state.code.equals(code)) {
                    return state;
                }
            }
            throw new IllegalArgumentException(code);
        }
    }

    private static Chunk chunk(ResultSet row) throws SQLException {
        return new Chunk(
                row.getString("tenant"),
                row.getString("run_id"),
                row.getInt("no"),
                row.getString("after_account"),
                Optional.ofNullable(row.getString("last_account")),
                ChunkState.of(row.getString("state")),
                row.getInt("attempts"),
                Optional.ofNullable(row.getString("digest")));
    }

    /**
     * Cuts the accounts of a run into chunks, each a range of ids. The last one has no end, so that accounts that are added meanwhile are
     * in it.
     */
    static void prepare(Handle tx, BillRun run) {
        tx.createUpdate("""
                        insert into bill_run_chunk (tenant, run_id, no, after_account, last_account)
                        select :tenant, :run, no, coalesce(lag(last) over (order by no), ''),
                            case when lead(no) over (order by no) is not null then last end
                        from (
                            select no, max(id) as last
                            from (
                                select id, (row_number() over (order by id) - 1) / :size as no
                                from billing_account
                                where tenant = :tenant and cycle_specification_id = :specification
                                    and (:accounts = '{}' or id = any(:accounts))) numbered
                            group by no) chunks
                        """)
                .bind("tenant", run.tenant())
                .bind("run", run.id())
                .bind("size", run.chunkSize())
                .bind("specification", run.cycleSpecificationId())
                .bindArray("accounts", String.class, run.accounts())
                .execute();
    }

    /** The chunk of a run, locked. */
    static Chunk lock(Handle tx, BillRun run, int no) {
        return tx.createQuery(
                        "select * from bill_run_chunk where tenant = :tenant and run_id = :run and no = :no for update")
                .bind("tenant", run.tenant())
                .bind("run", run.id())
                .bind("no", no)
                .map((row, context) -> chunk(row))
                .one();
    }

    /** Claims a chunk that is due, of any tenant; each run in work has the same chance. Other workers skip it until the transaction ends. */
    static Optional<Chunk> claim(Handle tx) {
        return tx.createQuery("""
                        select next.*
                        from (
                            select tenant, id, workers
                            from bill_run
                            where state in ('planning', 'billing', 'reverting')
                            order by random()) as run
                        cross join lateral (
                            select chunk.*
                            from bill_run_chunk chunk
                            where chunk.tenant = run.tenant and chunk.run_id = run.id
                                and chunk.state in ('toPlan', 'toBill', 'toRevert') and not chunk.failed
                                and chunk.retry_at <= statement_timestamp()
                            order by chunk.no
                            limit 1
                            for update skip locked) as next
                        where run.workers is null or exists (
                            select
                            from generate_series(1, run.workers) as place (no)
                            where pg_try_advisory_xact_lock(
                                %d, hashtext(run.tenant || ' ' || run.id || ' ' || place.no)))
                        limit 1
                        """.formatted(AdvisoryLock.BILL_RUN_PLACE.key()))
                .map((row, context) -> chunk(row))
                .findOne();
    }

    /** Locks a chunk that was claimed; false if it was worked off, or attempted again, since the claim. */
    static boolean lockUnchanged(Handle tx, Chunk claimed) {
        return tx.createQuery("""
                        select exists (
                            select
                            from bill_run_chunk
                            where tenant = :tenant and run_id = :run and no = :no and state = :state and attempts = :attempts and not failed
                            for update)
                        """)
                .bind("tenant", claimed.tenant())
                .bind("run", claimed.runId())
                .bind("no", claimed.no())
                .bind("state", claimed.state().code())
                .bind("attempts", claimed.attempts())
                .mapTo(Boolean.class)
                .one();
    }

    /** Has a failed chunk tried again after a delay, by PostgreSQL's clock; without a delay it is failed. */
    static void failed(Handle tx, Chunk chunk, Optional<Duration> retryAfter) {
        tx.createUpdate("""
                        update bill_run_chunk
                        set attempts = attempts + 1, failed = :failed, retry_at = clock_timestamp() + :delay * interval '1 millisecond'
                        where tenant = :tenant and run_id = :run and no = :no
                        """)
                .bind("tenant", chunk.tenant())
                .bind("run", chunk.runId())
                .bind("no", chunk.no())
                .bind("failed", retryAfter.isEmpty())
                .bind("delay", retryAfter.orElse(Duration.ZERO).toMillis())
                .execute();
    }

    /** How many accounts in the range of a planned chunk are not in the run, because they have a bill. */
    static long alreadyBilled(Handle tx, Chunk chunk) {
        return tx.createQuery("""
                        select coalesce((plan_totals #>> '{accounts,alreadyBilled}')::bigint, 0)
                        from bill_run_chunk
                        where tenant = :tenant and run_id = :run and no = :no
                        """)
                .bind("tenant", chunk.tenant())
                .bind("run", chunk.runId())
                .bind("no", chunk.no())
                .mapTo(Long.class)
                .one();
    }

    /** A chunk is planned, with this digest and these totals. */
    static void planned(Handle tx, Chunk chunk, String digest, ObjectNode totals) {
        tx.createUpdate("""
                        update bill_run_chunk
                        set state = 'planned', digest = :digest, plan_totals = :totals::json, attempts = 0, finished_at = now()
                        where tenant = :tenant and run_id = :run and no = :no
                        """)
                .bind("tenant", chunk.tenant())
                .bind("run", chunk.runId())
                .bind("no", chunk.no())
                .bind("digest", digest)
                .bind("totals", Json.write(totals))
                .execute();
    }

    /** A chunk is billed, with these totals and the digests of its bills, in the order of the accounts. */
    static void billed(Handle tx, Chunk chunk, ObjectNode totals, byte[] digests) {
        tx.createUpdate(
                        "update bill_run_chunk set bill_digests = :digests where tenant = :tenant and run_id = :run and no = :no")
                .bind("digests", digests)
                .bind("tenant", chunk.tenant())
                .bind("run", chunk.runId())
                .bind("no", chunk.no())
                .execute();
        finished(tx, chunk, ChunkState.BILLED, totals);
    }

    /** A chunk is billed or reverted, with these totals. */
    static void finished(Handle tx, Chunk chunk, ChunkState state, ObjectNode totals) {
        tx.createUpdate("""
                        update bill_run_chunk
                        set state = :state, bill_totals = :totals::json, attempts = 0, finished_at = now()
                        where tenant = :tenant and run_id = :run and no = :no
                        """)
                .bind("tenant", chunk.tenant())
                .bind("run", chunk.runId())
                .bind("no", chunk.no())
                .bind("state", state.code())
                .bind("totals", Json.write(totals))
                .execute();
    }

    /** All chunks of a run are to be worked on. */
    static void moveAll(Handle tx, BillRun run, ChunkState from, ChunkState to) {
        tx.createUpdate("""
                        update bill_run_chunk
                        set state = :to, attempts = 0, failed = false, retry_at = '-infinity'
                        where tenant = :tenant and run_id = :run and state = :from
                        """)
                .bind("tenant", run.tenant())
                .bind("run", run.id())
                .bind("from", from.code())
                .bind("to", to.code())
                .execute();
    }

    /** Failed chunks are tried again. */
    static void resume(Handle tx, BillRun run) {
        tx.createUpdate("""
                        update bill_run_chunk
                        set failed = false, attempts = 0, retry_at = '-infinity'
                        where tenant = :tenant and run_id = :run and failed
                        """).bind("tenant", run.tenant()).bind("run", run.id()).execute();
    }

    /** How many chunks are to be worked on, and how many failed. */
    record Waiting(long toDo, long failed) {}

    static Waiting waiting(Handle tx, BillRun run) {
        return tx.createQuery("""
                        select count(*) filter (where not failed) as to_do, count(*) filter (where failed) as failed
                        from bill_run_chunk
                        where tenant = :tenant and run_id = :run and state in ('toPlan', 'toBill', 'toRevert')
                        """)
                .bind("tenant", run.tenant())
                .bind("run", run.id())
                .map((row, context) -> new Waiting(row.getLong("to_do"), row.getLong("failed")))
                .one();
    }

    /** The digests of the chunks of a run, in their order. */
    static List<String> digests(Handle tx, BillRun run) {
        return tx.createQuery(
                        "select coalesce(digest, '') from bill_run_chunk where tenant = :tenant and run_id = :run order by no")
                .bind("tenant", run.tenant())
                .bind("run", run.id())
                .mapTo(String.class)
                .list();
    }

    /**
     * The totals of the chunks of a run.
     *
     * @param column {@code plan_totals} or {@code bill_totals}
     */
    static List<ObjectNode> totals(Handle tx, BillRun run, String column) {
        return tx.createQuery(
                        "select " + column + "::text from bill_run_chunk where tenant = :tenant and run_id = :run and "
                                + column + " is not null order by no")
                .bind("tenant", run.tenant())
                .bind("run", run.id())
                .mapTo(String.class)
                .map(Json::stored)
                .list();
    }
}
