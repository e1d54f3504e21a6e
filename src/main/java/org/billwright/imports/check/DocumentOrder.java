package org.billwright.imports.check;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.billwright.json.Json;

/** The order of the members of stored documents. */
final class DocumentOrder {
    private DocumentOrder() {}

    /** Puts the id and the link first, as the server itself writes them. */
    static ObjectNode identityFirst(ObjectNode document) {
        var names = document.fieldNames();
        if (names.next().equals("id") && names.next().equals("href")) {
            return document;
        }
        ObjectNode ordered = Json.object();
        for (var name : new String[] {"id", "href"}) {
            Optional.ofNullable(document.get(name)).ifPresent(value -> ordered.set(name, value));
        }
        return ordered.setAll(document);
    }
}
