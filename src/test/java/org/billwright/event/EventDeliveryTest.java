package org.billwright.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.billwright.api.Api;
import org.billwright.api.Store;
import org.billwright.api.StoreResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Deliveries over HTTP. Their subscriptions are of a version that this server does not know, so that it delivers nothing to them. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class EventDeliveryTest {
    private static final String OTHER_TENANT = "deliveries-2";

    private static Api.Response get(String query) {
        return Api.get(Api.server() + "/operations/v1/eventDelivery" + query);
    }

    private static Api.Response retry(String id) {
        return Api.post(Api.server() + "/operations/v1/eventDelivery/" + id + "/retry", "{}");
    }

    /** Two subscriptions of the tenant and one of another; each has the events e1 to e4, of which e1 and e3 failed finally. */
    @BeforeEach
    void fill() {
        Store.asOwner().useTransaction(owner -> {
            owner.execute("delete from hub where id like 'deliveries%'");
            owner.execute("delete from event where resource_id like 'deliveries%'");
            for (var hub : List.of("deliveries-a", "deliveries-b", "deliveries-c")) {
                var tenant = hub.endsWith("c") ? OTHER_TENANT : Store.TENANT;
                owner.execute(
                        "insert into hub (tenant, id, version, callback, query, base_url, secret, created_at, doc)"
                                + " values (?, ?, 'v9', ?, '', '', '', now(), '{}')",
                        tenant,
                        hub,
                        hub);
                owner.execute(
                        "insert into event (tenant, id, type, resource, resource_id, resource_sequence, occurred_at, doc)"
                                + " select ?, ? || '-e' || n, case when n = 4 then 'CustomerBillCreateEvent' else 'CustomerBillStateChangeEvent' end,"
                                + " 'customerBill', ? || n, 1, now(), '{}' from generate_series(1, 4) as n",
                        tenant,
                        hub,
                        hub);
                owner.execute(
                        "insert into event_delivery (hub_id, event_seq, resource, resource_id, resource_sequence, attempts, retry_at,"
                                + " dead_lettered, reason)"
                                + " select ?, seq, resource, resource_id, 1, 6, timestamptz '2999-01-01' - right(id, 1)::int * interval '1 hour',"
                                + " right(id, 1)::int in (1, 3), case when right(id, 1)::int in (1, 3) then 'HTTP 500' end"
                                + " from event where id like ? || '-e%'",
                        hub, hub);
            }
            // They are not given to other subscriptions of the tenant.
            owner.execute("update event set position = -seq where resource_id like 'deliveries%'");
        });
    }

    private static List<String> events(Api.Response response) {
        assertThat(response.status()).as(response.text()).isIn(200, 206);
        return response.json()
                .valueStream()
                .map(delivery -> delivery.path("eventId").textValue())
                .toList();
    }

    private static JsonNode first(String query) {
        return get(query).json().path(0);
    }

    @Test
    void the_deliveries_of_a_subscription_are_listed_by_state_in_the_order_in_which_they_are_due() {
        assertThat(events(get("?hub.id=deliveries-a&state=waiting")))
                .containsExactly("deliveries-a-e4", "deliveries-a-e2");
        assertThat(events(get("?hub.id=deliveries-a&state=deadLettered")))
                .containsExactly("deliveries-a-e3", "deliveries-a-e1");
        assertThat(events(get("?hub.id=deliveries-a")))
                .containsExactly("deliveries-a-e4", "deliveries-a-e3", "deliveries-a-e2", "deliveries-a-e1");
        assertThat(events(get("?hub.id=deliveries-a,deliveries-b&state=deadLettered")))
                .hasSize(4);
        assertThat(events(get("?hub.id=deliveries-b&eventType=CustomerBillCreateEvent")))
                .containsExactly("deliveries-b-e4");
        assertThat(get("?state=lost").status()).isEqualTo(400);
    }

    @Test
    void pages_go_on_where_the_last_one_ended() {
        var page = get("?hub.id=deliveries-a&state=deadLettered&limit=1");
        assertThat(page.status()).isEqualTo(206);
        assertThat(page.header("X-Total-Count")).isEqualTo("2");
        var next = page.header("Link").replaceAll(".*<([^>]*)>; *rel=\"?next\"?.*", "$1");
        assertThat(events(Api.get(next))).containsExactly("deliveries-a-e1");
    }

    @Test
    void a_delivery_says_what_happened_to_it() {
        var delivery = first("?hub.id=deliveries-a&state=deadLettered");
        assertThat(delivery.at("/hub/id").textValue()).isEqualTo("deliveries-a");
        assertThat(delivery.path("eventType").textValue()).isEqualTo("CustomerBillStateChangeEvent");
        assertThat(delivery.path("resource").toString())
                .isEqualTo("{\"type\":\"customerBill\",\"id\":\"deliveries-a3\"}");
        assertThat(delivery.path("state").textValue()).isEqualTo("deadLettered");
        assertThat(delivery.path("attempts").intValue()).isEqualTo(6);
        assertThat(delivery.path("retryAt").textValue()).isEqualTo("2998-12-31T21:00:00.000Z");
        assertThat(delivery.path("reason").textValue()).isEqualTo("HTTP 500");
        var id = delivery.path("id").textValue();
        assertThat(id).matches("deliveries-a:[0-9]+");
        assertThat(get("/" + id).json()).isEqualTo(delivery);
        assertThat(get("/" + id + "?fields=attempts").json().toString())
                .isEqualTo("{\"id\":\"" + id + "\",\"attempts\":6,\"@type\":\"EventDelivery\"}");
    }

    @Test
    void a_delivery_of_another_tenant_or_of_no_event_is_not_found() {
        var other = Store.asOwner()
                .withHandle(owner -> owner.createQuery(
                                "select id from event_delivery where hub_id = 'deliveries-c' and dead_lettered limit 1")
                        .mapTo(String.class)
                        .one());
        assertThat(get("?hub.id=deliveries-c").text()).isEqualTo("[]");
        for (var id : List.of(
                other,
                "deliveries-a:999999999999",
                "deliveries-a:0",
                "deliveries-a:01",
                "deliveries-a",
                "deliveries-a:99999999999999999999",
                "x%00:1")) {
            assertThat(get("/" + id).status()).as(id).isEqualTo(404);
            assertThat(retry(id).status()).as(id).isEqualTo(404);
        }
    }

    @Test
    void a_dead_lettered_delivery_is_due_again_once_and_that_is_recorded() {
        var id = first("?hub.id=deliveries-a&state=deadLettered").path("id").textValue();
        var retried = retry(id);
        assertThat(retried.status()).as(retried.text()).isEqualTo(200);
        assertThat(retried.json().path("state").textValue()).isEqualTo("waiting");
        assertThat(retried.json().path("attempts").intValue()).isZero();
        assertThat(retried.json().has("reason")).isFalse();
        assertThat(events(get("?hub.id=deliveries-a&state=waiting")).getFirst()).isEqualTo("deliveries-a-e3");
        assertThat(retry(id).status()).isEqualTo(409);
        var waiting = get("?hub.id=deliveries-a&state=waiting")
                .json()
                .path(2)
                .path("id")
                .textValue();
        assertThat(retry(waiting).text()).contains("not dead-lettered");
        var entries = Store.asOwner()
                .withHandle(owner -> owner.createQuery(
                                "select doc::text from audit_entry where tenant = :tenant and action = 'replay'"
                                        + " and resource = 'eventDelivery' and doc::text like '%' || :id || '%'")
                        .bind("tenant", Store.TENANT)
                        .bind("id", id)
                        .mapTo(String.class)
                        .list());
        assertThat(entries).hasSize(1);
        assertThat(Api.post(Api.server() + "/operations/v1/eventDelivery/" + id + "/retry", "{\"x\":1}")
                        .status())
                .isEqualTo(400);
    }
}
