package org.billwright.store;

import io.vertx.core.buffer.Buffer;

/**
 * A document as the store has it.
 *
 * @param revision counts the document's changes, from 1
 * @param document its JSON text in the stored shape, in UTF-8
 */
public record StoredDocument(long revision, Buffer document) {
    /** The columns that a statement selects for it, in this order; the document's text as bytes, checked when it came in. */
    public static final String COLUMNS = "id, revision, json_send(doc)";
}
