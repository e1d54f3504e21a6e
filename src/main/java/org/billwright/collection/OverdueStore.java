package org.billwright.collection;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;
import org.billwright.json.Json;
import org.jdbi.v3.core.Handle;

/** The SQL statements on overdue bills and the notices of them. */
public final class OverdueStore {
    private static final int FETCHED_ROWS = 1_000;

    private OverdueStore() {}

    /** The overdue bills of a tenant, what is due first first, read while the stream is used. */
    public static Stream<String> all(Handle tx, String tenant) {
        return tx
                .createQuery("select doc::text from overdue_bill where tenant = :tenant order by payment_due_date, id")
                .bind("tenant", tenant)
                .setFetchSize(FETCHED_ROWS)
                .mapTo(String.class)
                .stream();
    }

    /** Notes bills that are overdue and not noted with their due date, and returns their documents. */
    static List<ObjectNode> begin(Handle tx, String tenant, int limit) {
        return documents(tx, tenant, limit, """
                with found as (
                    select o.id, o.payment_due_date
                    from overdue_bill o
                    where o.tenant = :tenant and not exists (
                        select from overdue_notice n
                        where n.tenant = :tenant and n.bill_id = o.id and n.payment_due_date = o.payment_due_date)
                    limit :limit),
                noted as (
                    insert into overdue_notice (tenant, bill_id, payment_due_date)
                    select :tenant, id, payment_due_date from found
                    on conflict (tenant, bill_id) do update set payment_due_date = excluded.payment_due_date
                    returning bill_id)
                select bill.doc::text from noted join customer_bill bill on bill.tenant = :tenant and bill.id = noted.bill_id
                """);
    }

    /** Removes the notes of bills that are not overdue any more, and returns the documents of those that still exist. */
    static List<ObjectNode> end(Handle tx, String tenant, int limit) {
        return documents(tx, tenant, limit, """
                with ended as (
                    delete from overdue_notice
                    where tenant = :tenant and bill_id in (
                        select n.bill_id
                        from overdue_notice n
                        where n.tenant = :tenant and not exists (
                            select from overdue_bill o where o.tenant = :tenant and o.id = n.bill_id)
                        limit :limit)
                    returning bill_id)
                select bill.doc::text from ended join customer_bill bill on bill.tenant = :tenant and bill.id = ended.bill_id
                """);
    }

    private static List<ObjectNode> documents(Handle tx, String tenant, int limit, String sql) {
        return tx.createQuery(sql).bind("tenant", tenant).bind("limit", limit).mapTo(String.class).stream()
                .map(Json::stored)
                .toList();
    }
}
