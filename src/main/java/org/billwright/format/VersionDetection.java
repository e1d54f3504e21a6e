package org.billwright.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.billwright.json.TmfVersion;

/**
 * Detects the version of the standard that a document is in, by attributes that the other version does not have or names otherwise.
 * An ambiguous document counts as v4, whose shape keeps the names of v5.
 */
public final class VersionDetection {
    private static final String PARTY = "partyOrPartyRole";

    private VersionDetection() {}

    /** The version that a document is in. */
    public static TmfVersion of(ObjectNode document) {
        return isOf5(document) && !isOf4(document) ? TmfVersion.V5 : TmfVersion.V4;
    }

    private static boolean isOf5(ObjectNode document) {
        return document.has("billCycle")
                || document.has("appliedBillingRateType")
                || document.path("relatedParty").valueStream().anyMatch(VersionDetection::isWrapped);
    }

    private static boolean isOf4(ObjectNode document) {
        return (document.has("type") && !document.has("appliedBillingRateType"))
                || document.path("financialAccount").has("accountBalance")
                || document.path("relatedParty").valueStream().anyMatch(VersionDetection::isFlat);
    }

    private static boolean isWrapped(JsonNode party) {
        return party.path(PARTY).has("id");
    }

    private static boolean isFlat(JsonNode party) {
        return !isWrapped(party) && party.has("id");
    }
}
