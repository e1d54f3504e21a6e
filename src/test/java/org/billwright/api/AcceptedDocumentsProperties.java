package org.billwright.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.billwright.json.Json;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever an import or a POST accepts is valid in both versions when it is served: by our schemas, and by the published ones where
 * they are at hand.
 */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
@Tag("slow")
class AcceptedDocumentsProperties {
    private static final int DOCUMENTS = 600;
    private static final String BASE = "/tmf-api/customerBillManagement/";

    @ParameterizedTest
    @EnumSource(RandomDocuments.Form.class)
    void what_an_import_accepts_is_valid_in_both_versions(RandomDocuments.Form form) throws IOException {
        var random = new Random(form.name().hashCode());
        var documents = new RandomDocuments(random, form);
        var mutation = new Mutation(random);
        var put = new LinkedHashMap<String, ObjectNode>();
        for (int i = 0; i < DOCUMENTS; i++) {
            var id = "ad-" + form + "-" + i;
            put.put("customerBill/" + id, mutation.of(documents.bill(id)));
            put.put("appliedCustomerBillingRate/" + id, mutation.of(documents.rate(id, "ad-" + form + "-0")));
        }
        var result = Documents.tryLoad(
                Store.database(),
                put.values().stream().map(ObjectNode::toString).toArray(String[]::new));
        assertThat(result.rejected()).noneMatch(line -> line.reason().contains("defect"));
        assertThat(result.counts().loaded()).isGreaterThan(DOCUMENTS / 4);
        assertThat(validated(put)).isGreaterThan(DOCUMENTS / 4);
    }

    @ParameterizedTest
    @EnumSource(RandomDocuments.Form.class)
    void what_a_request_accepts_is_valid_in_both_versions(RandomDocuments.Form form) throws IOException {
        var random = new Random(form.name().hashCode());
        var documents = new RandomDocuments(random, form);
        var mutation = new Mutation(random);
        var put = new LinkedHashMap<String, ObjectNode>();
        for (int i = 0; i < DOCUMENTS / 3; i++) {
            var body = mutation.of(request(documents.bill("any"), form));
            var answer = Api.post(Api.server() + BASE + form.version() + "/customerBillOnDemand", body.toString());
            assertThat(answer.status()).as(body + " " + answer.text()).isIn(201, 400);
            if (answer.status() == 201) {
                put.put("customerBillOnDemand/" + answer.json().path("id").textValue(), body);
            }
        }
        assertThat(validated(put)).isGreaterThan(DOCUMENTS / 12);
    }

    /** A request with the references of a bill. */
    private static ObjectNode request(ObjectNode bill, RandomDocuments.Form form) {
        var request = Json.object();
        request.set("billingAccount", bill.path("billingAccount"));
        var party = bill.path("relatedParty").path(0);
        if (party.isObject()) {
            request.set("relatedParty", party);
        }
        if (form == RandomDocuments.Form.V5) {
            request.put("@type", "CustomerBillOnDemand");
        }
        return request;
    }

    /** Validates what was accepted, as each version serves it. Returns how many were. */
    private static int validated(Map<String, ObjectNode> put) throws IOException {
        var schemas = new ArrayList<>(List.of(Map.entry("v4", Schemas.v4()), Map.entry("v5", Schemas.v5())));
        schemas.addAll(PublishedSchemas.found().entrySet());
        int accepted = 0;
        for (var entry : put.entrySet()) {
            var shown = new LinkedHashMap<String, JsonNode>();
            for (var version : List.of("v4", "v5")) {
                var answer = Api.get(Api.server() + BASE + version + "/" + entry.getKey());
                if (answer.status() == 200) {
                    shown.put(version, answer.json());
                }
            }
            accepted += shown.isEmpty() ? 0 : 1;
            var name = entry.getKey().substring(0, 1).toUpperCase(java.util.Locale.ROOT)
                    + entry.getKey().substring(1, entry.getKey().indexOf('/'));
            for (var schema : schemas) {
                if (!shown.isEmpty()) {
                    assertThat(schema.getValue().complaints(name, shown.get(schema.getKey())))
                            .as(schema.getKey() + " of " + entry.getValue() + " is " + shown.get(schema.getKey()))
                            .isEmpty();
                }
            }
        }
        return accepted;
    }
}
