package org.billwright.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
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

    @Test
    void a_read_of_a_bill_is_recorded_with_its_reader() throws InterruptedException {
        var id = Api.get("customerBill?limit=1&sort=-id").ids().getFirst();
        assertThat(Api.get("customerBill/" + id, "X-Correlation-ID", "reading-one")
                        .status())
                .isEqualTo(200);
        var entry = await("correlationId=reading-one", 1).get(0);
        assertThat(entry.path("caller").textValue()).isEqualTo("anyone");
        assertThat(entry.path("action").textValue()).isEqualTo("read");
        assertThat(entry.path("resource").textValue()).isEqualTo("customerBill");
        assertThat(entry.path("subject"))
                .singleElement()
                .satisfies(s -> assertThat(s.path("id").textValue()).isEqualTo(id));
        assertThat(Api.get("customerBill/" + id + "/billDocument/" + id, "X-Correlation-ID", "its-page")
                        .status())
                .isEqualTo(200);
        await("correlationId=its-page&subject.id=" + id, 1);
    }

    @Test
    void a_list_is_recorded_with_every_bill_that_it_returned() throws InterruptedException {
        var shown = Api.get("customerBill?limit=7&offset=3", "X-Correlation-ID", "reading-seven")
                .ids();
        var entry = await("correlationId=reading-seven", 1).get(0);
        assertThat(entry.path("action").textValue()).isEqualTo("list");
        assertThat(entry.path("subject"))
                .extracting(s -> s.path("id").textValue())
                .containsExactlyElementsOf(shown);
    }

    @Test
    void a_read_that_returns_nothing_is_not_recorded() throws InterruptedException {
        Api.get("customerBill/nothing-there", "X-Correlation-ID", "reading-none");
        Api.get("customerBill?id=nothing-there", "X-Correlation-ID", "reading-none");
        Api.get("customerBill?limit=1", "X-Correlation-ID", "reading-last");
        await("correlationId=reading-last", 1);
        await("correlationId=reading-none", 0);
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
        var entry = await("correlationId=sending&action=change", 1).get(0);
        assertThat(entry.path("subject").get(0).path("id").textValue()).isEqualTo(id);
        await("correlationId=in-vain", 0);
    }

    @Test
    void reads_by_the_channel_api_are_recorded() throws InterruptedException {
        var answer = Api.get(
                Api.server() + "/dxp-ux/v1/PR/customerBill/77645H00004961?billingAccount.id=8211990010032423",
                "client_id",
                org.billwright.channel.TestChannels.CLIENT,
                "client_secret",
                org.billwright.channel.TestChannels.SECRET,
                "channelId",
                "APP",
                "X-Correlation-ID",
                "channel-reading");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        var entry = await("correlationId=channel-reading", 1).get(0);
        assertThat(entry.path("caller").textValue()).isEqualTo("client:" + org.billwright.channel.TestChannels.CLIENT);
        assertThat(entry.path("subject"))
                .extracting(s -> s.path("id").textValue())
                .contains("77645H00004961");
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
        for (var sql : List.of("delete from audit_entry", "update audit_entry set caller = 'x', seal = 1")) {
            assertThatThrownBy(() -> Store.asOwner().withHandle(owner -> owner.execute(sql)))
                    .as(sql)
                    .hasMessageContaining("audit_entry is not changed");
        }
    }
}
