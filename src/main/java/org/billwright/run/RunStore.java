package org.billwright.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.billwright.json.Json;
import org.billwright.store.StoredDocument;
import org.jdbi.v3.core.Handle;

/** The SQL statements on bill runs. */
final class RunStore {
    static final String COLUMNS =
            "tenant, id, kind, state, held_from, cycle_specification_id, billing_date, accounts, what_if, chunk_size, digest, planned_by, "
                    + "revert_reason";

    private RunStore() {}

    static BillRun run(ResultSet row) throws SQLException {
        return new BillRun(
                row.getString("tenant"),
                row.getString("id"),
                RunKind.of(row.getString("kind")).orElseThrow(),
                RunState.of(row.getString("state")),
                Optional.ofNullable(row.getString("held_from")).map(RunState::of),
                row.getString("cycle_specification_id"),
                row.getObject("billing_date", LocalDate.class),
                texts(row.getArray("accounts")),
                Optional.ofNullable(row.getString("what_if")).map(Json::stored),
                row.getInt("chunk_size"),
                Optional.ofNullable(row.getString("digest")),
                row.getString("planned_by"),
                Optional.ofNullable(row.getString("revert_reason")));
    }

    private static List<String> texts(Array array) throws SQLException {
        return array == null ? List.of() : List.of((String[]) array.getArray());
    }

    /** Adds a run, which is prepared by a worker; false where the regular run of the period exists. */
    static boolean insert(Handle tx, BillRun run, RunRequest request) {
        return tx.createUpdate("""
                        insert into bill_run (
                            tenant, id, kind, state, description, cycle_specification_id, billing_date, accounts, what_if,
                            forecast, chunk_size, workers, planned_by)
                        values (
                            :tenant, :id, :kind, :state, :description, :specification, :billingDate, nullif(:accounts, '{}'),
                            :whatIf::json, :forecast::json, :chunkSize, :workers, :plannedBy)
                        on conflict do nothing
                        """)
                        .bind("tenant", run.tenant())
                        .bind("id", run.id())
                        .bind("kind", run.kind().code())
                        .bind("state", run.state().code())
                        .bind("description", request.description())
                        .bind("specification", run.cycleSpecificationId())
                        .bind("billingDate", run.billingDate())
                        .bindArray("accounts", String.class, run.accounts())
                        .bind("whatIf", run.whatIf().map(Json::write))
                        .bind("chunkSize", run.chunkSize())
                        .bind("workers", request.workers())
                        .bind("forecast", request.forecast().map(Json::write))
                        .bind("plannedBy", run.plannedBy())
                        .execute()
                > 0;
    }

    static Optional<BillRun> find(Handle tx, String tenant, String id) {
        return find(tx, tenant, id, "");
    }

    static Optional<BillRun> lock(Handle tx, String tenant, String id) {
        return find(tx, tenant, id, "for update");
    }

    private static Optional<BillRun> find(Handle tx, String tenant, String id, String lock) {
        return tx.createQuery("select " + COLUMNS + " from bill_run where tenant = :tenant and id = :id " + lock)
                .bind("tenant", tenant)
                .bind("id", id)
                .map((row, context) -> run(row))
                .findOne();
    }

    /** The document of a run, as it is shown. */
    static Optional<StoredDocument> document(Handle tx, String tenant, String id) {
        return tx.createQuery(
                        "select revision, doc::text as doc from bill_run_document where tenant = :tenant and id = :id")
                .bind("tenant", tenant)
                .bind("id", id)
                .map((row, context) ->
                        new StoredDocument(id, row.getLong("revision"), Buffer.buffer(row.getString("doc"))))
                .findOne();
    }

    /** The documents of the newest runs. */
    static List<ObjectNode> newest(Handle tx, String tenant, int limit) {
        return tx.createQuery("""
                        select doc::text
                        from bill_run_document
                        where tenant = :tenant
                        order by created_at desc, id desc
                        limit :limit
                        """)
                .bind("tenant", tenant)
                .bind("limit", limit)
                .mapTo(String.class)
                .map(Json::stored)
                .list();
    }

    /** How many bills of a run were sent, or had been when they were put on hold, and the number of one of them. */
    record Sent(long bills, Optional<String> billNo) {}

    static Sent sent(Handle tx, BillRun run) {
        return tx.createQuery("""
                        select count(*) as bills, min(bill.bill_no) as bill_no
                        from bill_run_account account
                        join customer_bill bill on bill.tenant = account.tenant and bill.id = account.bill_id
                        where account.tenant = :tenant and account.run_id = :run and account.status = 'billed'
                            and coalesce(bill.held_from, bill.state) in ('sent', 'partiallyPaid')
                        """)
                .bind("tenant", run.tenant())
                .bind("run", run.id())
                .map((row, context) -> new Sent(row.getLong("bills"), Optional.ofNullable(row.getString("bill_no"))))
                .one();
    }

    /** A run of a period. */
    record OfPeriod(String id, RunState state) {}

    /** The regular run of a period that is not cancelled. */
    static Optional<OfPeriod> regular(Handle tx, BillRun run) {
        return tx.createQuery("""
                        select id, state
                        from bill_run
                        where tenant = :tenant and cycle_specification_id = :specification and billing_date = :billingDate
                            and kind = 'regular' and state not in ('cancelled', 'reverted')
                        """)
                .bind("tenant", run.tenant())
                .bind("specification", run.cycleSpecificationId())
                .bind("billingDate", run.billingDate())
                .map((row, context) -> new OfPeriod(row.getString("id"), RunState.of(row.getString("state"))))
                .findOne();
    }

    /** The first of the accounts of a run that is not in its cycle. */
    static Optional<String> accountOfNoCycle(Handle tx, BillRun run) {
        return tx.createQuery("""
                        select wanted.id
                        from unnest(:accounts) with ordinality as wanted (id, no)
                        where not exists (
                            select from billing_account
                            where tenant = :tenant and id = wanted.id and cycle_specification_id = :specification)
                        order by wanted.no
                        limit 1
                        """)
                .bind("tenant", run.tenant())
                .bind("specification", run.cycleSpecificationId())
                .bindArray("accounts", String.class, run.accounts())
                .mapTo(String.class)
                .findOne();
    }

    /** Claims a run that is not prepared yet, of any tenant. */
    static Optional<BillRun> claimUnprepared(Handle tx) {
        return tx.createQuery(
                        "select " + COLUMNS
                                + " from bill_run where state = 'planning' and not prepared order by created_at limit 1 for update skip locked")
                .map((row, context) -> run(row))
                .findOne();
    }

    static void setPrepared(Handle tx, BillRun run) {
        tx.createUpdate(
                        "update bill_run set prepared = true, revision = revision + 1 where tenant = :tenant and id = :id")
                .bind("tenant", run.tenant())
                .bind("id", run.id())
                .execute();
    }

    /** The runs on which workers work, of all tenants. */
    static List<BillRun> inWork(Handle tx) {
        return tx.createQuery(
                        "select " + COLUMNS
                                + " from bill_run where state in ('planning', 'billing', 'reverting') and prepared order by created_at, id")
                .map((row, context) -> run(row))
                .list();
    }

    /** Moves a locked run to another state. On hold and failed, it keeps the one that it was in. */
    static void move(Handle tx, BillRun run, RunState to, Optional<String> reason) {
        boolean stops = to == RunState.ON_HOLD || to == RunState.FAILED;
        tx.createUpdate("""
                        update bill_run
                        set state = :state, held_from = :heldFrom, state_reason = :reason, revision = revision + 1,
                            finished_at = case when :state in ('done', 'cancelled', 'reverted') then now() end
                        where tenant = :tenant and id = :id
                        """)
                .bind("tenant", run.tenant())
                .bind("id", run.id())
                .bind("state", to.code())
                .bind(
                        "heldFrom",
                        Optional.of(run.heldFrom().orElse(run.state()).code()).filter(from -> stops))
                .bind("reason", reason)
                .execute();
    }

    /** Ends the planning of a locked run. */
    static void planned(Handle tx, BillRun run, String digest, ObjectNode totals) {
        tx.createUpdate("""
                        update bill_run
                        set state = 'planned', digest = :digest, plan_totals = :totals::json, planned_at = now(), revision = revision + 1
                        where tenant = :tenant and id = :id
                        """)
                .bind("tenant", run.tenant())
                .bind("id", run.id())
                .bind("digest", digest)
                .bind("totals", Json.write(totals))
                .execute();
    }

    /** A locked run is billed as it was planned. */
    static void approved(Handle tx, BillRun run, String approvedBy) {
        tx.createUpdate("""
                        update bill_run
                        set state = 'billing', approved_by = :approvedBy, approved_at = now(), revision = revision + 1
                        where tenant = :tenant and id = :id
                        """)
                .bind("tenant", run.tenant())
                .bind("id", run.id())
                .bind("approvedBy", approvedBy)
                .execute();
    }

    /** The bills of a locked run are voided. */
    static void reverting(Handle tx, BillRun run, String revertedBy, String reason) {
        tx.createUpdate("""
                        update bill_run
                        set state = 'reverting', held_from = null, state_reason = null, reverted_by = :revertedBy,
                            revert_reason = :reason, finished_at = null, revision = revision + 1
                        where tenant = :tenant and id = :id
                        """)
                .bind("tenant", run.tenant())
                .bind("id", run.id())
                .bind("revertedBy", revertedBy)
                .bind("reason", reason)
                .execute();
    }

    /** The root of the bills of a run that ended. */
    static void setRoot(Handle tx, BillRun run, String root) {
        tx.createUpdate("update bill_run set merkle_root = :root where tenant = :tenant and id = :id")
                .bind("root", root)
                .bind("tenant", run.tenant())
                .bind("id", run.id())
                .execute();
    }

    /** Changes how many chunks of a locked run are worked on at a time. */
    static void setWorkers(Handle tx, BillRun run, Optional<Integer> workers) {
        tx.createUpdate(
                        "update bill_run set workers = :workers, revision = revision + 1 where tenant = :tenant and id = :id")
                .bind("tenant", run.tenant())
                .bind("id", run.id())
                .bind("workers", workers)
                .execute();
    }

    /** What a run came to. */
    static void setResult(Handle tx, BillRun run, ObjectNode totals) {
        tx.createUpdate("update bill_run set bill_totals = :totals::json where tenant = :tenant and id = :id")
                .bind("tenant", run.tenant())
                .bind("id", run.id())
                .bind("totals", Json.write(totals))
                .execute();
    }
}
