package org.billwright.ondemand;

import static org.billwright.json.JsonValues.dateTime;
import static org.billwright.json.JsonValues.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Optional;
import org.billwright.json.Json;
import org.billwright.store.StoredDocument;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;

/** All statements that write requests for bills. Requests in progress form a queue. */
public final class OnDemandStore {
    private OnDemandStore() {}

    /** A request that a transaction has claimed. */
    public record Claimed(String tenant, String id, int attempts, ObjectNode document) {}

    /** Adds a request. */
    public static StoredDocument insert(Handle tx, String tenant, ObjectNode request) {
        var doc = Json.write(request);
        tx.createUpdate("""
                        insert into customer_bill_on_demand
                            (tenant, id, state, billing_account_id, party_id, last_update, doc)
                        values (:tenant, :id, :state, :account, :party, :lastUpdate, :doc::json)
                        """)
                .bind("tenant", tenant)
                .bind("id", text(request, "id").orElseThrow())
                .bind("state", text(request, "state").orElseThrow())
                .bind("account", text(request, "billingAccount", "id"))
                .bind("party", text(request, "relatedParty", "partyOrPartyRole", "id"))
                .bind("lastUpdate", dateTime(request, "lastUpdate").orElseThrow())
                .bind("doc", doc)
                .execute();
        return new StoredDocument(text(request, "id").orElseThrow(), 1, Buffer.buffer(doc));
    }

    /**
     * Claims the oldest request of a tenant that is due, each tenant with the same chance: many requests of one tenant do not delay those
     * of others. Other workers skip it until the transaction ends.
     */
    public static Optional<Claimed> claim(Handle tx) {
        return tx.createQuery("""
                        with recursive waiting (tenant) as (
                            (select tenant
                            from customer_bill_on_demand
                            where state = 'inProgress'
                            order by tenant
                            limit 1)
                            union all
                            select (
                                select r.tenant
                                from customer_bill_on_demand r
                                where r.state = 'inProgress' and r.tenant > w.tenant
                                order by r.tenant
                                limit 1)
                            from waiting w
                            where w.tenant is not null)
                        select next.tenant, next.id, next.attempts, next.doc::text as doc
                        from (select tenant from waiting where tenant is not null order by random()) as turn
                        cross join lateral (
                            select r.tenant, r.id, r.attempts, r.doc
                            from customer_bill_on_demand r
                            where r.tenant = turn.tenant and r.state = 'inProgress' and r.retry_at <= statement_timestamp()
                            order by r.retry_at, r.id
                            limit 1
                            for update skip locked) as next
                        limit 1
                        """).reduceRows(Optional.<Claimed>empty(), (none, row) -> Optional.of(claimed(row)));
    }

    private static Claimed claimed(RowView row) {
        return new Claimed(
                row.getColumn("tenant", String.class),
                row.getColumn("id", String.class),
                row.getColumn("attempts", Integer.class),
                Json.stored(row.getColumn("doc", String.class)));
    }

    /** Records the result of a request. */
    public static void finish(Handle tx, String tenant, ObjectNode request) {
        tx.createUpdate("""
                        update customer_bill_on_demand
                        set state = :state, bill_id = :bill, last_update = :lastUpdate, doc = :doc::json,
                            revision = revision + 1
                        where tenant = :tenant and id = :id and state = 'inProgress'
                        """)
                .bind("tenant", tenant)
                .bind("id", text(request, "id").orElseThrow())
                .bind("state", text(request, "state").orElseThrow())
                .bind("bill", text(request, "customerBill", "id"))
                .bind("lastUpdate", dateTime(request, "lastUpdate").orElseThrow())
                .bind("doc", Json.write(request))
                .execute();
    }

    /** Locks a request that was claimed; returns false if it was finished, or attempted again, since the claim. */
    public static boolean lockUnchanged(Handle tx, Claimed claimed) {
        return tx.createQuery("""
                        select 1
                        from customer_bill_on_demand
                        where tenant = :tenant and id = :id and state = 'inProgress' and attempts = :attempts
                        for update
                        """)
                .bind("tenant", claimed.tenant())
                .bind("id", claimed.id())
                .bind("attempts", claimed.attempts())
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    /** Returns a failed request to the queue, to be retried after the delay, by PostgreSQL's clock. */
    public static void retryLater(Handle tx, Claimed claimed, Duration delay) {
        tx.createUpdate("""
                        update customer_bill_on_demand
                        set attempts = attempts + 1, retry_at = clock_timestamp() + :delay * interval '1 millisecond'
                        where tenant = :tenant and id = :id and state = 'inProgress'
                        """)
                .bind("tenant", claimed.tenant())
                .bind("id", claimed.id())
                .bind("delay", delay.toMillis())
                .execute();
    }
}
