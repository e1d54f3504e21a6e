package org.billwright.privacy;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.billwright.ledger.LedgerErasure;
import org.billwright.query.TenantSelect;
import org.billwright.retention.BillErasure;
import org.billwright.store.Sql;
import org.billwright.store.StoredDocument;
import org.jdbi.v3.core.Handle;

/** Every statement about the data of a party: its accounts and bills, and what belongs to them. */
final class PersonalDataStore {
    private PersonalDataStore() {}

    /** A bill that must be kept, and the reason. */
    record RetainedBill(String billId, String reason) {}

    /** The numbers of erased records. */
    record Erased(int bills, int rates, int requests, int accounts, int events) {}

    static Sql accounts(String tenant, String party) {
        return related(
                        TenantSelect.columns(StoredDocument.LISTED, "billing_account", tenant),
                        "id",
                        "billingAccount",
                        party)
                .text(" order by id");
    }

    static Sql bills(String tenant, String party) {
        return related(
                        TenantSelect.columns(StoredDocument.LISTED, "customer_bill", tenant),
                        "id",
                        "customerBill",
                        party)
                .text(" order by bill_date, id");
    }

    static Sql rates(String tenant, String party) {
        var sql = TenantSelect.columns(StoredDocument.LISTED, "applied_customer_billing_rate", tenant)
                .text(
                        " and ((tenant, bill_id) in (select tenant, resource_id from related_party where resource = 'customerBill'"
                                + " and party_id = ")
                .value(party)
                .text(
                        ") or bill_id is null and (tenant, billing_account_id) in (select tenant, resource_id from related_party"
                                + " where resource = 'billingAccount' and party_id = ")
                .value(party);
        return sql.text(")) order by id");
    }

    static Sql payments(String tenant, String party) {
        return ofAccounts("payment", tenant, party);
    }

    static Sql refunds(String tenant, String party) {
        return ofAccounts("refund", tenant, party);
    }

    static Sql disputes(String tenant, String party) {
        return ofAccounts("dispute", tenant, party);
    }

    private static Sql ofAccounts(String table, String tenant, String party) {
        return related(
                        TenantSelect.columns(StoredDocument.LISTED, table, tenant),
                        "account_id",
                        "billingAccount",
                        party)
                .text(" order by id");
    }

    static Sql requests(String tenant, String party) {
        return TenantSelect.columns(StoredDocument.LISTED, "customer_bill_on_demand", tenant)
                .text(" and (party_id = ")
                .value(party)
                .text(
                        " or (tenant, bill_id) in (select tenant, resource_id from related_party where resource = 'customerBill'"
                                + " and party_id = ")
                .value(party)
                .text(")) order by id");
    }

    /** Imported documents of the party's bills, as the lines that would import them again. */
    static Sql documents(String tenant, String party) {
        return ofBills("""
                        id, revision, json_send(json_build_object(
                            '@type', 'BillDocument', 'id', id, 'bill', json_build_object('id', bill_id), 'name', name,
                            'mimeType', mime_type, 'content', translate(encode(bytes, 'base64'), chr(10), '')))""", tenant, party).text(" order by bill_id, id");
    }

    /** The total size of these documents in bytes. */
    static Sql documentBytes(String tenant, String party) {
        return ofBills("coalesce(sum(length(bytes)), 0)::bigint", tenant, party);
    }

    private static Sql ofBills(String columns, String tenant, String party) {
        return related(
                TenantSelect.columns(columns, "bill_document_content", tenant).text(" and origin = 'imported'"),
                "bill_id",
                "customerBill",
                party);
    }

    private static Sql related(Sql sql, String column, String resource, String party) {
        return sql.text(" and (tenant, " + column
                        + ") in (select tenant, resource_id from related_party where resource = '" + resource
                        + "' and party_id = ")
                .value(party)
                .text(")");
    }

    /** Whether there is any data of the party. */
    static boolean isKnown(Handle tx, String tenant, String party) {
        return tx.createQuery("""
                        select exists (
                            select from related_party
                            where tenant = :tenant and party_id = :party and resource in ('customerBill', 'billingAccount')
                            union all
                            select from customer_bill_on_demand
                            where tenant = :tenant and party_id = :party)
                        """)
                .bind("tenant", tenant)
                .bind("party", party)
                .mapTo(Boolean.class)
                .one();
    }

    /** The party's bills that must be kept, each with the reason, oldest first. */
    static List<RetainedBill> kept(Handle tx, String tenant, String party, Instant before) {
        return tx.createQuery("""
                        select b.id,
                            case
                                when b.state <> 'settled' then 'it is ' || b.state
                                when d.is_open then 'a part of it is disputed'
                                when b.bill_date >= :before then 'the law wants it kept'
                                else 'it is another party''s too'
                            end as reason
                        from customer_bill b
                        join related_party r on (r.tenant, r.resource, r.resource_id) = (b.tenant, 'customerBill', b.id)
                        cross join lateral (
                            select exists (
                                select from dispute
                                where tenant = :tenant and bill_id = b.id and state in ('opened', 'underReview')) as is_open) d
                        where b.tenant = :tenant and r.party_id = :party and (b.state <> 'settled' or b.bill_date >= :before
                            or d.is_open or cardinality(b.party_ids) > 1)
                        order by b.bill_date, b.id
                        """)
                .bindMap(Map.of("tenant", tenant, "party", party, "before", before.atOffset(ZoneOffset.UTC)))
                .map((row, context) -> new RetainedBill(row.getString("id"), row.getString("reason")))
                .list();
    }

    /** The party's bills that can be erased, locked. */
    static List<String> erasable(Handle tx, String tenant, String party, Instant before) {
        return tx.createQuery("""
                        select b.id
                        from customer_bill b
                        where b.tenant = :tenant and b.state = 'settled' and b.bill_date < :before
                            and b.party_ids = array[:party]::text[]
                            and not exists (
                                select from dispute d
                                where d.tenant = :tenant and d.bill_id = b.id and d.state in ('opened', 'underReview'))
                            and b.id in (
                                select resource_id
                                from related_party
                                where tenant = :tenant and resource = 'customerBill' and party_id = :party)
                        order by b.id
                        for update
                        """)
                .bindMap(Map.of("tenant", tenant, "party", party, "before", before.atOffset(ZoneOffset.UTC)))
                .mapTo(String.class)
                .list();
    }

    /**
     * Erases these bills with all that belongs to them (stored documents by a foreign key), the party's requests that made no bill, the
     * events of both, delivered or not, and the party's accounts that are empty then.
     */
    static Erased erase(Handle tx, String tenant, String party, List<String> bills) {
        var requests = requests(tx, tenant, party, bills);
        int events = BillErasure.requests(tx, tenant, requests);
        var erased = BillErasure.ofBills(tx, tenant, bills);
        return new Erased(
                erased.bills(), erased.rates(), requests.size(), accounts(tx, tenant, party), events + erased.events());
    }

    /** The requests that made these bills, and those for the party or one of its accounts that made none. */
    private static List<String> requests(Handle tx, String tenant, String party, List<String> bills) {
        return tx.createQuery("""
                        select id
                        from customer_bill_on_demand
                        where tenant = :tenant and (bill_id = any(:bills)
                            or state in ('rejected', 'terminatedWithError') and (
                                party_id = :party
                                or party_id is null and billing_account_id in (
                                    select id from billing_account
                                    where tenant = :tenant and party_ids = array[:party]::text[])))
                        order by id
                        for update
                        """)
                .bindMap(Map.of("tenant", tenant, "party", party))
                .bindArray("bills", String.class, bills)
                .mapTo(String.class)
                .list();
    }

    /** An account with open credit stays: the money is owed to somebody. */
    private static int accounts(Handle tx, String tenant, String party) {
        var erased = tx.createQuery("""
                        delete from billing_account a
                        where a.tenant = :tenant and a.party_ids = array[:party]::text[] and a.state <> 'active'
                            and not exists (
                                select from customer_bill b
                                where b.tenant = :tenant and b.billing_account_id = a.id)
                            and not exists (
                                select from applied_customer_billing_rate r
                                where r.tenant = :tenant and r.billing_account_id = a.id)
                            and not exists (
                                select from account_credit c
                                where c.tenant = :tenant and c.account_id = a.id and c.amount > c.allocated + c.returned)
                            and not exists (
                                select from customer_bill_on_demand o
                                where o.tenant = :tenant and o.billing_account_id = a.id and o.state = 'inProgress')
                        returning a.id
                        """)
                .bind("tenant", tenant)
                .bind("party", party)
                .mapTo(String.class)
                .list();
        LedgerErasure.ofAccounts(tx, tenant, erased);
        return erased.size();
    }
}
