package org.billwright.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.billwright.api.Api;
import org.billwright.api.Documents;
import org.billwright.api.Store;
import org.billwright.api.StoreResource;
import org.billwright.api.TestClock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class HubTest {
    private static String url(String version, String path) {
        return Api.server() + "/tmf-api/customerBillManagement/" + version + "/" + path;
    }

    private static JsonNode register(String version, String callback, String query) {
        var body = Api.JSON.createObjectNode().put("callback", callback);
        if (!query.isEmpty()) {
            body.put("query", query);
        }
        var answer = Api.withBody("POST", url(version, "hub"), body.toString());
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(answer.header("Location"))
                .isEqualTo(url(version, "hub/" + answer.json().path("id").textValue()));
        return answer.json();
    }

    private static int leave(String version, JsonNode hub) {
        return Api.send(HttpRequest.newBuilder(
                                URI.create(url(version, "hub/" + hub.path("id").textValue())))
                        .DELETE())
                .status();
    }

    private static String bill(String id) {
        Documents.load("""
                {"@type":"CustomerBill","id":"%s","billNo":"%s","state":"new","billDate":"2026-05-01T00:00:00Z",
                 "billingAccount":{"id":"EV"},"relatedParty":[{"id":"P","role":"customer"}]}""".formatted(id, id));
        // Its documents are there, so that its validation makes none, and has no event for them.
        Api.get("customerBill/" + id + "/billDocument/bill.pdf");
        return id;
    }

    /** The number of its last event. */
    private static long lastSequence(String bill) {
        return Store.asOwner()
                .withHandle(owner -> owner.createQuery(
                                "select coalesce(max(resource_sequence), 0) from event where resource_id = :bill")
                        .bind("bill", bill)
                        .mapTo(Long.class)
                        .one());
    }

    private static void move(String id, String... states) {
        for (var state : states) {
            assertThat(Api.patch("customerBill/" + id, "{\"state\":\"" + state + "\"}")
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void a_change_is_delivered_in_the_version_of_the_subscription_signed_and_numbered() throws Exception {
        try (var listener4 = new Listener();
                var listener5 = new Listener()) {
            var id = bill("EV-1");
            long before = lastSequence(id);
            var filter = "eventType=CustomerBillStateChangeEvent&event.customerBill.id=" + id;
            var hub4 = register("v4", listener4.url(), filter);
            var hub5 = register("v5", listener5.url(), filter);
            move(id, "validated", "sent");

            var delivered = listener5.await(2);
            assertThat(delivered).hasSize(2);
            var event = delivered.getFirst().json();
            assertThat(event.path("eventType").textValue()).isEqualTo("CustomerBillStateChangeEvent");
            assertThat(event.path("@type").textValue()).isEqualTo("CustomerBillStateChangeEvent");
            var shown = event.at("/event/customerBill");
            assertThat(shown.path("state").textValue()).isEqualTo("validated");
            assertThat(shown.path("href").textValue()).isEqualTo(url("v5", "customerBill/" + id));
            assertThat(shown.at("/billingAccount/@type").textValue()).isEqualTo("BillingAccountRef");
            assertThat(shown.at("/relatedParty/0/partyOrPartyRole/id").textValue())
                    .isEqualTo("P");
            assertThat(delivered).extracting(Listener.Received::sequence).containsExactly(before + 1, before + 2);
            assertThat(delivered.get(1).json().at("/event/customerBill"))
                    .isEqualTo(Api.get(url("v5", "customerBill/" + id)).json());
            assertThat(delivered).allSatisfy(received -> {
                assertThat(received.id()).isEqualTo(received.eventId());
                assertThat(received.signature())
                        .isEqualTo(WebhookSignature.of(
                                hub5.path("secret").textValue(),
                                received.eventId(),
                                received.timestamp(),
                                received.body().getBytes(StandardCharsets.UTF_8)));
                assertThat(received.correlationId()).isEqualTo(received.eventId());
            });

            var old = listener4.await(2).get(1).json();
            assertThat(old.at("/event/customerBill"))
                    .isEqualTo(Api.get("customerBill/" + id).json());
            assertThat(leave("v4", hub4)).isEqualTo(204);
            assertThat(leave("v5", hub5)).isEqualTo(204);
        }
    }

    @Test
    void a_request_for_a_bill_produces_all_four_events() throws Exception {
        try (var listener = new Listener()) {
            Documents.load(Documents.account("EV-OD", "USD"), Documents.rate("EV-OD-1", "EV-OD", "USD", "10.00"));
            var hub = register("v5", listener.url(), "");
            var request = Api.post("customerBillOnDemand", "{\"billingAccount\":{\"id\":\"EV-OD\"}}")
                    .json();
            var delivered = listener.await(3);
            assertThat(delivered)
                    .extracting(received -> received.json().path("eventType").textValue())
                    .contains(
                            "CustomerBillOnDemandCreateEvent",
                            "CustomerBillCreateEvent",
                            "CustomerBillOnDemandStateChangeEvent");
            var requestId = request.path("id").textValue();
            assertThat(delivered.stream().filter(r -> r.resourceId().equals(requestId)))
                    .extracting(Listener.Received::sequence)
                    .containsExactly(1L, 2L);
            leave("v5", hub);
        }
    }

    @Test
    void a_failed_delivery_is_retried_in_order_until_it_is_received() throws Exception {
        try (var listener = new Listener()) {
            var id = bill("EV-2");
            long before = lastSequence(id);
            var refusals = new AtomicInteger();
            listener.answers(received -> refusals.incrementAndGet() <= 4 ? 500 : 204);
            var hub = register("v5", listener.url(), "event.customerBill.id=" + id);
            move(id, "validated", "onHold", "validated", "sent");

            assertThat(listener.await(4))
                    .extracting(Listener.Received::sequence)
                    .containsExactly(before + 1, before + 2, before + 3, before + 4);
            leave("v5", hub);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{} | 'from' is required",
                "{\"from\":\"yesterday\"} | 'from' must be a date-time",
                "{\"from\":\"0000-01-01T00:00:00Z\"} | 'from' must be a date-time",
                "{\"from\":\"9999-12-31T23:59:59-18:00\"} | 'from' must be a date-time",
                "{\"from\":\"2026-02-01T00:00:00Z\",\"to\":\"2026-01-31T00:00:00Z\"} | 'to' must not be before 'from'"
            })
    void a_period_that_cannot_be_replayed_is_rejected(String body, String message) {
        var hub = register("v4", "http://127.0.0.1:1/", "eventId=replayed");
        var refused = Api.withBody("POST", url("v4", "hub/" + hub.path("id").textValue() + "/replay"), body);
        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.json().path("message").textValue()).contains(message);
        Api.withBody("DELETE", url("v4", "hub/" + hub.path("id").textValue()), "");
    }

    @Test
    void a_delivery_that_always_fails_is_dead_lettered_and_can_be_replayed() throws Exception {
        try (var listener = new Listener()) {
            var from = new TestClock().instant().minusSeconds(5).toString();
            var id = bill("EV-3");
            long before = lastSequence(id);
            listener.answers(received -> 302);
            var hub = register(
                    "v5", listener.url(), "eventType=CustomerBillStateChangeEvent&event.customerBill.id=" + id);
            move(id, "validated");
            assertThat(deadLettered(hub)).as("dead-lettered").isEqualTo("status 302");

            listener.answers(received -> 200);
            move(id, "sent");
            assertThat(listener.await(1))
                    .extracting(Listener.Received::sequence)
                    .containsExactly(before + 2);
            var replayed = Api.withBody(
                    "POST", url("v5", "hub/" + hub.path("id").textValue() + "/replay"), "{\"from\":\"" + from + "\"}");
            assertThat(replayed.status()).as(replayed.text()).isEqualTo(202);
            assertThat(replayed.json().at("/replay/state").textValue()).isEqualTo("inProgress");
            assertThat(listener.await(3))
                    .extracting(Listener.Received::sequence)
                    .containsExactly(before + 2, before + 1, before + 2);
            var delivery = delivery(hub, "done", "/replay/state");
            assertThat(delivery.at("/replay/queued").intValue()).isEqualTo(2);
            assertThat(delivery.path("deadLettered").intValue()).isZero();
            leave("v5", hub);
        }
    }

    @Test
    void a_dead_lettered_delivery_is_retried_alone() throws Exception {
        try (var listener = new Listener()) {
            var id = bill("EV-retry");
            listener.answers(received -> 302);
            var hub = register(
                    "v5", listener.url(), "eventType=CustomerBillStateChangeEvent&event.customerBill.id=" + id);
            move(id, "validated");
            assertThat(deadLettered(hub)).isEqualTo("status 302");
            var deliveries = Api.server() + "/operations/v1/eventDelivery";
            var failed = Api.get(deliveries + "?state=deadLettered&hub.id="
                            + hub.path("id").textValue())
                    .ids();
            assertThat(failed).hasSize(1);

            listener.answers(received -> 200);
            var retried = Api.post(deliveries + "/" + failed.getFirst() + "/retry", "{}");
            assertThat(retried.status()).as(retried.text()).isEqualTo(200);
            assertThat(listener.await(1))
                    .extracting(Listener.Received::resourceId)
                    .containsExactly(id);
            delivery(hub, "0", "/waiting");
            assertThat(Api.get(deliveries + "/" + failed.getFirst()).status()).isEqualTo(404);
            leave("v5", hub);
        }
    }

    /** How the deliveries go, as soon as a value is at a place. */
    private static JsonNode delivery(JsonNode hub, String value, String place) throws InterruptedException {
        for (int i = 0; i < 200; i++) {
            var shown = Api.get(url("v5", "hub/" + hub.path("id").textValue()))
                    .json()
                    .path("delivery");
            if (shown.at(place).asText().equals(value)) {
                return shown;
            }
            Thread.sleep(50);
        }
        throw new AssertionError("not in time: " + value);
    }

    @Test
    void a_subscription_shows_how_its_deliveries_go() throws Exception {
        try (var listener = new Listener()) {
            var id = bill("EV-5");
            var hub = register("v5", listener.url(), "event.customerBill.id=" + id);
            var before = delivery(hub, "active", "/state");
            assertThat(before.path("waiting").intValue()).isZero();
            assertThat(before.has("lastDelivery")).isFalse();

            listener.answers(received -> 503);
            move(id, "validated");
            var failing = delivery(hub, "failing", "/state");
            assertThat(failing.path("lastError").textValue()).isEqualTo("status 503");
            assertThat(failing.path("waiting").intValue()).isEqualTo(1);

            listener.answers(received -> 204);
            var again = delivery(hub, "active", "/state");
            assertThat(again.path("waiting").intValue()).isZero();
            assertThat(again.has("lastDelivery")).isTrue();
            leave("v5", hub);
        }
    }

    private static String deadLettered(JsonNode hub) throws InterruptedException {
        for (int i = 0; i < 400; i++) {
            var reason = Store.asOwner()
                    .withHandle(tx -> tx.createQuery(
                                    "select reason from event_delivery where hub_id = :hub and dead_lettered")
                            .bind("hub", hub.path("id").textValue())
                            .mapTo(String.class)
                            .findOne());
            if (reason.isPresent()) {
                return reason.get();
            }
            Thread.sleep(50);
        }
        return "nothing";
    }

    @Test
    void a_slow_or_unreachable_subscriber_delays_no_other() throws Exception {
        try (var good = new Listener();
                var slow = new Listener()) {
            slow.takes(Duration.ofSeconds(10));
            var id = bill("EV-4");
            var filter = "event.customerBill.id=" + id;
            var hubs = List.of(
                    register("v5", slow.url(), filter),
                    register("v5", "http://127.0.0.1:9/nobody", filter),
                    register("v5", good.url(), filter));
            long began = System.nanoTime();
            move(id, "validated", "sent");
            assertThat(good.await(2)).hasSize(2);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
            hubs.forEach(hub -> leave("v5", hub));
        }
    }

    @Test
    void the_metrics_show_waiting_and_dead_lettered_deliveries() throws Exception {
        for (var name :
                List.of("delivered_total", "failed_attempts_total", "waiting", "dead_lettered", "lag_seconds")) {
            assertThat(Api.get(Api.server() + "/q/metrics").text()).contains("billwright_events_" + name);
        }
    }

    @Test
    void a_subscription_can_be_listed_and_read_and_is_registered_once() throws IOException {
        try (var listener = new Listener()) {
            var hub = register("v4", listener.url(), "eventType=CustomerBillCreateEvent");
            assertThat(hub.path("secret").textValue()).startsWith("whsec_");
            assertThat(hub.path("query").textValue()).isEqualTo("eventType=CustomerBillCreateEvent");
            var id = hub.path("id").textValue();
            var again = Api.withBody(
                    "POST",
                    url("v4", "hub"),
                    "{\"callback\":\"" + listener.url() + "\",\"query\":\"eventType=CustomerBillCreateEvent\"}");
            assertThat(again.status()).isEqualTo(409);
            assertThat(Api.get("hub/" + id).json().has("secret")).isFalse();
            assertThat(Api.get("hub").ids()).contains(id);
            assertThat(Api.get(url("v5", "hub")).ids()).doesNotContain(id);
            assertThat(leave("v5", hub)).isEqualTo(404);
            assertThat(leave("v4", hub)).isEqualTo(204);
            assertThat(leave("v4", hub)).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{} | 'callback' is required",
                "{\"callback\":7} | must be text",
                "{\"callback\":\"ftp://127.0.0.1/x\"} | 'callback'",
                "{\"callback\":\"http://10.0.0.1/x\"} | 'callback'",
                "{\"callback\":\"http://169.254.169.254/latest\"} | 'callback'",
                "{\"callback\":\"http://2130706433/\"} | 'callback'",
                "{\"callback\":\"http://127.0.0.1:1/\",\"query\":\"nothing=1\"} | has no attribute 'nothing'",
                "{\"callback\":\"http://127.0.0.1:1/\",\"query\":\"event.customerBill.nothing=1\"} | has no attribute",
                "{\"callback\":\"http://127.0.0.1:1/\",\"query\":\"fields=eventId\"} | filters alone",
                "{\"callback\":\"http://127.0.0.1:1/\",\"query\":\"eventType=CustomerBillCreatedEvent\"} | must be one of CustomerBillCreateEvent",
                "{\"callback\":\"http://127.0.0.1:1/\",\"query\":\"event.customerBill.state=open\"} | must be one of new",
                "{\"callback\":\"http://127.0.0.1:1/\",\"query\":\"event.customerBillOnDemand.state=sent\"} | must be one of inProgress",
                "{\"callback\":\"http://127.0.0.1:1/\",\"query\":\"eventId.regex=\\\\p{L}\"} | regular expression that is not valid",
                "{\"callback\":\"http://127.0.0.1:1/\",\"id\":\"mine\"} | 'id' is set by the server",
                "{\"callback\":\"http://127.0.0.1:1/\",\"delivery\":{}} | 'delivery' is set by the server"
            })
    void an_invalid_registration_is_rejected(String body, String message) {
        var answer = Api.withBody("POST", url("v5", "hub"), body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.json().path("message").textValue()).contains(message == null ? "" : message);
    }
}
