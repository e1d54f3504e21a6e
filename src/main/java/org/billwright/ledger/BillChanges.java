package org.billwright.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.billwright.bill.BillRow;
import org.billwright.bill.BillStore;
import org.billwright.event.EventType;
import org.billwright.event.Outbox;
import org.billwright.json.DateTimes;
import org.billwright.ledger.BillAmounts.Applied;
import org.jdbi.v3.core.Handle;

/**
 * The bills that a move changes, in the order of their ids.
 *
 * @param otherStates the documents of those whose state is another one now
 */
record BillChanges(List<BillRow> rows, List<ObjectNode> otherStates, OffsetDateTime at) {
    /** Locked bills with what is allocated to them now. Their documents are changed. */
    static BillChanges of(
            Map<String, BillStore.LockedBill> bills, Map<String, List<Applied>> applied, OffsetDateTime at) {
        var rows = new ArrayList<BillRow>();
        var otherStates = new ArrayList<ObjectNode>();
        new TreeMap<>(bills).forEach((id, bill) -> {
            var document = bill.document();
            var unit = document.path("amountDue").path("unit").asText();
            var status = BillAmounts.derive(document, bill.status(), unit, applied.getOrDefault(id, List.of()));
            document.put("lastUpdate", DateTimes.format(at));
            rows.add(BillRow.changed(document, status.heldFrom()));
            if (status.state() != bill.status().state()) {
                otherStates.add(document);
            }
        });
        return new BillChanges(rows, otherStates, at);
    }

    List<String> ids() {
        return rows.stream().map(BillRow::id).toList();
    }

    /** Writes the bills, and publishes their events. */
    List<String> write(Handle tx, String tenant) {
        BillStore.changeAmounts(tx, tenant, rows);
        publish(tx, tenant);
        return ids();
    }

    void publish(Handle tx, String tenant) {
        if (!otherStates.isEmpty()) {
            Outbox.addAll(tx, tenant, EventType.BILL_STATE_CHANGE, otherStates, at);
        }
    }
}
