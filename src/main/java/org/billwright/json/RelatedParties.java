package org.billwright.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** The related parties of a document in the stored shape, each wrapped with its role. */
public final class RelatedParties {
    private RelatedParties() {}

    /** The distinct ids of the parties. */
    public static List<String> ids(JsonNode document) {
        return document.path("relatedParty")
                .valueStream()
                .flatMap(party -> JsonValues.text(party, "partyOrPartyRole", "id").stream())
                .distinct()
                .toList();
    }
}
