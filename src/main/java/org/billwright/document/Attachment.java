package org.billwright.document;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.billwright.bill.BillDocument;
import org.billwright.json.JsonValues;

/**
 * The entry of a stored document in its bill's {@code billDocument}.
 *
 * @param bytes the document's size
 * @param type its {@code attachmentType}, where the entry has none of its own
 */
public record Attachment(String billId, String id, String name, String mimeType, int bytes, String type) {
    /** No entry is larger: ids and names have 200 characters, of which one may be six bytes as JSON and nine in a URL. */
    public static final int MAX_ENTRY_BYTES = 8_000;

    /** The type of a bill that a person can read. */
    public static final String BILL = "bill";

    private static final String LIST = "billDocument";

    /** Adds or replaces the entry in the bill. True if that is a change. */
    public boolean addTo(ObjectNode bill) {
        var entry = bill.withArrayProperty(LIST)
                .valueStream()
                .map(ObjectNode.class::cast)
                .filter(listed ->
                        JsonValues.text(listed, "id").filter(id::equals).isPresent())
                .findFirst()
                .orElseGet(() -> bill.withArrayProperty(LIST).addObject());
        var before = entry.deepCopy();
        entry.put("id", id).put("name", name);
        if (!entry.has("attachmentType")) {
            entry.put("attachmentType", type);
        }
        entry.put("mimeType", mimeType)
                .put("url", BillDocument.link(billId, id))
                .remove("content");
        entry.putObject("size").put("amount", bytes).put("units", "bytes");
        return !entry.equals(before);
    }
}
