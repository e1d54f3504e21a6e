package org.billwright.imports.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.billwright.bill.BillStore;
import org.billwright.document.Attachment;
import org.billwright.document.PdfDocument;
import org.billwright.document.PdfDocumentStore;
import org.billwright.format.DocumentType;
import org.billwright.format.PdfRecord;
import org.billwright.json.DateTimes;
import org.jdbi.v3.core.Handle;

/** Stored documents and the bills that list them, kept together. */
final class BillDocumentLoader {
    private final Handle tx;
    private final ImportContext target;
    private final NavigableMap<String, ObjectNode> changed = new TreeMap<>();

    BillDocumentLoader(Handle tx, ImportContext target) {
        this.tx = tx;
        this.target = target;
    }

    /**
     * Stores documents and has their bills list them; gives how many that changed something. Of one that waits for its bill
     * the line has the content.
     */
    int file(NavigableMap<Integer, PdfDocument> documents, Map<Integer, BatchLoader.DeferredDocument> waiting) {
        var attachments =
                documents.values().stream().map(PdfDocument::attachment).toList();
        var bills = lock(attachments);
        int filed = 0;
        for (var entry : documents.entrySet()) {
            var content = entry.getValue();
            var bill = Optional.ofNullable(bills.get(content.attachment().billId()));
            if (bill.isEmpty()) {
                var about = PdfRecord.about(content.attachment());
                waiting.put(entry.getKey(), new BatchLoader.DeferredDocument(DocumentType.DOCUMENT, about));
                continue;
            }
            boolean stored = PdfDocumentStore.put(tx, target.tenant(), content);
            boolean listed = list(content.attachment(), bill.get().document());
            filed += stored || listed ? 1 : 0;
        }
        var now = DateTimes.format(DateTimes.now(target.clock()));
        changed.values().forEach(bill -> bill.put("lastUpdate", now));
        BillStore.rewrite(tx, target.tenant(), changed.values());
        return filed;
    }

    /** Has bills that were replaced list again what is stored of them. */
    void listAgain(Collection<String> replaced) {
        var attachments = PdfDocumentStore.ofBills(tx, target.tenant(), replaced);
        if (!attachments.isEmpty()) {
            var bills = lock(attachments);
            attachments.forEach(attachment -> Optional.ofNullable(bills.get(attachment.billId()))
                    .ifPresent(bill -> list(attachment, bill.document())));
            BillStore.rewrite(tx, target.tenant(), changed.values());
        }
    }

    private Map<String, BillStore.LockedBill> lock(List<Attachment> attachments) {
        var ids = attachments.stream().map(Attachment::billId).collect(Collectors.toSet());
        return BillStore.lockAll(tx, target.tenant(), ids);
    }

    private boolean list(Attachment attachment, ObjectNode bill) {
        boolean isChange = attachment.addTo(bill);
        if (isChange) {
            changed.put(attachment.billId(), bill);
        }
        return isChange;
    }
}
