package org.billwright.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.billwright.json.TmfVersion;

/**
 * The version of TMF678 that a server speaks.
 *
 * @param source how it is known
 */
record ServedVersion(TmfVersion version, String source) {
    private static final List<String> OF_V5 =
            List.of("appliedBillingRateType", "relatedParty.partyOrPartyRole.id", "billCycle.id");

    /** By the option, else by the path, else by the resources. */
    static ServedVersion find(Optional<TmfVersion> given, ProbeClient client) {
        return given.map(version -> new ServedVersion(version, "by the option"))
                .or(() -> client.target().namedVersion().map(version -> new ServedVersion(version, "by the path")))
                .orElseGet(() -> new ServedVersion(
                        isV5(client, TmfResource.CUSTOMER_BILL) || isV5(client, TmfResource.RATE)
                                ? TmfVersion.V5
                                : TmfVersion.V4,
                        "by the attributes of its resources"));
    }

    private static boolean isV5(ProbeClient client, TmfResource resource) {
        return client.get(resource.path()).list().stream()
                .flatMap(List::stream)
                .anyMatch(ServedVersion::hasAttributeOfV5);
    }

    private static boolean hasAttributeOfV5(JsonNode item) {
        return OF_V5.stream().anyMatch(path -> !AttributeValues.at(item, path).isEmpty());
    }
}
