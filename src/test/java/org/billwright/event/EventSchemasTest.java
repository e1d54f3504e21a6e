package org.billwright.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.billwright.api.Api;
import org.billwright.api.Documents;
import org.billwright.api.PublishedSchemas;
import org.billwright.api.Schemas;
import org.billwright.api.StoreResource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Delivered events are valid by the schemas of their version: those of this server, and the published ones if they are available
 * (TMF678_REFERENCE, or beside the project).
 */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class EventSchemasTest {
    @ParameterizedTest
    @ValueSource(strings = {"v4", "v5"})
    void every_delivered_event_is_valid(String version) throws Exception {
        var published = Optional.ofNullable(PublishedSchemas.found().get(version));
        var own = version.equals("v4") ? Schemas.v4() : Schemas.v5();
        var delivered = delivered(version);
        assertThat(delivered)
                .extracting(event -> event.path("eventType").textValue())
                .containsExactlyInAnyOrder(
                        "CustomerBillCreateEvent",
                        "CustomerBillStateChangeEvent",
                        "CustomerBillDocumentsReadyEvent",
                        "CustomerBillOnDemandCreateEvent",
                        "CustomerBillOnDemandStateChangeEvent");
        for (var event : delivered) {
            var type = event.path("eventType").textValue();
            assertThat(own.complaints(type, event)).as(event.toString()).isEmpty();
            assertThat(own.complaints(other(type), event))
                    .as("another event's schema")
                    .isNotEmpty();
            // The standard has no event of documents.
            var standard = published.filter(schemas -> !type.equals("CustomerBillDocumentsReadyEvent"));
            standard.ifPresent(schemas -> assertThat(published(version, schemas, type, event))
                    .as(event.toString())
                    .isEmpty());

            var broken = ((ObjectNode) event.deepCopy()).put("eventTime", 7);
            ((ObjectNode) broken.path("event").elements().next()).put("lastUpdate", 7);
            assertThat(own.complaints(type, broken)).hasSizeGreaterThanOrEqualTo(2);
            standard.ifPresent(schemas ->
                    assertThat(published(version, schemas, type, broken)).isNotEmpty());
        }
    }

    /** The published v4 has no schemas of events, but those of the resources in them. */
    private static Iterable<String> published(String version, Schemas schemas, String type, JsonNode event) {
        return version.equals("v5")
                ? schemas.complaints(type, event)
                : schemas.complaints(
                        type.startsWith("CustomerBillOnDemand") ? "CustomerBillOnDemand" : "CustomerBill",
                        event.path("event").elements().next());
    }

    private static String other(String type) {
        return type.startsWith("CustomerBillOnDemand") ? "CustomerBillCreateEvent" : "CustomerBillOnDemandCreateEvent";
    }

    /** A bill is requested, created, and changes its state. */
    private static List<JsonNode> delivered(String version) throws Exception {
        var account = "schema-" + version;
        var base = Api.server() + "/tmf-api/customerBillManagement/" + version + "/";
        try (var listener = new Listener()) {
            Documents.load(Documents.account(account, "USD"), Documents.rate(account + "-1", account, "USD", "10.00"));
            var hub = Api.withBody("POST", base + "hub", "{\"callback\":\"" + listener.url() + "\"}");
            assertThat(hub.status()).as(hub.text()).isEqualTo(201);
            Api.post("customerBillOnDemand", "{\"billingAccount\":{\"id\":\"" + account + "\"}}");
            var made = listener.await(3).stream()
                    .map(Listener.Received::json)
                    .filter(event -> event.at("/event/customerBill").isObject())
                    .findFirst()
                    .orElseThrow();
            var bill = made.at("/event/customerBill/id").textValue();
            assertThat(Api.patch("customerBill/" + bill, "{\"state\":\"validated\"}")
                            .status())
                    .isEqualTo(200);
            var delivered = new ArrayList<JsonNode>();
            listener.await(5).forEach(received -> delivered.add(received.json()));
            Api.send(HttpRequest.newBuilder(java.net.URI.create(hub.header("Location")))
                    .DELETE());
            return delivered;
        }
    }
}
