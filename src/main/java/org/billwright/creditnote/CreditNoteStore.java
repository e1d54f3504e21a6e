package org.billwright.creditnote;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
}
