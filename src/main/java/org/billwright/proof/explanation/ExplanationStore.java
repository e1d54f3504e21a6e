package org.billwright.proof.explanation;

import java.time.OffsetDateTime;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The SQL statements that read what is explained. */
final class ExplanationStore {
    private ExplanationStore() {}

    /** The id of the bill of the account before this one, by their dates; credit notes, trials and bills that were replaced are none. */
    static Optional<String> before(Handle tx, String tenant, String id) {
        return tx.createQuery("""
                        select before.id
                        from (
                            select id, billing_account_id, bill_date, corrected_bill_id
                            from customer_bill
                            where tenant = :tenant and id = :id
                            offset 0) bill
                        cross join lateral (
                            select id
                            from customer_bill other
                            where tenant = :tenant and billing_account_id = bill.billing_account_id
                                and (bill_date, id) < (bill.bill_date, bill.id)
                                and coalesce(category, '') not in ('creditNote', 'trial')
                                and other.id is distinct from bill.corrected_bill_id
                                and doc -> 'replacingBill' is null
                            order by bill_date desc, id desc
                            limit 1) before
                        """)
                .bind("tenant", tenant)
                .bind("id", id)
                .mapTo(String.class)
                .findOne();
    }

    /** The id of the last bill of an account before a time; credit notes, trials and bills that were replaced are none. */
    static Optional<String> last(Handle tx, String tenant, String account, OffsetDateTime before) {
        return tx.createQuery("""
                        select id
                        from customer_bill
                        where tenant = :tenant and billing_account_id = :account and bill_date < :before
                            and coalesce(category, '') not in ('creditNote', 'trial') and doc -> 'replacingBill' is null
                        order by bill_date desc, id desc
                        limit 1
                        """)
                .bind("tenant", tenant)
                .bind("account", account)
                .bind("before", before)
                .mapTo(String.class)
                .findOne();
    }
}
