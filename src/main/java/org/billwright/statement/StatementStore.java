package org.billwright.statement;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.billwright.account.Account;
import org.billwright.json.Json;
import org.jdbi.v3.core.Handle;

/** The SQL statements that read what a statement shows. */
final class StatementStore {
    private static final int FETCH_SIZE = 1_000;

    /** More bills of an account in a year are not read: a bill for each day. */
    private static final int MAX_BILLS = 400;

    private StatementStore() {}

    /** A bill of the account to the same parties. */
    record AccountBill(String id, String number, OffsetDateTime billDate, Optional<Amount> taxIncluded) {}

    /** The document of a bill. */
    static Optional<ObjectNode> bill(Handle tx, String tenant, String id) {
        return document(tx, "select doc::text from customer_bill where tenant = :tenant and id = :id", tenant, id);
    }

    /** A billing account. */
    static Optional<Account> account(Handle tx, String tenant, String id) {
        return document(tx, "select doc::text from billing_account where tenant = :tenant and id = :id", tenant, id)
                .map(Account::stored);
    }

    private static Optional<ObjectNode> document(Handle tx, String sql, String tenant, String id) {
        return tx.createQuery(sql)
                .bind("tenant", tenant)
                .bind("id", id)
                .mapTo(String.class)
                .findOne()
                .map(Json::stored);
    }

    /** Reads the rates of a bill in the order of their ids, while the reader returns true. */
    static void readRates(Handle tx, String tenant, String bill, Predicate<ObjectNode> reader) {
        try (var rates = tx.createQuery("""
                                select doc::text
                                from applied_customer_billing_rate
                                where tenant = :tenant and bill_id = :bill
                                order by bill_id, id
                                """)
                .bind("tenant", tenant)
                .bind("bill", bill)
                .setFetchSize(FETCH_SIZE)
                .mapTo(String.class)
                .iterator()) {
            boolean isWanted = true;
            while (isWanted && rates.hasNext()) {
                isWanted = reader.test(Json.stored(rates.next()));
            }
        }
    }

    static int countRates(Handle tx, String tenant, String bill) {
        return tx.createQuery(
                        "select count(*) from applied_customer_billing_rate where tenant = :tenant and bill_id = :bill")
                .bind("tenant", tenant)
                .bind("bill", bill)
                .mapTo(Integer.class)
                .one();
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

    /** What is disputed of a bill at present, with taxes, in major units. */
    static BigDecimal disputed(Handle tx, String tenant, String bill) {
        return tx.createQuery("""
                        select coalesce(sum(amount), 0) from dispute
                        where tenant = :tenant and bill_id = :bill and state in ('opened', 'underReview')
                        """)
                .bind("tenant", tenant)
                .bind("bill", bill)
                .mapTo(BigDecimal.class)
                .one();
    }
}
