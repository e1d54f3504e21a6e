package org.billwright.store;

import io.vertx.core.buffer.Buffer;

/**
 * A document as it is stored.
 *
 * @param id of the row, also where the text of the document has none
 * @param revision the number of changes, from 1
 * @param document the JSON text in the stored shape, in UTF-8
 */
public record StoredDocument(String id, long revision, Buffer document) {
    /** The columns that a statement selects, in this order. The document comes as bytes; it was validated when it was stored. */
    public static final String COLUMNS = "id, revision, json_send(doc)";

    /** The columns of a {@link DocumentList}, in this order: the document as it is stored, which is read if there is room for it. */
    public static final String LISTED = "id, revision, doc";
}
