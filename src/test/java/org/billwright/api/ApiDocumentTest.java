package org.billwright.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.billwright.audit.AuditShape;
import org.billwright.bill.BillShape;
import org.billwright.cycle.CycleShape;
import org.billwright.dispute.DisputeShape;
import org.billwright.event.EventShape;
import org.billwright.event.EventType;
import org.billwright.event.HubShape;
import org.billwright.house.SampleRecords;
import org.billwright.json.Attribute;
import org.billwright.json.Shape;
import org.billwright.json.TmfVersion;
import org.billwright.ondemand.OnDemandShape;
import org.billwright.partyrole.PartyRoleShape;
import org.billwright.problem.Problem;
import org.billwright.rate.RateShape;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The API documents are written by hand, so they are held against what the server knows. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class ApiDocumentTest {
    private final JsonNode v4 = Schemas.documentV4();
    private final JsonNode v5 = Schemas.documentV5();
    private final JsonNode operations =
            Schemas.yaml(Api.get(Api.server() + "/operations/v1/openapi.yaml").text());

    private final JsonNode partyRoles =
            Schemas.yaml(Api.get(Api.server() + "/tmf-api/partyRoleManagement/v4/openapi.yaml")
                    .text());

    @Test
    void they_have_every_attribute_of_every_resource_and_no_other() {
        assertSame(v4, "CustomerBill", BillShape.V4.shape());
        assertSame(v4, "AppliedCustomerBillingRate", RateShape.V4.shape());
        assertSame(v4, "CustomerBillOnDemand", OnDemandShape.V4.shape());
        assertSame(v5, "CustomerBill", BillShape.V5.shape());
        assertSame(v5, "AppliedCustomerBillingRate", RateShape.V5.shape());
        assertSame(v5, "CustomerBillOnDemand", OnDemandShape.V5.shape());
        assertSame(v4, "Hub", HubShape.of(TmfVersion.V4).shape());
        assertSame(v5, "Hub", HubShape.of(TmfVersion.V5).shape());
        assertSame(v5, "BillCycle", CycleShape.V5.shape());
        assertSame(partyRoles, "PartyRole", PartyRoleShape.SCHEMA.shape());
    }

    /** An entry is written without a type. */
    @Test
    void they_have_every_attribute_of_an_audit_entry_and_no_other() {
        var described = new TreeSet<String>();
        describe(operations, "", operations.at("/components/schemas/AuditEntry"), described);
        var known = new TreeSet<String>();
        know("", AuditShape.SCHEMA.shape().attributes(), known);
        known.removeIf(name -> name.startsWith("@"));
        assertThat(described).isEqualTo(known);
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void they_have_every_attribute_of_every_event_and_no_other(EventType type) {
        assertSame(
                v4,
                type.code(),
                EventShape.of(TmfVersion.V4, shape(type, TmfVersion.V4)).shape());
        assertSame(
                v5,
                type.code(),
                EventShape.of(TmfVersion.V5, shape(type, TmfVersion.V5)).shape());
    }

    private static Shape shape(EventType type, TmfVersion version) {
        return switch (type) {
            case BILL_CREATE,
                    BILL_STATE_CHANGE,
                    BILL_DELETE,
                    BILL_OVERDUE,
                    BILL_OVERDUE_END,
                    BILL_SHOCK,
                    BILL_DOCUMENTS_READY -> BillShape.of(version).shape();
            case ON_DEMAND_CREATE, ON_DEMAND_STATE_CHANGE ->
                OnDemandShape.of(version).shape();
            case DISPUTE_CREATE, DISPUTE_STATE_CHANGE -> DisputeShape.of(version);
        };
    }

    private static void assertSame(JsonNode document, String schema, Shape shape) {
        var described = new TreeSet<String>();
        describe(document, "", document.path("components").path("schemas").path(schema), described);
        var known = new TreeSet<String>();
        know("", shape.attributes(), known);
        assertThat(described).isEqualTo(known);
    }

    private static void describe(JsonNode document, String prefix, JsonNode schema, Set<String> paths) {
        if (schema.has("$ref")) {
            describe(
                    document,
                    prefix,
                    document.at(schema.path("$ref").textValue().substring(1)),
                    paths);
        }
        schema.path("allOf").forEach(part -> describe(document, prefix, part, paths));
        if (schema.has("items")) {
            describe(document, prefix, schema.path("items"), paths);
        }
        schema.path("properties").properties().forEach(property -> {
            paths.add(prefix + property.getKey());
            describe(document, prefix + property.getKey() + ".", property.getValue(), paths);
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
    void they_are_served_below_the_base_path() {
        assertThat(v4.path("servers").get(0).path("url").textValue()).isEqualTo("/tmf-api/customerBillManagement/v4");
        assertThat(v5.path("servers").get(0).path("url").textValue()).isEqualTo("/tmf-api/customerBillManagement/v5");
        assertThat(Api.get(Api.server() + "/q/swagger-ui/").status()).isEqualTo(200);
    }

    /** The addresses of Swagger UI are below no base path. */
    @Test
    void the_documents_are_also_where_swagger_ui_looks_for_them() {
        assertThat(Schemas.yaml(Api.get(Api.server() + "/q/openapi").text())).isEqualTo(v4);
        assertThat(Schemas.yaml(Api.get(Api.server() + "/q/openapi/v5").text())).isEqualTo(v5);
        var page = Api.get(Api.server() + "/q/swagger-ui/").text();
        for (var address : List.of("/q/openapi", "/q/openapi/v5", "/operations/v1/openapi.yaml")) {
            assertThat(page).contains('"' + address + '"');
        }
    }

    @Test
    void they_have_every_code_of_an_error_and_no_other() {
        var codes = SampleRecords.of(Problem.class).stream().map(Problem::code).toList();
        for (var document : List.of(v4, v5)) {
            var documented = new ArrayList<String>();
            document.at("/components/schemas/ErrorCode/enum").forEach(code -> documented.add(code.textValue()));
            assertThat(documented).containsExactlyInAnyOrderElementsOf(codes);
        }
    }

    @Test
    void no_optional_parameter_is_filled_in_that_finds_nothing() {
        for (var document : List.of(v4, v5, operations, partyRoles)) {
            for (var parameter : document.findParents("in")) {
                if (parameter.path("in").asText().equals("query")) {
                    parameter
                            .path("example")
                            .properties()
                            .forEach(example -> assertThat(example.getKey())
                                    .as(parameter.toString())
                                    .isIn("state", "amountDue.value.gte", "bill.id", "billingDate.gte"));
                    assertThat(parameter.path("example").isValueNode())
                            .as(parameter.toString())
                            .isFalse();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/q/openapi",
                "/q/openapi/v5",
                "/tmf-api/customerBillManagement/v4/openapi.yaml",
                "/tmf-api/customerBillManagement/v5/openapi.yaml",
                "/operations/v1/openapi.yaml",
                "/tmf-api/partyRoleManagement/v4/openapi.yaml",
                "/dxp-ux/v1/openapi.yaml"
            })
    void they_answer_to_the_methods_of_a_document(String path) {
        var url = Api.server() + path;
        var get = Api.get(url);
        assertThat(get.status()).isEqualTo(200);
        assertThat(get.header("Content-Type")).isEqualToIgnoringCase("application/yaml;charset=utf-8");

        var head = Api.withBody("HEAD", url, "");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Type")).isEqualTo(get.header("Content-Type"));
        // The framework sends a body over HTTP/2.
        assertThat(path.startsWith("/q/") || head.text().isEmpty()).isTrue();

        var options = Api.withBody("OPTIONS", url, "");
        assertThat(options.status()).isEqualTo(204);
        assertThat(options.header("Allow")).isEqualTo("GET, HEAD, OPTIONS");

        for (var method : List.of("POST", "PUT", "PATCH", "DELETE")) {
            var refused = Api.withBody(method, url, "{}");
            assertThat(refused.status()).isEqualTo(405);
            assertThat(refused.header("Allow")).isEqualTo("GET, HEAD, OPTIONS");
            assertThat(refused.json().path("code").textValue()).isEqualTo("methodNotAllowed");
        }
    }
}
