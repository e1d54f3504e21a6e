package org.billwright.imports.apply;

import java.util.Optional;
import org.billwright.bill.BillStore;
import org.billwright.format.DocumentType;
import org.billwright.format.ExportMarks;
import org.jdbi.v3.core.Handle;

/**
 * A document that cannot be loaded before another one.
 *
 * @param document as it would be stored; a PDF document is without its content
 * @param reason why it is deferred, and rejected in the end
 */
public record DeferredDocument(DocumentType kind, String document, String reason) {
    /** The same, of a rate that was exported as one on a bill that was produced here. */
    DeferredDocument onProduced() {
        return new DeferredDocument(kind, new ExportMarks(Optional.empty(), true).addedTo(document), reason);
    }

    /** A staged bill, by its number in the batch. */
    static DeferredDocument bill(Handle tx, int number, String reason) {
        var document = tx.createQuery("select held_from, produced, doc::text as doc from pg_temp.%s where no = :no"
                        .formatted(BillStore.STAGING.staged()))
                .bind("no", number)
                .map((row, context) -> new ExportMarks(
                                Optional.ofNullable(row.getString("held_from")), row.getBoolean("produced"))
                        .addedTo(row.getString("doc")))
                .one();
        return new DeferredDocument(DocumentType.BILL, document, reason);
    }

    /** A document whose bill is not in the database. */
    static DeferredDocument withoutBill(DocumentType kind, String document) {
        return new DeferredDocument(kind, document, ConstraintViolation.NO_BILL);
    }
}
