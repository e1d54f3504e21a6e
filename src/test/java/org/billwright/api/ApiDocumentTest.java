package org.billwright.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.billwright.bill.BillShape;
import org.billwright.json.Attribute;
import org.billwright.json.Shape;
import org.billwright.ondemand.OnDemandShape;
import org.billwright.rate.RateShape;
import org.junit.jupiter.api.Test;

/** The API document is written by hand, so it is held against what the server knows. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
class ApiDocumentTest {
    private final JsonNode document =
            Api.get(Api.server() + "/q/openapi?format=json").json();

    @Test
    void it_has_every_attribute_of_every_resource_and_no_other() {
        assertSame("CustomerBill", BillShape.V4.shape());
        assertSame("AppliedCustomerBillingRate", RateShape.V4.shape());
        assertSame("CustomerBillOnDemand", OnDemandShape.V4.shape());
    }

    private void assertSame(String schema, Shape shape) {
        var described = new TreeSet<String>();
        describe("", document.path("components").path("schemas").path(schema), described);
        var known = new TreeSet<String>();
        know("", shape.attributes(), known);
        assertThat(described).isEqualTo(known);
    }

    private void describe(String prefix, JsonNode schema, Set<String> paths) {
        if (schema.has("$ref")) {
            describe(prefix, document.at(schema.path("$ref").textValue().substring(1)), paths);
        }
        schema.path("allOf").forEach(part -> describe(prefix, part, paths));
        if (schema.has("items")) {
            describe(prefix, schema.path("items"), paths);
        }
        schema.path("properties").properties().forEach(property -> {
            paths.add(prefix + property.getKey());
            describe(prefix + property.getKey() + ".", property.getValue(), paths);
        });
    }

    private static void know(String prefix, List<Attribute> attributes, Set<String> paths) {
        for (var attribute : attributes) {
            if (!(attribute instanceof Attribute.Hidden)) {
                paths.add(prefix + attribute.name());
            }
            if (attribute instanceof Attribute.Group group) {
                know(prefix + group.name() + ".", group.members(), paths);
            }
        }
    }

    @Test
    void it_is_served_below_the_base_path() {
        assertThat(document.path("servers").get(0).path("url").textValue())
                .isEqualTo("/tmf-api/customerBillManagement/v4");
        assertThat(Api.get(Api.server() + "/q/swagger-ui/").status()).isEqualTo(200);
    }
}
