package org.billwright.imports.apply;

import org.billwright.format.DocumentType;

/**
 * A document whose bill is not in the database.
 *
 * @param document as it would be stored; a PDF document is without its content
 */
public record DeferredDocument(DocumentType kind, String document) {}
