package org.billwright.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import org.billwright.api.Api;
import org.billwright.api.Documents;
import org.billwright.api.Store;
import org.billwright.api.StoreResource;
import org.billwright.api.TestClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Links to the pages of bills, over HTTP. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class BillLinkTest {
    private static final String BILL = "LINK-1";

    @BeforeAll
    static void bills() {
        Documents.load("""
                {"@type":"CustomerBill","id":"LINK-1","billNo":"L-1","state":"sent","billDate":"2026-06-08T03:00:00Z","billingAccount":{"id":"LINK-A"},
                 "amountDue":{"unit":"USD","value":12.34}}""", """
                {"@type":"CustomerBill","id":"LINK-2","billNo":"L-2","state":"sent","billDate":"2026-06-08T03:00:00Z","billingAccount":{"id":"LINK-A"}}""");
    }

    @AfterEach
    void resetClock() {
        TestClock.reset();
    }

    private static String links(String bill) {
        return Api.server() + "/operations/v1/customerBill/" + bill + "/link";
    }

    private static JsonNode created(String body) {
        var response = Api.post(links(BILL), body);
        assertThat(response.status()).as(response.text()).isEqualTo(201);
        return response.json();
    }

    @Test
    void whoever_has_the_link_sees_the_bill_and_its_documents() {
        var link = created("{}");
        var url = link.path("url").textValue();
        assertThat(url).matches(Api.server() + "/bill/[A-Za-z0-9_-]{43}");
        assertThat(link.path("expiresAt").textValue()).startsWith("2026-07-17T12:");
        var page = Api.get(url, "Accept", "text/html");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).contains("L-1", "$12.34");
        assertThat(page.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(page.header("X-Robots-Tag")).isEqualTo("noindex");
        assertThat(page.header("Cache-Control")).isEqualTo("no-store");
        var secret = url.substring(url.lastIndexOf('/') + 1);
        assertThat(page.text()).contains("href=\"" + secret + "/bill.pdf\"");
        var pdf = Api.get(url + "/bill.pdf");
        assertThat(pdf.status()).isEqualTo(200);
        assertThat(pdf.text()).startsWith("%PDF-");
        assertThat(pdf.header("ETag"))
                .isEqualTo(Api.get("customerBill/LINK-1/billDocument/bill.pdf").header("ETag"));
    }

    @Test
    void nothing_else_is_reached_by_a_link() {
        var url = created("{}").path("url").textValue();
        for (var other : List.of("/LINK-2", "/LINK-1", "/original", "/../LINK-2", "/bill.pdf/x", "x", "/%00")) {
            assertThat(Api.get(url + other).status()).as(other).isIn(400, 404);
        }
        assertThat(Api.get(url + "?utm_source=mail&fbclid=1").status()).isEqualTo(200);
        assertThat(Api.get(url + "/cii.xml").status()).isEqualTo(404);
        for (var unknown : List.of("x", "A".repeat(43), "A".repeat(4_000), "%00", "'", "*")) {
            assertThat(Api.get(Api.server() + "/bill/" + unknown).status())
                    .as(unknown)
                    .isIn(400, 404);
        }
        assertThat(Api.post(url, "{}").status()).isEqualTo(405);
        assertThat(Api.withBody("DELETE", url, "").status()).isEqualTo(405);
    }

    @Test
    void a_link_expires() {
        var url =
                created("{\"expiresAt\":\"2026-06-18T00:00:00Z\"}").path("url").textValue();
        TestClock.set(Instant.parse("2026-06-17T23:59:58Z"));
        assertThat(Api.get(url).status()).isEqualTo(200);
        TestClock.set(Instant.parse("2026-06-18T00:00:00Z"));
        for (var path : List.of(url, url + "/bill.pdf")) {
            var gone = Api.get(path);
            assertThat(gone.status()).as(path).isEqualTo(410);
            assertThat(gone.text()).doesNotContain("L-1", "12.34");
        }
        var page = Api.get(url, "Accept", "text/html", "Accept-Language", "es");
        assertThat(page.status()).isEqualTo(410);
        assertThat(page.text()).contains("Este enlace ha caducado").doesNotContain("L-1");
    }

    @Test
    void a_link_is_revoked() {
        var link = created("{}");
        var url = link.path("url").textValue();
        var id = link.path("id").textValue();
        assertThat(Api.withBody("DELETE", links("LINK-2") + "/" + id, "").status())
                .isEqualTo(404);
        assertThat(Api.get(url).status()).isEqualTo(200);
        assertThat(Api.withBody("DELETE", links(BILL) + "/" + id, "").status()).isEqualTo(204);
        assertThat(Api.get(url).status()).isEqualTo(410);
        assertThat(Api.get(url + "/bill.pdf").status()).isEqualTo(410);
        assertThat(Api.withBody("DELETE", links(BILL) + "/" + id, "").status()).isEqualTo(204);
        var listed = Api.get(links(BILL))
                .json()
                .valueStream()
                .filter(found -> found.path("id").asText().equals(id))
                .findFirst()
                .orElseThrow();
        assertThat(listed.path("revokedBy").textValue()).isEqualTo("anyone");
        assertThat(listed.has("url")).isFalse();
        assertThat(Api.withBody("DELETE", links(BILL) + "/nobody", "").status()).isEqualTo(404);
    }

    @Test
    void secrets_differ_and_are_not_stored() {
        var secrets = new HashSet<String>();
        for (int i = 0; i < 20; i++) {
            var url = created("{}").path("url").textValue();
            secrets.add(url.substring(url.lastIndexOf('/') + 1));
        }
        assertThat(secrets).hasSize(20);
        var rows = Store.asOwner()
                .withHandle(owner -> owner.createQuery("select bill_link::text from bill_link")
                        .mapTo(String.class)
                        .list());
        assertThat(rows).hasSizeGreaterThanOrEqualTo(20);
        assertThat(String.join("\n", rows)).doesNotContain(secrets);
    }

    @Test
    void a_wrong_request_makes_no_link() {
        for (var body : List.of(
                "{\"expiresAt\":\"2026-06-17T00:00:00Z\"}",
                "{\"expiresAt\":\"2027-06-19T00:00:00Z\"}",
                "{\"expiresAt\":\"tomorrow\"}",
                "{\"expiresAt\":1}",
                "{\"expires\":\"2026-06-18T00:00:00Z\"}")) {
            assertThat(Api.post(links(BILL), body).status()).as(body).isEqualTo(400);
        }
        assertThat(Api.post(links("nobody"), "{}").status()).isEqualTo(404);
    }

    @Test
    void what_is_seen_by_a_link_is_in_the_audit_trail() throws InterruptedException {
        var link = created("{}");
        assertThat(Api.get(link.path("url").textValue()).status()).isEqualTo(200);
        var caller = "link:" + link.path("id").textValue();
        for (int i = 0; i < 500; i++) {
            long found = Store.asOwner()
                    .withHandle(owner -> owner.createQuery(
                                    "select count(*) from audit_entry where caller = ? and action = 'read' and tenant = ?")
                            .bind(0, caller)
                            .bind(1, Store.TENANT)
                            .mapTo(Long.class)
                            .one());
            if (found > 0) {
                return;
            }
            Thread.sleep(20);
        }
        throw new AssertionError(caller + " is not in the audit trail");
    }
}
