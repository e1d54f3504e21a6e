package org.billwright.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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
                .orElseGet(() -> byItems(Stream.of(TmfResource.CUSTOMER_BILL, TmfResource.RATE)
                        .flatMap(resource -> client.get(resource.path()).list().stream())
                        .flatMap(List::stream)
                        .toList()));
    }

    private static ServedVersion byItems(List<ObjectNode> items) {
        if (items.isEmpty()) {
            return new ServedVersion(TmfVersion.V4, "assumed, because no resource could be read: give --v4 or --v5");
        }
        return new ServedVersion(
                items.stream().anyMatch(ServedVersion::hasAttributeOfV5) ? TmfVersion.V5 : TmfVersion.V4,
                "by the attributes of its resources");
    }

    private static boolean hasAttributeOfV5(JsonNode item) {
        return OF_V5.stream().anyMatch(path -> !AttributeValues.at(item, path).isEmpty());
    }
}
