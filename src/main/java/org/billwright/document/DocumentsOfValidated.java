package org.billwright.document;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import org.billwright.bill.ValidatedBills;
import org.billwright.event.EventType;
import org.billwright.event.Outbox;
import org.billwright.json.DateTimes;
import org.billwright.json.JsonValues;
import org.billwright.rate.RateStore;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/**
 * Makes the documents of a bill when it is validated, so that the response lists them. Those of a bill with very many lines are made when
 * they are first asked for, and so are those that could not be made now: no bill stays unvalidated for its documents.
 */
public final class DocumentsOfValidated implements ValidatedBills {
    private static final Logger LOG = Logger.getLogger("org.billwright.document");

    /** They are made in about a quarter of a second. */
    private static final int MAX_LINES = 2_000;

    private final DocumentMaker maker;
    private final Clock clock;

    /** Makes documents by this maker. */
    public DocumentsOfValidated(DocumentMaker maker, Clock clock) {
        this.maker = maker;
        this.clock = clock;
    }

    @Override
    public void add(Handle tx, String tenant, ObjectNode bill) {
        var id = JsonValues.text(bill, "id").orElse("");
        try {
            if (RateStore.countOfBill(tx, tenant, id) <= MAX_LINES && maker.make(tx, tenant, id, bill)) {
                Outbox.add(tx, tenant, EventType.BILL_DOCUMENTS_READY, bill, DateTimes.now(clock));
            }
        } catch (RuntimeException e) {
            LOG.errorf(e, "the documents of bill %s could not be made when it was validated", id);
        }
    }
}
