package org.billwright.document;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.billwright.json.Json;
import org.jdbi.v3.core.Handle;

/** The SQL statements on the documents of the bills of runs. */
final class DocumentJobStore {
    private DocumentJobStore() {}

    /** The state of a run, which is locked; empty where there is no such run. */
    static Optional<String> lockRun(Handle tx, String tenant, String run) {
        return tx.createQuery("select state from bill_run where tenant = :tenant and id = :run for update")
                .bind("tenant", tenant)
                .bind("run", run)
                .mapTo(String.class)
                .findOne();
    }

    /** How many parts of a run's job are not done. */
    static long waiting(Handle tx, String tenant, String run) {
        return tx.createQuery("""
                        select count(*) from bill_document_request
                        where tenant = :tenant and run_id = :run
                        """)
                .bind("tenant", tenant)
                .bind("run", run)
                .mapTo(Long.class)
                .one();
    }

    /** Has failed parts tried again. */
    static void retryFailed(Handle tx, String tenant, String run) {
        tx.createUpdate("""
                        update bill_document_request set failure = null, attempts = 0, due_at = now()
                        where tenant = :tenant and run_id = :run and failure is not null
                        """).bind("tenant", tenant).bind("run", run).execute();
    }

    /** The bills of a run that have no PDF that was made here. */
    static List<String> withoutDocuments(Handle tx, String tenant, String run) {
        return tx.createQuery("""
                        select account.bill_id
                        from (
                            select id, bill_id from bill_run_account
                            where tenant = :tenant and run_id = :run and status = 'billed'
                            order by id
                            offset 0) account
                        where not exists (
                            select from bill_document_content content
                            where content.tenant = :tenant and content.bill_id = account.bill_id and content.id = :pdf)
                        order by account.id
                        """)
                .bind("tenant", tenant)
                .bind("run", run)
                .bind("pdf", GeneratedType.PDF.id())
                .mapTo(String.class)
                .list();
    }

    /**
     * An account of a run with its bill.
     *
     * @param id in the run
     */
    record BilledAccount(String id, String billId) {}

    /** The billed accounts of a run in the order of their ids, after one of them. */
    static List<BilledAccount> billedAfter(Handle tx, String tenant, String run, String after, int most) {
        return tx.createQuery("""
                        select id, bill_id from bill_run_account
                        where tenant = :tenant and run_id = :run and status = 'billed' and id > :after
                        order by id
                        limit :most
                        """)
                .bind("tenant", tenant)
                .bind("run", run)
                .bind("after", after)
                .bind("most", most)
                .map((row, context) -> new BilledAccount(row.getString("id"), row.getString("bill_id")))
                .list();
    }

    /** Adds the job of a run, or more bills to it. */
    static void put(Handle tx, String tenant, String run, int bills, String caller, OffsetDateTime at) {
        tx.createUpdate("""
                        insert into bill_document_job as present (tenant, run_id, bills, requested_at, requested_by)
                        values (:tenant, :run, :bills, :at, :caller)
                        on conflict (tenant, run_id) do update
                        set bills = present.bills + excluded.bills, requested_at = excluded.requested_at,
                            requested_by = excluded.requested_by
                        """)
                .bind("tenant", tenant)
                .bind("run", run)
                .bind("bills", bills)
                .bind("at", at)
                .bind("caller", caller)
                .execute();
    }

    /** How far the job of a run is; empty where its documents were not requested. */
    static Optional<ObjectNode> document(Handle tx, String tenant, String run) {
        return tx.createQuery("""
                        select json_strip_nulls(json_build_object(
                            'billRun', json_build_object('id', run_id),
                            'requestedAt', utc_text(requested_at),
                            'requestedBy', requested_by,
                            'bills', bills,
                            'made', case when run.state = 'done' then bills - waiting - failed else 0 end,
                            'waiting', waiting,
                            'failed', failed,
                            'failure', failures))::text
                        from bill_document_job job
                        join bill_run run on run.tenant = job.tenant and run.id = job.run_id
                        cross join lateral (
                            select coalesce(sum(cardinality(bill_ids)) filter (where failure is null), 0) as waiting,
                                coalesce(sum(cardinality(bill_ids)) filter (where failure is not null), 0) as failed
                            from bill_document_request request
                            where request.tenant = :tenant and request.run_id = :run) counted
                        cross join lateral (
                            select json_agg(json_build_object('bill', json_build_object('id', bill_ids[1]), 'text', failure)) as failures
                            from (
                                select bill_ids, failure from bill_document_request request
                                where request.tenant = :tenant and request.run_id = :run and failure is not null
                                order by id
                                limit 100) failed) of_failed
                        where job.tenant = :tenant and job.run_id = :run
                        """)
                .bind("tenant", tenant)
                .bind("run", run)
                .mapTo(String.class)
                .findOne()
                .map(Json::stored);
    }
}
