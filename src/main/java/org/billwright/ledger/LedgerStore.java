package org.billwright.ledger;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.billwright.ledger.AllocationPolicy.OpenBill;
import org.billwright.ledger.BillAmounts.Applied;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;

/** The SQL statements on entries and allocations, and on the bills that are open. */
final class LedgerStore {
    /** Of bills that can be paid; their documents cannot be compared. */
    private static final String BILL_COLUMNS =
            "id, bill_no, payment_due_date, currency, billing_account_id, financial_account_id, amount_due, category";

    static final String ALLOCATION_COLUMNS = "tenant, bill_id, source_kind, source_id, account_id, currency, amount";

    /** Allocations as rows, in the order of {@link #ALLOCATION_COLUMNS} without the tenant. */
    static final String ALLOCATIONS = "unnest(:bills, :kinds, :sources, :accounts, :currencies, :amounts::numeric[])";

    private LedgerStore() {}

    /**
     * An entry.
     *
     * @param amount positive: the account owes it
     * @param sourceId the payment or refund that it is of
     * @param isCountering whether it counters the account's entry of the payment
     */
    record Entry(
            String accountId,
            String kind,
            String currency,
            BigDecimal amount,
            String sourceId,
            Optional<String> reason,
            OffsetDateTime valueDate,
            boolean isCountering) {}

    /** A part of a credit for a bill, on the bill's account; negative where it is taken off. */
    record Allocation(
            String billId, String kind, String sourceId, String accountId, String currency, BigDecimal amount) {
        Allocation withAmount(BigDecimal other) {
            return new Allocation(billId, kind, sourceId, accountId, currency, other);
        }
    }

    /** A bill that a payment can be allocated to. */
    record PayableBill(OpenBill bill, String accountId, String currency) {}

    static void insert(Handle tx, String tenant, Entry entry) {
        tx.createUpdate("""
                        insert into ledger_entry (
                            tenant, account_id, kind, currency, amount, source_id, reason, value_date, counters)
                        values (:tenant, :account, :kind, :currency, :amount, :source, :reason, :date, case when :counters then (
                            select min(seq) from ledger_entry
                            where tenant = :tenant and account_id = :account and kind in ('payment', 'assignment') and amount < 0
                                and source_id = :source) end)
                        """)
                .bind("tenant", tenant)
                .bind("account", entry.accountId())
                .bind("kind", entry.kind())
                .bind("currency", entry.currency())
                .bind("amount", entry.amount())
                .bind("source", entry.sourceId())
                .bind("reason", entry.reason())
                .bind("date", entry.valueDate())
                .bind("counters", entry.isCountering())
                .execute();
    }

    /** Adds entries that counter none. */
    static void insertEntries(Handle tx, String tenant, List<Entry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        tx.createUpdate("""
                        insert into ledger_entry (tenant, account_id, kind, currency, amount, source_id, value_date)
                        select :tenant, account, kind, currency, amount, source, date
                        from unnest(
                            :accounts, :kinds, :currencies, :amounts::numeric[], :sources, :dates::timestamptz[]) with ordinality
                            as entry (account, kind, currency, amount, source, date, place)
                        order by place
                        """)
                .bind("tenant", tenant)
                .bindArray("accounts", String.class, texts(entries, Entry::accountId))
                .bindArray("kinds", String.class, texts(entries, Entry::kind))
                .bindArray("currencies", String.class, texts(entries, Entry::currency))
                .bindArray(
                        "amounts",
                        String.class,
                        texts(entries, entry -> entry.amount().toPlainString()))
                .bindArray("sources", String.class, texts(entries, Entry::sourceId))
                .bindArray(
                        "dates",
                        String.class,
                        texts(entries, entry -> entry.valueDate().toString()))
                .execute();
    }

    static void insert(Handle tx, String tenant, List<Allocation> allocations) {
        if (allocations.isEmpty()) {
            return;
        }
        allocations(
                        tx.createUpdate("insert into allocation (" + ALLOCATION_COLUMNS
                                + ") select :tenant, part.* from " + ALLOCATIONS + " as part"),
                        allocations)
                .bind("tenant", tenant)
                .execute();
    }

    /** Binds {@link #ALLOCATIONS}. */
    static <S extends SqlStatement<S>> S allocations(S statement, List<Allocation> allocations) {
        return statement
                .bindArray("bills", String.class, texts(allocations, Allocation::billId))
                .bindArray("kinds", String.class, texts(allocations, Allocation::kind))
                .bindArray("sources", String.class, texts(allocations, Allocation::sourceId))
                .bindArray("accounts", String.class, texts(allocations, Allocation::accountId))
                .bindArray("currencies", String.class, texts(allocations, Allocation::currency))
                .bindArray(
                        "amounts",
                        String.class,
                        texts(allocations, part -> part.amount().toPlainString()));
    }

    private static <T> List<String> texts(List<T> rows, Function<T, String> value) {
        return rows.stream().map(value).toList();
    }

    /** Whether anything was ever owed or paid on the account. */
    static boolean hasEntries(Handle tx, String tenant, String account) {
        return tx.createQuery(
                        "select exists (select from ledger_entry where tenant = :tenant and account_id = :account)")
                .bind("tenant", tenant)
                .bind("account", account)
                .mapTo(Boolean.class)
                .one();
    }

    /** The accounts that a payment is of and is allocated on. */
    static List<String> accountsOf(Handle tx, String tenant, String paymentId) {
        return tx.createQuery("""
                        select account_id from account_credit where tenant = :tenant and kind = 'payment' and id = :id
                        union
                        select account_id from allocation
                        where tenant = :tenant and source_kind = 'payment' and source_id = :id
                        """)
                .bind("tenant", tenant)
                .bind("id", paymentId)
                .mapTo(String.class)
                .list();
    }

    /** What is allocated to bills, by bill and source. */
    static Map<String, List<Applied>> applied(Handle tx, String tenant, Collection<String> bills) {
        return tx.createQuery("""
                        select part.*
                        from unnest(:bills) as wanted (id)
                        cross join lateral (
                            select bill_id, source_kind, source_id, sum(amount) as amount
                            from allocation
                            where tenant = :tenant and bill_id = wanted.id
                            group by bill_id, source_kind, source_id
                            order by min(seq)) part
                        """)
                .bind("tenant", tenant)
                .bindArray("bills", String.class, new TreeSet<>(bills))
                .reduceRows(new HashMap<String, List<Applied>>(), (found, row) -> {
                    found.computeIfAbsent(row.getColumn("bill_id", String.class), first -> new ArrayList<>())
                            .add(new Applied(
                                    row.getColumn("source_kind", String.class),
                                    row.getColumn("source_id", String.class),
                                    row.getColumn("amount", BigDecimal.class)));
                    return found;
                });
    }

    /** What a payment is allocated to at present, the last allocation first. */
    static List<Allocation> ofPayment(Handle tx, String tenant, String paymentId) {
        return ofCredits(tx, tenant, Credit.PAYMENT, List.of(paymentId)).getOrDefault(paymentId, List.of());
    }

    /** The same of credits of a kind, by their ids. */
    static Map<String, List<Allocation>> ofCredits(Handle tx, String tenant, String kind, Collection<String> ids) {
        return tx.createQuery("""
                        select used.*
                        from unnest(:ids) as wanted (id)
                        cross join lateral (
                            select bill_id, source_id, account_id, currency, sum(amount) as amount, max(seq) as last
                            from allocation
                            where tenant = :tenant and source_kind = :kind and source_id = wanted.id
                            group by bill_id, source_id, account_id, currency
                            having sum(amount) <> 0) used
                        order by last desc
                        """)
                .bind("tenant", tenant)
                .bind("kind", kind)
                .bindArray("ids", String.class, ids)
                .reduceRows(new HashMap<String, List<Allocation>>(), (found, row) -> {
                    var source = row.getColumn("source_id", String.class);
                    found.computeIfAbsent(source, first -> new ArrayList<>())
                            .add(new Allocation(
                                    row.getColumn("bill_id", String.class),
                                    kind,
                                    source,
                                    row.getColumn("account_id", String.class),
                                    row.getColumn("currency", String.class),
                                    row.getColumn("amount", BigDecimal.class)));
                    return found;
                });
    }

    /** The bills with these ids and the unpaid ones of the account, by id. Bills without an amount due are missing. */
    static Map<String, PayableBill> payable(Handle tx, String tenant, String accountId, Collection<String> named) {
        if (accountId.isEmpty() && named.isEmpty()) {
            return new LinkedHashMap<>();
        }
        return payable(tx.createQuery(payableSql(!named.isEmpty())), tenant, accountId, named)
                .reduceRows(new LinkedHashMap<String, PayableBill>(), (found, row) -> {
                    var bill = payable(row);
                    found.put(bill.bill().id(), bill);
                    return found;
                });
    }

    /** The statement of the bills that can be paid: the unpaid ones of an account, and those with the ids that are named. */
    static String payableSql(boolean areNamed) {
        return """
                select id, bill_no, payment_due_date, currency,
                    coalesce(billing_account_id, 'financialAccount/' || financial_account_id) as account_id,
                    greatest(amount_due, 0) - (
                        select coalesce(sum(amount), 0) from allocation a
                        where a.tenant = :tenant and a.bill_id = b.id) as open,
                    (select coalesce(sum(amount), 0) from dispute d
                        where d.tenant = :tenant and d.bill_id = b.id and d.state in ('opened', 'underReview')) as disputed
                from (
                    select %1$s from customer_bill
                    where tenant = :tenant and billing_account_id = :account and amount_due > 0
                        and (remaining is null or remaining > 0)
                    %2$s) b
                where amount_due is not null and currency is not null and category is distinct from 'trial'
                """.formatted(
                        BILL_COLUMNS,
                        areNamed
                                ? "union select " + BILL_COLUMNS
                                        + " from customer_bill where tenant = :tenant and id = any(:named)"
                                : "");
    }

    static Query payable(Query query, String tenant, String accountId, Collection<String> named) {
        query.bind("tenant", tenant).bind("account", accountId);
        return named.isEmpty() ? query : query.bindArray("named", String.class, named);
    }

    static PayableBill payable(RowView row) {
        var bill = new OpenBill(
                row.getColumn("id", String.class),
                Optional.ofNullable(row.getColumn("bill_no", String.class)),
                Optional.ofNullable(row.getColumn("payment_due_date", OffsetDateTime.class)),
                row.getColumn("open", BigDecimal.class),
                row.getColumn("disputed", BigDecimal.class).min(row.getColumn("open", BigDecimal.class)));
        return new PayableBill(
                bill, row.getColumn("account_id", String.class), row.getColumn("currency", String.class));
    }
}
