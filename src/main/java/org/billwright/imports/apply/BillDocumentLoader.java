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

/** Loads PDF documents of bills, and keeps the list of documents in each bill up to date. */
final class BillDocumentLoader {
    private final Handle tx;
    private final ImportContext context;
    private final NavigableMap<String, ObjectNode> changed = new TreeMap<>();

    BillDocumentLoader(Handle tx, ImportContext context) {
        this.tx = tx;
        this.context = context;
    }

    /** Stores PDF documents and adds them to their bills. For a deferred document, the line has the content. */
    LoadResult load(NavigableMap<Integer, PdfDocument> documents) {
        var attachments =
                documents.values().stream().map(PdfDocument::attachment).toList();
        var bills = lock(attachments);
        int loaded = 0;
        var deferred = new TreeMap<Integer, DeferredDocument>();
        for (var entry : documents.entrySet()) {
            var content = entry.getValue();
            var bill = Optional.ofNullable(bills.get(content.attachment().billId()));
            if (bill.isEmpty()) {
                var reference = PdfRecord.withoutContent(content.attachment());
                deferred.put(entry.getKey(), DeferredDocument.withoutBill(DocumentType.DOCUMENT, reference));
                continue;
            }
            boolean stored = PdfDocumentStore.put(tx, context.tenant(), content);
            boolean listed = list(content.attachment(), bill.get().document());
            loaded += stored || listed ? 1 : 0;
        }
        var now = DateTimes.format(DateTimes.now(context.clock()));
        changed.values().forEach(bill -> bill.put("lastUpdate", now));
        BillStore.rewrite(tx, context.tenant(), changed.values());
        return new LoadResult(loaded, new TreeMap<>(), deferred);
    }

    /** Adds stored documents again to bills that were replaced. */
    void relist(Collection<String> replaced) {
        var attachments = PdfDocumentStore.ofBills(tx, context.tenant(), replaced);
        if (!attachments.isEmpty()) {
            var bills = lock(attachments);
            attachments.forEach(attachment -> Optional.ofNullable(bills.get(attachment.billId()))
                    .ifPresent(bill -> list(attachment, bill.document())));
            BillStore.rewrite(tx, context.tenant(), changed.values());
        }
    }

    private Map<String, BillStore.LockedBill> lock(List<Attachment> attachments) {
        var ids = attachments.stream().map(Attachment::billId).collect(Collectors.toSet());
        context.existing().ifPresent(existing -> existing.bills(tx, ids));
        return BillStore.lockAll(tx, context.tenant(), ids);
    }

    private boolean list(Attachment attachment, ObjectNode bill) {
        boolean isChange = attachment.addTo(bill);
        if (isChange) {
            changed.put(attachment.billId(), bill);
        }
        return isChange;
    }
}
