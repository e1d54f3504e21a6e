package org.billwright.creditnote;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import org.billwright.json.Json;
import org.jdbi.v3.core.Handle;

/** The SQL statements on credit notes. */
final class CreditNoteStore {
    private CreditNoteStore() {}

    /** The credit notes of a bill, the oldest first. */
    static List<ObjectNode> ofBill(Handle tx, String tenant, String billId) {
        return tx.createQuery("""
                        select doc::text
                        from customer_bill
                        where tenant = :tenant and corrected_bill_id = :bill and category = 'creditNote'
                        order by bill_date, id
                        """).bind("tenant", tenant).bind("bill", billId).mapTo(String.class).stream()
                .map(Json::stored)
                .toList();
    }

    /** What an actor has given back of a bill, with taxes, in major units. */
    static BigDecimal creditedBy(Handle tx, String tenant, String billId, String actor) {
        return tx.createQuery("""
                        select coalesce(-sum(note.tax_included), 0)
                        from customer_bill note
                        where note.tenant = :tenant and note.corrected_bill_id = :bill and note.category = 'creditNote'
                            and exists (
                                select from ledger_entry entry
                                where entry.tenant = :tenant and entry.account_id = note.billing_account_id
                                    and entry.source_id = note.id and entry.kind = 'bill' and entry.actor = :actor)
                        """)
                .bind("tenant", tenant)
                .bind("bill", billId)
                .bind("actor", actor)
                .mapTo(BigDecimal.class)
                .one();
    }
}
