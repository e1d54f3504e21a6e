package org.billwright.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.billwright.api.Api;
import org.billwright.api.Documents;
import org.billwright.api.Store;
import org.billwright.api.StoreResource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Documents of bills that were made elsewhere, over HTTP from import to answer. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class BillDocumentTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PDF = "%PDF-1.7\nnot much\n%%EOF\n";

    private static String load(String... lines) throws InterruptedException {
        var body = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
        var location = Api.send(HttpRequest.newBuilder(URI.create(Api.server() + "/operations/v1/import"))
                        .header("Content-Type", "application/x-ndjson")
                        .header("X-Correlation-ID", "pdf-import")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body)))
                .header("Location");
        var deadline = Instant.now().plus(PATIENCE);
        while (true) {
            var job = Api.get(location).json();
            if (!job.path("state").asText().matches("waiting|running")) {
                assertThat(job.path("rejected").asLong()).isZero();
                return job.path("id").asText();
            }
            assertThat(Instant.now()).as(job.toString()).isBefore(deadline);
            Thread.sleep(20);
        }
    }

    private static String bill(String id) {
        return """
                {"@type":"CustomerBill","id":"%s","state":"sent","billDate":"2026-01-31T00:00:00Z","billingAccount":{"id":"PDF-A"}}""".formatted(id);
    }

    private static String pdf(String bill, String name, String content) {
        return """
                {"@type":"BillDocument","id":"original","bill":{"id":"%s"},"name":"%s","mimeType":"application/pdf","content":"%s"}""".formatted(
                        bill, name, Base64.getEncoder().encodeToString(content.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String url(String bill, int document) {
        return Api.get("customerBill/" + bill)
                .json()
                .path("billDocument")
                .get(document)
                .path("url")
                .textValue();
    }

    @Test
    void the_link_of_a_stored_document_returns_it() throws InterruptedException {
        load(bill("PDF-1"), pdf("PDF-1", "Bill \\\"1\\\".pdf", PDF));
        var url = url("PDF-1", 1);
        assertThat(url).isEqualTo(Api.v4() + "customerBill/PDF-1/billDocument/original");
        var answer = Api.get(url);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo(PDF);
        assertThat(answer.header("Content-Type")).isEqualTo("application/pdf");
        assertThat(answer.header("Content-Disposition")).isEqualTo("inline; filename=\"Bill__1_.pdf\"");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Content-Security-Policy")).startsWith("default-src 'none'");

        var tag = answer.header("ETag");
        assertThat(Api.get(url, "If-None-Match", tag).status()).isEqualTo(304);
        load(pdf("PDF-1", "other.pdf", PDF + "more"));
        var changed = Api.get(url, "If-None-Match", tag);
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.text()).isEqualTo(PDF + "more");
        assertThat(changed.header("ETag")).isNotEqualTo(tag);
    }

    @Test
    void a_bill_without_a_stored_document_has_a_page_and_each_needs_its_media_type() throws InterruptedException {
        load(bill("PDF-2"), pdf("PDF-2", "two.pdf", PDF));
        assertThat(Api.get(url("PDF-2", 0), "Accept", "text/html").header("Content-Type"))
                .startsWith("text/html");
        assertThat(Api.get(url("PDF-2", 0), "Accept", "application/pdf").status())
                .isEqualTo(406);
        assertThat(Api.get(url("PDF-2", 1), "Accept", "text/html").status()).isEqualTo(406);
        assertThat(Api.get(url("PDF-2", 1), "Accept", "application/pdf").status())
                .isEqualTo(200);
        assertThat(Api.get(url("PDF-2", 1), "Accept", "text/html, application/*;q=0.1")
                        .status())
                .isEqualTo(200);
        assertThat(Api.get(url("PDF-2", 1) + "2").status()).isEqualTo(404);
    }

    @Test
    void a_document_is_read_only_if_it_has_the_tag_that_the_client_expects() throws InterruptedException {
        load(bill("PDF-4"), pdf("PDF-4", "four.pdf", PDF));
        var url = url("PDF-4", 1);
        var tag = Api.get(url).header("ETag");
        for (var met : List.of(tag, "*", "\"other\", " + tag)) {
            assertThat(Api.get(url, "If-Match", met).status()).as(met).isEqualTo(200);
        }
        for (var failed : List.of("\"other\"", "W/" + tag, "")) {
            assertThat(Api.get(url, "If-Match", failed).status()).as(failed).isEqualTo(412);
        }
        assertThat(Api.get(url("PDF-4", 0), "If-Match", "*").status()).isEqualTo(200);
        assertThat(Api.get(url("PDF-4", 0), "If-Match", tag).status()).isEqualTo(412);
    }

    @Test
    void the_audit_trail_names_who_imported_and_who_read_a_document() throws InterruptedException {
        var job = load(bill("PDF-3"), pdf("PDF-3", "three.pdf", PDF));
        assertThat(
                        audited(
                                "action = 'import' and doc #>> '{request,0,subject,0,id}' = '" + job
                                        + "' and resource = 'import' and caller = 'anyone' and doc #>> '{request,0,correlationId}' = 'pdf-import'"))
                .isEqualTo(1);
        var url = url("PDF-3", 1);
        assertThat(Api.get(url, "X-Correlation-ID", "pdf-read").status()).isEqualTo(200);
        var deadline = Instant.now().plus(PATIENCE);
        while (audited(
                        "action = 'read' and doc::jsonb @> '{\"request\":[{\"correlationId\":\"pdf-read\",\"subject\":[{\"id\":\"PDF-3\"}]}]}'")
                == 0) {
            assertThat(Instant.now()).isBefore(deadline);
            Thread.sleep(20);
        }
    }

    private static long audited(String where) {
        return Store.asOwner()
                .withHandle(owner -> owner.createQuery("select count(*) from audit_entry where " + where)
                        .mapTo(Long.class)
                        .one());
    }

    @Test
    void the_page_of_a_long_bill_has_all_lines_in_parts() {
        var lines = new ArrayList<String>();
        lines.add(
                "{\"@type\":\"CustomerBill\",\"id\":\"doc long\",\"state\":\"sent\",\"billDate\":\"2026-01-31T00:00:00Z\","
                        + "\"billingAccount\":{\"id\":\"doc-long\"}}");
        for (int i = 0; i < 2_001; i++) {
            lines.add("{\"@type\":\"AppliedCustomerBillingRate\",\"id\":\"doc-long-" + i
                    + "\",\"isBilled\":true,\"name\":\"Call number " + i + ".\",\"bill\":{\"id\":\"doc long\"}}");
        }
        Documents.load(lines.toArray(String[]::new));
        var url = "customerBill/doc%20long/billDocument/doc%20long";
        var found = new TreeSet<String>();
        for (int part = 1; part <= 3; part++) {
            var page = Api.get(url + "?part=" + part).text();
            assertThat(page).contains("Part " + part + " of 3");
            assertThat(page.contains("href=\"?part=" + (part + 1) + "\"")).isEqualTo(part < 3);
            assertThat(page.contains("href=\"?part=" + (part - 1) + "\"")).isEqualTo(part > 1);
            Pattern.compile("Call number [0-9]+[.]").matcher(page).results().forEach(line -> found.add(line.group()));
        }
        assertThat(found).hasSize(2_001);
        assertThat(Api.get(url).text()).contains("Part 1 of 3");
        for (var wrong : List.of("?part=0", "?part=4", "?part=x", "?part=", "?other=1")) {
            assertThat(Api.get(url + wrong).status()).as(wrong).isEqualTo(400);
        }
    }

    @Test
    void the_page_has_the_days_and_the_address_of_the_account_and_names_the_issuer() {
        Documents.load("""
                {"@type":"BillingAccount","id":"PAGE-A","currency":"USD","timeZone":"America/Puerto_Rico","contact":[{"contactType":"billing",
                 "contactName":"Ana Rivera","contactMedium":[{"mediumType":"postalAddress","characteristic":{"street1":"Calle Luna 1",
                 "city":"San Juan","postCode":"00901","country":"Puerto Rico"}}]}]}""", """
                {"@type":"CustomerBill","id":"PAGE-B","state":"sent","billDate":"2026-06-08T03:00:00Z","billingAccount":{"id":"PAGE-A"},
                 "paymentDueDate":"2026-06-29T03:59:59Z","taxItem":[{"taxCategory":"VAT","taxRate":0,"exemptionReason":"school, certificate 7",
                 "taxAmount":{"unit":"USD","value":0.00}}],
                 "billingPeriod":{"startDateTime":"2026-05-08T04:00:00Z","endDateTime":"2026-06-08T04:00:00Z"}}""");
        var issuer = Api.server() + "/operations/v1/issuer";
        var tag = Api.get(issuer).header("ETag");
        var body = """
                {"legalName":"Telco <Caribe>","postalAddress":{"street1":"Ave. 1","city":"San Juan","country":"Puerto Rico"},
                 "organizationIdentification":[{"identificationType":"EIN","identificationId":"66-0000000"}],
                 "bankAccount":[{"iban":"GB82WEST12345698765432"}],
                 "text":[{"language":"en","footer":"Thank you"},{"language":"es","footer":"Gracias","paymentInstruction":"Indique el número"}]}""";
        var put = tag.isEmpty()
                ? Api.withBody("PUT", issuer, body)
                : Api.withBody("PUT", issuer, body, "If-Match", tag, "Content-Type", "application/json");
        assertThat(put.status()).as(put.text()).isIn(200, 201);
        var page = Api.get("customerBill/PAGE-B/billDocument/PAGE-B", "Accept-Language", "es, en;q=0.5")
                .text();
        // 03:00 UTC is the evening before in Puerto Rico; the period ends before 8 June there
        assertThat(page)
                .contains(">7 jun 2026<", ">8 may 2026 – 7 jun 2026<", ">28 jun 2026<")
                .containsSubsequence("Ana Rivera", "Calle Luna 1", "San Juan 00901", "Puerto Rico")
                .contains("Telco &lt;Caribe&gt;", "EIN 66-0000000")
                .contains("Gracias", "VAT exento, school, certificate 7", "Factura", "lang=\"es\"")
                .doesNotContain("Thank you");
    }
}
