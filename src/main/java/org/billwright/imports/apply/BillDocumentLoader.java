package org.billwright.imports.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.billwright.bill.BillRow;
import org.billwright.bill.BillStore;
import org.billwright.document.Attachment;
import org.billwright.document.PdfDocument;
import org.billwright.document.PdfDocumentStore;
import org.billwright.format.DocumentType;
import org.billwright.format.PdfRecord;
import org.billwright.imports.check.StagedRows;
import org.billwright.json.DateTimes;
import org.billwright.json.DocumentSize;
import org.billwright.json.Json;
import org.billwright.problem.ProblemException;
import org.jdbi.v3.core.Handle;

/** Loads PDF documents of bills, and keeps the list of documents in each bill up to date. */
final class BillDocumentLoader {
    private final Handle tx;
    private final ImportContext context;
    private final NavigableMap<String, ObjectNode> changed = new TreeMap<>();
    private final BillGrowth growth = new BillGrowth();

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
        var rejected = new TreeMap<Integer, String>();
        var deferred = new TreeMap<Integer, DeferredDocument>();
        for (var entry : documents.entrySet()) {
            var content = entry.getValue();
            var bill = Optional.ofNullable(bills.get(content.attachment().billId()));
            if (bill.isEmpty()) {
                var reference = PdfRecord.withoutContent(content.attachment());
                deferred.put(entry.getKey(), DeferredDocument.withoutBill(DocumentType.DOCUMENT, reference));
                continue;
            }
            try {
                loaded += load(content, bill.get()) ? 1 : 0;
            } catch (ProblemException tooLarge) {
                rejected.put(entry.getKey(), tooLarge.problem().message());
            }
        }
        var now = DateTimes.format(DateTimes.now(context.clock()));
        changed.values().forEach(bill -> bill.put("lastUpdate", now));
        BillStore.rewrite(tx, context.tenant(), changed.values());
        return new LoadResult(loaded, rejected, deferred);
    }

    private boolean load(PdfDocument content, BillStore.LockedBill bill) {
        var attachment = content.attachment();
        boolean listed = growth.change(
                attachment.billId(), bill, Attachment.MAX_ENTRY_BYTES, () -> attachment.addTo(bill.document()));
        if (listed) {
            changed.put(attachment.billId(), bill.document());
        }
        return PdfDocumentStore.put(tx, context.tenant(), content) || listed;
    }

    /** The documents that are stored of bills which are replaced. */
    List<Attachment> ofBills(Collection<String> replaced) {
        return PdfDocumentStore.ofBills(tx, context.tenant(), replaced);
    }

    /** Removes the staged bills that would be too large with their stored documents, and returns their numbers with the reason. */
    NavigableMap<Integer, String> removeTooLarge(StagedRows<BillRow> bills, List<Attachment> attachments) {
        var rejected = new TreeMap<Integer, String>();
        if (!attachments.isEmpty()) {
            var ofBill = attachments.stream().collect(Collectors.groupingBy(Attachment::billId));
            int most = ofBill.values().stream().mapToInt(List::size).max().orElse(0);
            tx.createQuery("""
                            select no, id, doc::text as doc
                            from pg_temp.%s
                            where id = any(:ids) and octet_length(doc::text) > :bytes
                            """.formatted(bills.staging().staged()))
                    .bindArray("ids", String.class, ofBill.keySet())
                    .bind("bytes", DocumentSize.MAX_BYTES - (long) most * Attachment.MAX_ENTRY_BYTES)
                    .reduceRows(rejected, (found, row) -> {
                        var bill = Json.stored(row.getColumn("doc", String.class));
                        ofBill.getOrDefault(row.getColumn("id", String.class), List.of())
                                .forEach(attachment -> attachment.addTo(bill));
                        if (!DocumentSize.fits(Json.write(bill), 0)) {
                            found.put(
                                    row.getColumn("no", Integer.class),
                                    DocumentSize.tooLarge().problem().message());
                        }
                        return found;
                    });
            bills.staging().remove(tx, rejected.keySet());
        }
        return rejected;
    }

    /** Adds stored documents again to bills that were replaced; those that were made here of another content are gone by now. */
    void relist(List<Attachment> attachments) {
        if (!attachments.isEmpty()) {
            var bills = lock(attachments);
            ofBills(bills.keySet())
                    .forEach(attachment -> Optional.ofNullable(bills.get(attachment.billId()))
                            .ifPresent(bill -> list(attachment, bill.document())));
            BillStore.rewrite(tx, context.tenant(), changed.values());
        }
    }

    private Map<String, BillStore.LockedBill> lock(List<Attachment> attachments) {
        var ids = attachments.stream().map(Attachment::billId).collect(Collectors.toSet());
        context.existing().ifPresent(existing -> existing.bills(tx, ids));
        return BillStore.lockAll(tx, context.tenant(), ids);
    }

    private void list(Attachment attachment, ObjectNode bill) {
        if (attachment.addTo(bill)) {
            changed.put(attachment.billId(), bill);
        }
    }
}
