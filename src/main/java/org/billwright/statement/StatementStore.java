package org.billwright.statement;

import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.billwright.account.Account;
import org.billwright.account.AccountStore;
import org.billwright.json.Json;
import org.jdbi.v3.core.Handle;

/** The SQL statements that read what a statement shows. */
final class StatementStore {
    /** More bills of an account in a year are not read: a bill for each day. */
    private static final int MAX_BILLS = 400;

    private StatementStore() {}

    /** A bill of the account to the same parties. */
    record AccountBill(String id, String number, OffsetDateTime billDate, Optional<Amount> taxIncluded) {}

    /** A billing account. */
    static Optional<Account> account(Handle tx, String tenant, String id) {
        return AccountStore.document(tx, tenant, id).map(Json::stored).map(Account::stored);
    }

    /**
     * The account's bills before this one, newest first. Those of other parties are not among them, as an account may have been somebody
     * else's before; nor are credit notes, trials and bills that were replaced.
     */
    static List<AccountBill> before(
            Handle tx, String tenant, String account, OffsetDateTime billDate, String id, Collection<String> parties) {
        return tx.createQuery("""
                        select id, coalesce(bill_no, id) as number, bill_date, currency, tax_included
                        from customer_bill
                        where tenant = :tenant and billing_account_id = :account
                            and (bill_date, id) < (:date, :id)
                            and coalesce(category, '') not in ('creditNote', 'trial')
                            and doc -> 'replacingBill' is null
                            and (party_ids || '{}'::text[]) @> :parties and (party_ids || '{}'::text[]) <@ :parties
                        order by bill_date desc, id desc
                        limit :most
                        """)
                .bind("tenant", tenant)
                .bind("account", account)
                .bind("date", billDate)
                .bind("id", id)
                .bind("most", MAX_BILLS)
                .bindArray("parties", String.class, parties)
                .map((row, context) -> {
                    var unit = Optional.ofNullable(row.getString("currency")).orElse("");
                    return new AccountBill(
                            row.getString("id"),
                            row.getString("number"),
                            row.getObject("bill_date", OffsetDateTime.class),
                            Optional.ofNullable(row.getBigDecimal("tax_included"))
                                    .map(value -> new Amount(unit, value)));
                })
                .list();
    }
}
