package org.billwright.billingrule;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.billwright.billing.BilledLine;
import org.billwright.json.JsonValues;
import org.billwright.json.RelatedParties;
import org.billwright.money.Money;
import org.jdbi.v3.core.Handle;

/** The SQL statements that read the bills of accounts. */
public final class BillHistoryStore {
    /** As an expression, so that the account's bills are read, and not those of the parties. */
    private static final String SAME_PARTIES =
            "and (party_ids || '{}'::text[]) @> :parties and (party_ids || '{}'::text[]) <@ :parties";

    private BillHistoryStore() {}

    /** The newest bills of each account before a time; accounts without one are missing. */
    public static Map<String, BillHistory> before(
            Handle tx, String tenant, OffsetDateTime time, Collection<String> accounts) {
        return read(tx, tenant, time, accounts, "and :parties::text[] is not null", Set.of());
    }

    private static Map<String, BillHistory> read(
            Handle tx,
            String tenant,
            OffsetDateTime time,
            Collection<String> accounts,
            String condition,
            Collection<String> parties) {
        var bills = tx.createQuery("""
                        select account.id as account, bill.id, bill.currency, bill.amount_due, bill.tax_included
                        from unnest(:accounts) as account (id)
                        cross join lateral (
                            select id, currency, amount_due, coalesce(tax_included, amount_due) as tax_included
                            from customer_bill
                            where tenant = :tenant and billing_account_id = account.id and coalesce(category, 'normal') = 'normal'
                                and bill_date < :before %s
                            order by bill_date desc, id desc
                            limit :most) as bill
                        where bill.currency is not null and bill.amount_due is not null
                        """.formatted(condition))
                .bind("tenant", tenant)
                .bind("before", time)
                .bind("most", BillHistory.MAX_BILLS)
                .bindArray("accounts", String.class, accounts)
                .bindArray("parties", String.class, parties)
                .reduceRows(new HashMap<String, List<BillHistory.Bill>>(), (found, row) -> {
                    var currency = row.getColumn("currency", String.class);
                    if (!Money.isCurrency(currency)) {
                        return found;
                    }
                    found.computeIfAbsent(row.getColumn("account", String.class), first -> new ArrayList<>())
                            .add(new BillHistory.Bill(
                                    row.getColumn("id", String.class),
                                    Money.rounded(currency, row.getColumn("amount_due", BigDecimal.class)),
                                    Money.rounded(currency, row.getColumn("tax_included", BigDecimal.class))));
                    return found;
                });
        var histories = new HashMap<String, BillHistory>();
        bills.forEach((account, of) -> histories.put(account, new BillHistory(List.copyOf(of))));
        return histories;
    }

    /**
     * Whether a bill is a shock, by the bills of its account to the same parties before a time: an account may have been somebody else's.
     */
    public static Optional<BillShock> shock(Handle tx, String tenant, ObjectNode bill, OffsetDateTime before) {
        var account = JsonValues.text(bill, "billingAccount", "id");
        var unit = JsonValues.text(bill, "taxIncludedAmount", "unit").filter(Money::isCurrency);
        var value = JsonValues.decimal(bill, "taxIncludedAmount", "value");
        if (account.isEmpty() || unit.isEmpty() || value.isEmpty()) {
            return Optional.empty();
        }
        var histories = read(tx, tenant, before, List.of(account.get()), SAME_PARTIES, RelatedParties.ids(bill));
        return BillShock.of(
                Money.rounded(unit.get(), value.get()), histories.getOrDefault(account.get(), BillHistory.NONE));
    }

    /** The products with recurring charges on bills, by bill; a bill without them is missing. */
    public static Map<String, Set<String>> recurringProducts(Handle tx, String tenant, Collection<String> bills) {
        return tx.createQuery("""
                        select bill.id as bill, rate.type, rate.product_id
                        from unnest(:bills) as bill (id)
                        cross join lateral (
                            select distinct type, product_id
                            from (
                                select type, product_id
                                from applied_customer_billing_rate
                                where tenant = :tenant and bill_id = bill.id and product_id is not null and type is not null
                                order by id
                                offset 0) as in_order) as rate
                        """)
                .bind("tenant", tenant)
                .bindArray("bills", String.class, bills)
                .reduceRows(new HashMap<String, Set<String>>(), (found, row) -> {
                    if (BilledLine.isRecurring(row.getColumn("type", String.class))) {
                        found.computeIfAbsent(row.getColumn("bill", String.class), first -> new HashSet<>())
                                .add(row.getColumn("product_id", String.class));
                    }
                    return found;
                });
    }
}
