package org.billwright.bill;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.billwright.json.Json;
import org.billwright.json.Links;

/** Links to the documents of bills on this server. */
public final class BillDocument {
    private BillDocument() {}

    /** The path of a bill's document, below the base URL of the API version. */
    public static String link(String billId, String documentId) {
        return Links.to(BillShape.RESOURCE, billId) + "/billDocument/" + Links.segment(documentId);
    }

    /** The entry in {@code billDocument} for the printable page. */
    public static ObjectNode page(String billId, String billNo) {
        return Json.object()
                .put("id", billId)
                .put("name", "Bill " + billNo)
                .put("attachmentType", "bill")
                .put("mimeType", "text/html")
                .put("url", link(billId, billId));
    }
}
