package org.billwright.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.billwright.json.DateTimes;
import org.billwright.json.Json;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;
import org.jdbi.v3.core.statement.Query;

/** The SQL statements that read the ledger of an account. */
final class BalanceStore {
    private BalanceStore() {}

    /**
     * A bill that is not paid, or a credit that is not used.
     *
     * @param date when a bill is due, or the date of a credit
     * @param disputed the part of what is open that is disputed
     */
    record OpenItem(
            String kind,
            String id,
            Optional<String> name,
            Optional<String> state,
            Optional<OffsetDateTime> date,
            String currency,
            BigDecimal amount,
            BigDecimal open,
            BigDecimal disputed) {}

    /** The sums of all entries, by currency. */
    static Map<String, BigDecimal> sums(Handle tx, String tenant, String account) {
        return bound(tx, """
                select currency, sum(amount) as amount
                from ledger_entry
                where tenant = :tenant and account_id = :account
                group by currency
                """, tenant, account).reduceRows(new TreeMap<String, BigDecimal>(), (sums, row) -> {
            sums.put(row.getColumn("currency", String.class), row.getColumn("amount", BigDecimal.class));
            return sums;
        });
    }

    /** The unpaid bills, what is due first first. */
    static List<OpenItem> openBills(Handle tx, String tenant, String account) {
        return items(bound(tx, """
                select 'customerBill' as kind, id, bill_no as name, state, payment_due_date as date, currency, amount_due as amount, open, least(open, disputed) as disputed
                from customer_bill b
                cross join lateral (
                    select amount_due - coalesce(sum(amount), 0) as open from allocation a
                    where a.tenant = :tenant and a.bill_id = b.id) used
                cross join lateral (
                    select coalesce(sum(amount), 0) as disputed from dispute d
                    where d.tenant = :tenant and d.bill_id = b.id and d.state in ('opened', 'underReview')) contested
                where tenant = :tenant and billing_account_id = :account and amount_due > 0 and currency is not null
                    and category is distinct from 'trial' and (remaining is null or remaining > 0) and open > 0
                order by payment_due_date nulls last, coalesce(bill_no, id)
                """, tenant, account));
    }

    /** The credits that are not used, the oldest first. */
    static List<OpenItem> openCredits(Handle tx, String tenant, String account) {
        return items(bound(tx, """
                select kind, id, null as name, null as state, payment_date as date, currency, amount,
                    amount - allocated - returned as open, 0::numeric as disputed
                from account_credit
                where tenant = :tenant and account_id = :account and amount > allocated + returned
                order by payment_date, id
                """, tenant, account));
    }

    private static List<OpenItem> items(Query query) {
        return query.map((row, context) -> new OpenItem(
                        row.getString("kind"),
                        row.getString("id"),
                        Optional.ofNullable(row.getString("name")),
                        Optional.ofNullable(row.getString("state")),
                        Optional.ofNullable(row.getObject("date", OffsetDateTime.class)),
                        row.getString("currency"),
                        row.getBigDecimal("amount"),
                        row.getBigDecimal("open"),
                        row.getBigDecimal("disputed")))
                .list();
    }

    /** The entries in their order, each with the balance of its currency after it. */
    static List<ObjectNode> entries(Handle tx, String tenant, String account, int limit, int offset) {
        return bound(tx, """
                select *, sum(amount) over (partition by currency order by seq) as balance
                from ledger_entry
                where tenant = :tenant and account_id = :account
                order by seq
                limit :limit offset :offset
                """, tenant, account)
                .bind("limit", limit)
                .bind("offset", offset)
                .reduceRows(new java.util.ArrayList<ObjectNode>(), (entries, row) -> {
                    entries.add(entry(row));
                    return entries;
                });
    }

    static long count(Handle tx, String tenant, String account) {
        return bound(
                        tx,
                        "select count(*) from ledger_entry where tenant = :tenant and account_id = :account",
                        tenant,
                        account)
                .mapTo(Long.class)
                .one();
    }

    private static Query bound(Handle tx, String sql, String tenant, String account) {
        return tx.createQuery(sql).bind("tenant", tenant).bind("account", account);
    }

    private static ObjectNode entry(RowView row) {
        var kind = row.getColumn("kind", String.class);
        var unit = row.getColumn("currency", String.class);
        var entry = Json.object()
                .put("id", String.valueOf(row.getColumn("seq", Long.class)))
                .put("kind", kind);
        entry.putObject(
                        switch (kind) {
                            case "bill", "openingBalance", "correction", "balanceForward" -> "customerBill";
                            case "refund" -> "refund";
                            default -> "payment";
                        })
                .put("id", row.getColumn("source_id", String.class));
        Balance.money(entry, "amount", unit, row.getColumn("amount", BigDecimal.class));
        Balance.money(entry, "balance", unit, row.getColumn("balance", BigDecimal.class));
        Optional.ofNullable(row.getColumn("counters", Long.class))
                .ifPresent(seq -> entry.put("counters", String.valueOf(seq)));
        Optional.ofNullable(row.getColumn("reason", String.class)).ifPresent(reason -> entry.put("reason", reason));
        return entry.put("valueDate", DateTimes.format(row.getColumn("value_date", OffsetDateTime.class)))
                .put("postedAt", DateTimes.format(row.getColumn("posted_at", OffsetDateTime.class)))
                .put("actor", row.getColumn("actor", String.class));
    }
}
