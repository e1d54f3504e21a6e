package org.billwright.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Makes a document wrong, perhaps: members are removed, get values of any type, or are added under names of either version. */
final class Mutation {
    private static final List<String> VALUES = List.of(
            "\"x\"",
            "\"\"",
            "\" \"",
            "\".\"",
            "\"..\"",
            "\"AttachmentRef\"",
            "\"PartyRoleRef\"",
            "\"IntegerCharacteristic\"",
            "\"StringArrayCharacteristic\"",
            "\"2026-01-31T00:00:00Z\"",
            "7",
            "-0.5",
            "true",
            "null",
            "{}",
            "[]",
            "[null]",
            "[1,\"x\"]",
            "[true]",
            "{\"id\":\"x\"}",
            "{\"id\":7}",
            "{\"id\":\"x\",\"@type\":\"y\"}",
            "{\"name\":\"x\"}",
            "[{}]",
            "[{\"id\":\"x\"}]",
            "[{\"role\":\"x\",\"partyOrPartyRole\":{\"name\":\"x\"}}]",
            "[{\"id\":\"x\",\"partyOrPartyRole\":\"y\"}]",
            "[{\"balanceType\":\"x\"}]",
            "[{\"payment\":{\"name\":\"x\"}}]");
    private static final List<String> NAMES = List.of(
            "id",
            "href",
            "name",
            "role",
            "type",
            "value",
            "url",
            "content",
            "@type",
            "@baseType",
            "@schemaLocation",
            "@referredType",
            "appliedBillingRateType",
            "accountBalance",
            "partyOrPartyRole",
            "billCycle",
            "relatedParty",
            "paymentMethod",
            "financialAccount",
            "billDocument",
            "appliedPayment",
            "product",
            "characteristic",
            "characteristicRelationship",
            "stateReason");
    private static final Set<String> KEPT = Set.of("id", "isBilled", "bill", "runType", "state");

    private final Random random;

    Mutation(Random random) {
        this.random = random;
    }

    private <T> T any(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    /** Changes the document up to three times; the members at its top that tests need are kept. */
    ObjectNode of(ObjectNode document) {
        for (int i = random.nextInt(3); i >= 0; i--) {
            var objects = new ArrayList<ObjectNode>();
            collect(document, objects);
            int chosen = random.nextInt(objects.size());
            change(objects.get(chosen), chosen == 0);
        }
        return document;
    }

    private static void collect(JsonNode node, List<ObjectNode> objects) {
        if (node instanceof ObjectNode object) {
            objects.add(object);
        }
        node.forEach(child -> collect(child, objects));
    }

    private void change(ObjectNode object, boolean isTop) {
        var present = new ArrayList<String>();
        object.fieldNames().forEachRemaining(present::add);
        var name = present.isEmpty() || random.nextInt(3) == 0 ? any(NAMES) : any(present);
        if (isTop && KEPT.contains(name)) {
            return;
        }
        var old = object.path(name);
        if (random.nextInt(4) == 0) {
            object.remove(name);
        } else if (old instanceof ArrayNode array && random.nextBoolean()) {
            array.add(value());
        } else {
            object.set(name, value());
        }
    }

    private JsonNode value() {
        try {
            return Api.JSON.readTree(any(VALUES));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
