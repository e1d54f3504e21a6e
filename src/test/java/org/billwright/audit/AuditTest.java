package org.billwright.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpRequest;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.billwright.access.Caller;
import org.billwright.api.Api;
import org.billwright.api.Store;
import org.billwright.api.StoreResource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every read and change of a bill is in the trail; the API shows the trail and cannot change it. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class AuditTest {
    private static final String TRAIL = "/operations/v1/auditEntry";

    private static JsonNode await(String query, int entries) throws InterruptedException {
        var deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        JsonNode found = Api.get(Api.server() + TRAIL + "?" + query).json();
        while (found.size() < entries && System.nanoTime() < deadline) {
            Thread.sleep(50);
            found = Api.get(Api.server() + TRAIL + "?" + query).json();
        }
        assertThat(found).as(query).hasSize(entries);
        return found;
    }

    /** A request in an entry, which may have other requests of the same moment. */
    private static JsonNode request(JsonNode entry, String correlationId) {
        for (var request : entry.path("request")) {
            if (request.path("correlationId").textValue().equals(correlationId)) {
                return request;
            }
        }
        throw new AssertionError("no request " + correlationId + " in " + entry);
    }

    private static JsonNode subjects(JsonNode entry, String correlationId) {
        return request(entry, correlationId).path("subject");
    }

    @Test
    void a_read_of_a_bill_is_recorded_with_its_reader() throws InterruptedException {
        var id = Api.get("customerBill?limit=1&sort=-id").ids().getFirst();
        assertThat(Api.get("customerBill/" + id, "X-Correlation-ID", "reading-one")
                        .status())
                .isEqualTo(200);
        var entry = await("request.correlationId=reading-one", 1).get(0);
        assertThat(entry.path("caller").textValue()).isEqualTo("anyone");
        assertThat(entry.path("action").textValue()).isEqualTo("read");
        assertThat(entry.path("resource").textValue()).isEqualTo("customerBill");
        assertThat(subjects(entry, "reading-one"))
                .singleElement()
                .satisfies(s -> assertThat(s.path("id").textValue()).isEqualTo(id));
        assertThat(Api.get("customerBill/" + id + "/billDocument/" + id, "X-Correlation-ID", "its-page")
                        .status())
                .isEqualTo(200);
        await("request.correlationId=its-page&request.subject.id=" + id, 1);
    }

    @Test
    void a_list_is_recorded_with_every_bill_that_it_returned() throws InterruptedException {
        var shown = Api.get("customerBill?limit=7&offset=3", "X-Correlation-ID", "reading-seven")
                .ids();
        var entry = await("request.correlationId=reading-seven", 1).get(0);
        assertThat(entry.path("action").textValue()).isEqualTo("list");
        assertThat(subjects(entry, "reading-seven"))
                .extracting(s -> s.path("id").textValue())
                .containsExactlyElementsOf(shown);
    }

    @Test
    void a_read_that_returns_nothing_is_not_recorded() throws InterruptedException {
        Api.get("customerBill/nothing-there", "X-Correlation-ID", "reading-none");
        Api.get("customerBill?id=nothing-there", "X-Correlation-ID", "reading-none");
        Api.get("customerBill?limit=1", "X-Correlation-ID", "reading-last");
        await("request.correlationId=reading-last", 1);
        await("request.correlationId=reading-none", 0);
    }

    @Test
    void a_change_is_recorded_if_and_only_if_it_is_committed() throws InterruptedException {
        var id = Api.get("customerBill?state=validated&limit=1").ids().getFirst();
        assertThat(Api.patch("customerBill/" + id, "{\"state\":\"settled\"}", "X-Correlation-ID", "in-vain")
                        .status())
                .isEqualTo(409);
        assertThat(Api.patch("customerBill/" + id, "{\"state\":\"sent\"}", "X-Correlation-ID", "sending")
                        .status())
                .isEqualTo(200);
        var entry = await("request.correlationId=sending&action=change", 1).get(0);
        assertThat(subjects(entry, "sending").get(0).path("id").textValue()).isEqualTo(id);
        await("request.correlationId=in-vain", 0);
    }

    private static Api.Response channel(String path, String correlationId) {
        return Api.get(
                Api.server() + "/dxp-ux/v1/PR/" + path,
                "client_id",
                org.billwright.channel.TestChannels.CLIENT,
                "client_secret",
                org.billwright.channel.TestChannels.SECRET,
                "channelId",
                "APP",
                "X-Correlation-ID",
                correlationId);
    }

    @Test
    void reads_by_the_channel_api_are_recorded_with_what_they_showed() throws InterruptedException {
        var answer = channel("customerBill/77645H00004961?billingAccount.id=8211990010032423", "channel-reading");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        var entry = await("request.correlationId=channel-reading", 1).get(0);
        assertThat(entry.path("caller").textValue()).isEqualTo("client:" + org.billwright.channel.TestChannels.CLIENT);
        assertThat(ids(entry, "channel-reading")).containsExactly("77645H00004961");

        var lines = channel(
                "appliedCustomerBillingRate?bill.id=77645H00004961&billingAccount.id=8211990010032423",
                "channel-lines");
        assertThat(lines.ids()).as(lines.text()).isNotEmpty();
        assertThat(ids(await("request.correlationId=channel-lines", 1).get(0), "channel-lines"))
                .containsExactlyElementsOf(lines.ids());

        assertThat(channel("customerBill/77645H00004961?billingAccount.id=another", "channel-none")
                        .status())
                .isNotEqualTo(200);
        await("request.correlationId=channel-none", 0);
    }

    private static List<String> ids(JsonNode entry, String correlationId) {
        var ids = new ArrayList<String>();
        subjects(entry, correlationId).forEach(s -> ids.add(s.path("id").textValue()));
        return ids;
    }

    /** The trail names what was shown, never what was asked for. */
    @Test
    void a_response_that_shows_nothing_is_not_recorded() throws Exception {
        var id = Api.get("customerBill?limit=1&sort=-id").ids().getFirst();
        var url = Api.v4() + "customerBill/" + id;
        var tag = Api.get(url).header("ETag");
        assertThat(Api.get(url, "If-None-Match", tag, "X-Correlation-ID", "shows-nothing")
                        .status())
                .isEqualTo(304);
        assertThat(Api.get(url, "If-Match", "\"0\"", "X-Correlation-ID", "shows-nothing")
                        .status())
                .isEqualTo(412);
        assertThat(Api.get(url + "/billDocument/none", "X-Correlation-ID", "shows-nothing")
                        .status())
                .isEqualTo(404);
        assertThat(Api.get(
                                url + "/billDocument/" + id,
                                "Accept",
                                "application/pdf",
                                "X-Correlation-ID",
                                "shows-nothing")
                        .status())
                .isEqualTo(406);
        for (var path : List.of(url, Api.v4() + "customerBill?limit=2")) {
            var head = HttpRequest.newBuilder(URI.create(path))
                    .header("X-Correlation-ID", "shows-nothing")
                    .HEAD();
            assertThat(Api.send(head).status()).isIn(200, 206);
        }
        Api.get(url, "X-Correlation-ID", "shows-the-bill");
        await("request.correlationId=shows-the-bill", 1);
        await("request.correlationId=shows-nothing", 0);
    }

    @Test
    void a_change_that_changes_nothing_is_a_read_of_the_bill_that_it_returns() throws InterruptedException {
        var id = Api.get("customerBill?state=settled&limit=1").ids().getFirst();
        var answer = Api.patch("customerBill/" + id, "{\"state\":\"settled\"}", "X-Correlation-ID", "no-change");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        var entry = await("request.correlationId=no-change", 1).get(0);
        assertThat(entry.path("action").textValue()).isEqualTo("read");
        assertThat(ids(entry, "no-change")).containsExactly(id);
    }

    @Test
    void a_wide_page_is_recorded_by_its_query_and_can_be_proved() throws Exception {
        var shown = Api.get("customerBill?limit=25&sort=id", "X-Correlation-ID", "wide-page")
                .ids();
        assertThat(shown).hasSize(25);
        var page = request(await("request.correlationId=wide-page", 1).get(0), "wide-page")
                .path("page");
        assertThat(page.path("query").textValue()).isEqualTo("limit=25&sort=id");
        assertThat(page.path("first").textValue()).isEqualTo(shown.getFirst());
        assertThat(page.path("last").textValue()).isEqualTo(shown.getLast());
        assertThat(page.path("count").intValue()).isEqualTo(25);
        var sha = MessageDigest.getInstance("SHA-256");
        shown.forEach(id -> sha.update((id + "\n").getBytes(UTF_8)));
        assertThat(page.path("sha256").textValue()).isEqualTo(HexFormat.of().formatHex(sha.digest()));
        await("request.page.last=" + shown.getLast() + "&request.correlationId=wide-page", 1);
    }

    @Test
    void the_gauges_of_the_trail_are_served() {
        assertThat(Api.get(Api.server() + "/q/metrics").text())
                .contains(
                        "billwright_audit_reads_waiting ",
                        "billwright_audit_reads_waiting_bytes",
                        "billwright_audit_entries_unsealed",
                        "billwright_audit_unsealed_seconds");
    }

    @Test
    void everything_is_sealed_ten_seconds_later() throws InterruptedException {
        Api.get("customerBill?limit=1");
        var deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        var sealed = "select count(*) from audit_entry e where seq > coalesce("
                + "(select max(last_seq) from audit_seal s where s.tenant = e.tenant), 0) and tenant = 'PR'";
        Thread.sleep(500); // the entry itself is written
        while (Store.asOwner()
                        .withHandle(owner ->
                                owner.createQuery(sealed).mapTo(Long.class).one())
                > 0) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(100);
        }
    }

    @Test
    void the_trail_cannot_be_changed() {
        assertThat(Api.withBody("DELETE", Api.server() + TRAIL + "/x", "").status())
                .isEqualTo(405);
        for (var sql : List.of(
                "update audit_entry set caller = 'somebody else'",
                "update audit_entry set seal = null",
                "delete from audit_entry",
                "truncate audit_entry",
                "delete from audit_seal")) {
            assertThatThrownBy(() -> Store.database().inTransaction(Store.TENANT, tx -> tx.execute(sql)))
                    .as(sql)
                    .hasMessageContaining("permission denied");
        }
        var event = new AuditEvent(
                Instant.EPOCH, Caller.anyone("T"), AuditAction.READ, "customerBill", List.of("x"), "owner");
        Store.database().inTransaction("T", tx -> {
            AuditTrail.recordChange(tx, event);
            return event;
        });
        for (var sql : List.of("delete from audit_entry", "update audit_entry set seal = 1, hash = null")) {
            assertThatThrownBy(() -> Store.asOwner().withHandle(owner -> owner.execute(sql)))
                    .as(sql)
                    .hasMessageContaining("audit_entry is not changed");
        }
    }
}
