package org.billwright.imports.apply;

import org.billwright.format.DocumentType;

/**
 * A document that cannot be loaded before another one.
 *
 * @param document as it would be stored; a PDF document is without its content
 * @param reason why it is deferred, and rejected in the end
 */
public record DeferredDocument(DocumentType kind, String document, String reason) {
    /** A document whose bill is not in the database. */
    static DeferredDocument withoutBill(DocumentType kind, String document) {
        return new DeferredDocument(kind, document, ConstraintViolation.NO_BILL);
    }
}
