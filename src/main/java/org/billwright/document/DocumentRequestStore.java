package org.billwright.document;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.billwright.store.Ids;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;

/** The SQL statements on the parts of document jobs that wait: some bills each, whose documents are made in one transaction. */
final class DocumentRequestStore {
    private DocumentRequestStore() {}

    /** A part of a job. */
    record Request(String tenant, String id, String run, List<String> bills, int attempts) {}

    /** Adds the bills of a job. */
    static void add(Handle tx, String tenant, String run, List<String> bills, int ofRequest) {
        var batch = tx.prepareBatch("""
                insert into bill_document_request (tenant, id, run_id, bill_ids) values (:tenant, :id, :run, :bills)
                """);
        for (int from = 0; from < bills.size(); from += ofRequest) {
            batch.bind("tenant", tenant)
                    .bind("id", Ids.next())
                    .bind("run", run)
                    .bindArray("bills", String.class, bills.subList(from, Math.min(bills.size(), from + ofRequest)))
                    .add();
        }
        if (!bills.isEmpty()) {
            batch.execute();
        }
    }

    /** Claims the next request that is due, until the transaction ends. Tenants are served in turn, whatever waits of one of them. */
    static Optional<Request> claim(Handle tx) {
        return tx.createQuery("""
                        with recursive waiting (tenant) as (
                            (select tenant from bill_document_request where failure is null order by tenant limit 1)
                            union all
                            select (
                                select r.tenant
                                from bill_document_request r
                                where r.failure is null and r.tenant > w.tenant
                                order by r.tenant
                                limit 1)
                            from waiting w
                            where w.tenant is not null)
                        select due.*
                        from (select tenant from waiting where tenant is not null order by random()) as w
                        cross join lateral (
                            select tenant, id, run_id, bill_ids, attempts
                            from bill_document_request r
                            where r.tenant = w.tenant and r.failure is null and r.due_at <= clock_timestamp()
                            order by r.due_at, r.id
                            limit 1
                            for update skip locked) as due
                        limit 1
                        """).reduceRows(Optional.<Request>empty(), (none, row) -> Optional.of(request(row)));
    }

    private static Request request(RowView row) {
        return new Request(
                row.getColumn("tenant", String.class),
                row.getColumn("id", String.class),
                row.getColumn("run_id", String.class),
                List.of(row.getColumn("bill_ids", String[].class)),
                row.getColumn("attempts", Integer.class));
    }

    /** Removes a request whose documents are made. */
    static void finish(Handle tx, Request request) {
        tx.createUpdate("delete from bill_document_request where tenant = :tenant and id = :id")
                .bind("tenant", request.tenant())
                .bind("id", request.id())
                .execute();
    }

    /** Locks a request; false if it was finished, or attempted again, since it was claimed. */
    static boolean lockUnchanged(Handle tx, Request request) {
        return tx.createQuery("""
                        select 1 from bill_document_request
                        where tenant = :tenant and id = :id and attempts = :attempts and failure is null
                        for update
                        """)
                .bind("tenant", request.tenant())
                .bind("id", request.id())
                .bind("attempts", request.attempts())
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /** Returns a failed request to the queue, by PostgreSQL's clock. */
    static void retryLater(Handle tx, Request request, Duration delay) {
        tx.createUpdate("""
                        update bill_document_request
                        set attempts = attempts + 1, due_at = clock_timestamp() + :delay * interval '1 millisecond'
                        where tenant = :tenant and id = :id
                        """)
                .bind("tenant", request.tenant())
                .bind("id", request.id())
                .bind("delay", delay.toMillis())
                .execute();
    }

    /** Ends a request whose documents cannot be made. */
    static void fail(Handle tx, Request request, String failure) {
        tx.createUpdate("""
                        update bill_document_request set attempts = attempts + 1, failure = :failure
                        where tenant = :tenant and id = :id
                        """)
                .bind("tenant", request.tenant())
                .bind("id", request.id())
                .bind("failure", failure)
                .execute();
    }
}
