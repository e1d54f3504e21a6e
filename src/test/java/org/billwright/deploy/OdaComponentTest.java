package org.billwright.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.fabric8.kubernetes.api.model.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.billwright.access.Role;
import org.billwright.event.EventType;
import org.billwright.partyrole.PartyRoleShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The manifests of the ODA components. {@code -Doda.crd=FILE} validates them by the canvas's own definition of the resource, too: the file
 * {@code oda-component-crd.yaml} of its chart.
 */
class OdaComponentTest {
    private static final Path SCHEMA = Path.of("src/test/resources/deploy/oda-component-v1.schema.json");

    private static RenderedChart chart(String component) {
        return RenderedChart.of(Path.of("deploy/oda/" + component + ".yaml"));
    }

    private static JsonNode manifest(String component) {
        return chart(component).component().orElseThrow();
    }

    private static List<String> complaints(JsonNode schema, JsonNode manifest) {
        var config =
                SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(schema, config)
                .validate(manifest)
                .stream()
                .map(ValidationMessage::getMessage)
                .toList();
    }

    private static JsonNode schema() throws IOException {
        return RenderedChart.parsed(Files.readString(SCHEMA)).getFirst();
    }

    @ParameterizedTest
    @CsvSource({
        "tmfc030, TMFC030, BillGenerationManagement, bills-billgenerationmanagement",
        "tmfc031, TMFC031, BillCalculationManagement, bills-billcalculationmanagement"
    })
    void it_is_a_component_of_the_canvas(String values, String id, String name, String object) throws IOException {
        var manifest = manifest(values);

        assertThat(complaints(schema(), manifest)).isEmpty();
        assertThat(manifest.at("/spec/componentMetadata/id").asText()).isEqualTo(id);
        assertThat(manifest.at("/spec/componentMetadata/name").asText()).isEqualTo(name);
        assertThat(manifest.at("/metadata/name").asText()).isEqualTo(object);
    }

    @Test
    void the_schema_finds_what_the_canvas_would_refuse_or_drop() throws IOException {
        var unknown = manifest("tmfc030").deepCopy();
        ((ObjectNode) unknown.at("/spec/coreFunction/exposedAPIs/0")).put("rateLimit", 1);
        var placeless = manifest("tmfc030").deepCopy();
        ((ObjectNode) placeless.at("/spec/coreFunction/exposedAPIs/0/specification/0")).remove("path");
        var metrics = manifest("tmfc030").deepCopy();
        ((ObjectNode) metrics.at("/spec/managementFunction/exposedAPIs/0")).put("apiType", "statsd");

        assertThat(List.of(unknown, placeless, metrics))
                .allSatisfy(wrong -> assertThat(complaints(schema(), wrong)).isNotEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"tmfc030", "tmfc031"})
    @EnabledIfSystemProperty(named = "oda.crd", matches = ".+")
    void the_canvas_knows_all_of_it(String values) throws IOException {
        var text = Files.readString(Path.of(System.getProperty("oda.crd"))).replaceAll("[{][{].*?[}]}", "x");
        var version = RenderedChart.parsed(text)
                .getFirst()
                .at("/spec/versions")
                .valueStream()
                .filter(of -> of.path("name").asText().equals("v1"))
                .findFirst()
                .orElseThrow();
        var schema = version.at("/schema/openAPIV3Schema").deepCopy();
        refuseUnknown(schema.at("/properties/spec"));

        assertThat(complaints(schema, manifest(values))).isEmpty();
        var unknown = manifest(values).deepCopy();
        ((ObjectNode) unknown.at("/spec/coreFunction/exposedAPIs/0"))
                .putArray("resources")
                .addObject()
                .put("name", "customerBill");
        assertThat(complaints(schema, unknown)).hasSize(1);
    }

    /** The API server drops what a definition does not know, and kubectl refuses it. A format that JSON Schema does not know says nothing. */
    private static void refuseUnknown(JsonNode schema) {
        if (schema instanceof ObjectNode object) {
            if (object.path("type").asText().equals("object") && !object.has("x-kubernetes-preserve-unknown-fields")) {
                object.put("additionalProperties", false);
            }
            if (object.path("format").asText().equals("url")) {
                object.remove("format");
            }
        }
        schema.path("properties").forEach(OdaComponentTest::refuseUnknown);
        if (schema.has("items")) {
            refuseUnknown(schema.path("items"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tmfc030", "tmfc031"})
    void its_apis_are_where_the_server_has_them(String values) {
        var chart = chart(values);
        var manifest = chart.component().orElseThrow();
        var name = manifest.at("/metadata/name").asText();
        var bills = "/" + name + "/tmf-api/customerBillManagement";
        var roles = "/" + name + "/tmf-api/partyRoleManagement";

        assertThat(manifest.at("/spec/coreFunction/exposedAPIs/0/specification").findValuesAsText("path"))
                .containsExactly(bills + "/v4", bills + "/v5");
        assertThat(manifest.at("/spec/securityFunction/exposedAPIs/0/path").asText())
                .isEqualTo(roles + "/v4");
        assertThat(manifest.at("/spec/managementFunction/exposedAPIs/0/path").asText())
                .isEqualTo("/q/metrics");
        assertThat(manifest.findValuesAsText("hub")).containsOnly(bills + "/v4/hub");
        assertThat(chart.settings("bills-billwright-server"))
                .containsEntry("BILLWRIGHT_BASE_PATH", bills)
                .containsEntry("BILLWRIGHT_PARTY_ROLES_BASE_PATH", roles);
    }

    @Test
    void its_service_is_that_of_the_servers_and_the_canvas_finds_its_metrics() {
        var chart = chart("tmfc030");
        var manifest = chart.component().orElseThrow();
        var service = chart.all(Service.class).getFirst();

        assertThat(manifest.findValuesAsText("implementation"))
                .isNotEmpty()
                .containsOnly(service.getMetadata().getName());
        assertThat(manifest.findValuesAsText("port"))
                .containsOnly(service.getSpec().getPorts().getFirst().getPort().toString());
        assertThat(service.getMetadata().getLabels())
                .containsEntry("name", service.getMetadata().getName());
    }

    @Test
    void every_object_of_the_release_names_its_component() {
        assertThat(chart("tmfc030").documents())
                .allSatisfy(document -> assertThat(document.at("/metadata/labels/oda.tmforum.org~1componentName")
                                .asText())
                        .isEqualTo("bills-billgenerationmanagement"));
    }

    @Test
    void its_roles_are_those_of_the_party_role_api() {
        var security = manifest("tmfc030").at("/spec/securityFunction");
        var expected = new HashMap<String, String>();
        Arrays.stream(Role.values()).forEach(role -> expected.put(role.code(), PartyRoleShape.description(role)));
        var declared = new HashMap<String, String>();
        security.path("componentRole")
                .forEach(role -> declared.put(
                        role.path("name").asText(), role.path("description").asText()));

        assertThat(declared).isEqualTo(expected);
        assertThat(expected).containsKey(security.path("canvasSystemRole").asText());
    }

    /** The canvas would POST to its hub, without credentials, and wait for it before the component is complete. */
    @Test
    void no_api_has_the_name_by_which_the_canvas_subscribes_to_changes_of_roles() {
        assertThat(manifest("tmfc031").at("/spec/securityFunction/exposedAPIs").findValuesAsText("name"))
                .isNotEmpty()
                .noneMatch(name -> name.contains("partyrole"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tmfc030", "tmfc031"})
    void its_events_are_those_of_the_server(String values) {
        var events = Arrays.stream(EventType.values()).map(EventType::code).toList();

        assertThat(manifest(values)
                        .at("/spec/eventNotification/publishedEvents")
                        .findValuesAsText("name"))
                .isNotEmpty()
                .isSubsetOf(events);
    }

    @Test
    void what_it_depends_on_is_required_or_not_as_the_values_say() {
        assertThat(dependencies("{oda: {enabled: true}}"))
                .isEqualTo(Map.of(
                        "TMF666", "true v4.0.0",
                        "TMF632", "true v4.0.0",
                        "TMF669", "true v4.0.0",
                        "TMF676", "false v4.0.0",
                        "TMF637", "false v4.0.0",
                        "TMF635", "false v4.0.0"));
        assertThat(
                        dependencies(
                                "{oda: {enabled: true, dependentApis: {TMF632: {enabled: false}, TMF669: {required: false},"
                                        + " TMF676: {required: true, version: v5.0.0}, TMF637: {enabled: false}, TMF635: {enabled: false}}}}"))
                .isEqualTo(Map.of("TMF666", "true v4.0.0", "TMF669", "false v4.0.0", "TMF676", "true v5.0.0"));
    }

    private static Map<String, String> dependencies(String values) {
        var found = new HashMap<String, String>();
        RenderedChart.of(values)
                .component()
                .orElseThrow()
                .at("/spec/coreFunction/dependentAPIs")
                .forEach(api -> found.put(
                        api.path("id").asText(),
                        api.path("required").asText() + " "
                                + api.at("/specification/0/version").asText()));
        return found;
    }

    @Test
    void without_a_canvas_there_is_none_and_paths_are_those_of_the_server() {
        var chart = RenderedChart.of("{}");

        assertThat(chart.component()).isEmpty();
        assertThat(Stream.of("BILLWRIGHT_BASE_PATH", "BILLWRIGHT_PARTY_ROLES_BASE_PATH")
                        .map(chart.settings("bills-billwright-server")::get))
                .containsExactly("/tmf-api/customerBillManagement", "/tmf-api/partyRoleManagement");
    }
}
