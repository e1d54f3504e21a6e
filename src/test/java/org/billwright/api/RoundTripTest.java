package org.billwright.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.billwright.imports.check.CheckMode;
import org.billwright.imports.job.ImportOptions;
import org.billwright.tax.TaxRateUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever is put in through a version reads back equal through it, extensions and unknown types included, and is valid by
 * the schemas of both versions: ours, and the published ones where they are at hand (TMF678_REFERENCE, or beside the
 * project).
 */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
@Tag("slow")
class RoundTripTest {
    private static final int DOCUMENTS = 120;
    private static final String BASE = "/tmf-api/customerBillManagement/";

    @ParameterizedTest
    @EnumSource(RandomDocuments.Form.class)
    void what_is_put_in_reads_back_equal_and_is_valid_in_both_versions(RandomDocuments.Form form) throws IOException {
        var random = new RandomDocuments(new Random(form.name().hashCode()), form);
        var bills = new ArrayList<ObjectNode>();
        var rates = new ArrayList<ObjectNode>();
        for (int i = 0; i < DOCUMENTS; i++) {
            bills.add(random.bill("rt-" + form + "-" + i));
            rates.add(random.rate("rt-" + form + "-" + i + "-r", "rt-" + form + "-" + i));
        }
        load(bills);
        load(rates);

        var schemas = schemas();
        for (var bill : bills) {
            check(form, "customerBill", "CustomerBill", bill, schemas);
        }
        for (var rate : rates) {
            check(form, "appliedCustomerBillingRate", "AppliedCustomerBillingRate", rate, schemas);
        }
    }

    private static void load(List<ObjectNode> documents) {
        // A random tax rate of 0.10 may be a fraction as well, and random tax amounts do not agree with them.
        var options = ImportOptions.DEFAULTS
                .withTaxRate(Optional.of(TaxRateUnit.PERCENT))
                .withChecks(CheckMode.WARN, CheckMode.WARN);
        var lines = documents.stream().map(ObjectNode::toString).toArray(String[]::new);
        assertThat(Documents.tryLoad(Store.database(), options, lines).rejected())
                .isEmpty();
    }

    private record Versioned(String version, Schemas schemas) {}

    private static List<Versioned> schemas() throws IOException {
        var all = new ArrayList<>(List.of(new Versioned("v4", Schemas.v4()), new Versioned("v5", Schemas.v5())));
        all.addAll(PublishedSchemas.found().entrySet().stream()
                .map(entry -> new Versioned(entry.getKey(), entry.getValue()))
                .toList());
        return all;
    }

    private static void check(
            RandomDocuments.Form form, String resource, String schema, ObjectNode put, List<Versioned> schemas)
            throws IOException {
        var id = put.path("id").textValue();
        var own = (ObjectNode) Api.get(Api.server() + BASE + form.version() + "/" + resource + "/" + id)
                .json();
        assertThat(withoutLinks(own)).isEqualTo(Api.JSON.readTree(put.toString()));
        for (var versioned : schemas) {
            var shown = Api.get(Api.server() + BASE + versioned.version() + "/" + resource + "/" + id)
                    .json();
            assertThat(versioned.schemas().complaints(schema, shown))
                    .as(versioned.version() + " " + shown)
                    .isEmpty();
        }
    }

    /** The links of the resource and to our own resources are the server's, whatever was put in. */
    private static JsonNode withoutLinks(ObjectNode document) {
        document.remove("href");
        for (var reference : List.of("bill", "billCycle")) {
            if (document.path(reference) instanceof ObjectNode object) {
                object.remove("href");
            }
        }
        return document;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "customerBill?limit=60 CustomerBill",
                "appliedCustomerBillingRate?limit=60 AppliedCustomerBillingRate",
                "billCycle?limit=60 BillCycle",
                "customerBillOnDemand?limit=60 CustomerBillOnDemand",
                "customerBill?nothing=1 Error",
                "customerBill/nothing Error"
            })
    void lists_and_errors_are_valid_too(String listAndSchema) throws IOException {
        Api.post("customerBillOnDemand", "{\"relatedParty\":{\"id\":\"nobody\",\"role\":\"customer\"}}");
        var parts = listAndSchema.split(" ", 2);
        for (var versioned : schemas()) {
            if (parts[1].equals("BillCycle") && versioned.version().equals("v4")) {
                continue;
            }
            var answer = Api.get(Api.server() + BASE + versioned.version() + "/" + parts[0])
                    .json();
            var items = answer.isArray() ? answer : Api.JSON.createArrayNode().add(answer);
            assertThat(items).isNotEmpty();
            items.forEach(item -> assertThat(versioned.schemas().complaints(parts[1], item))
                    .as(versioned.version() + " " + item)
                    .isEmpty());
        }
    }

    @Test
    void a_schema_can_complain() throws IOException {
        var wrong = Api.JSON.readTree("{\"id\":7,\"@type\":\"CustomerBill\",\"relatedParty\":[{\"role\":1}]}");
        for (var versioned : schemas()) {
            assertThat(versioned.schemas().complaints("CustomerBill", wrong)).isNotEmpty();
        }
    }
}
