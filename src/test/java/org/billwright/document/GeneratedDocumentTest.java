package org.billwright.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.billwright.api.Api;
import org.billwright.api.Documents;
import org.billwright.api.Store;
import org.billwright.api.StoreResource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Documents that are made here, over HTTP. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class GeneratedDocumentTest {
    private static String bill(String id, String state, String amount) {
        return """
                {"@type":"CustomerBill","id":"%1$s","billNo":"%1$s","state":"%2$s","billDate":"2026-06-08T03:00:00Z","billingAccount":{"id":"GEN-A"},
                 "taxExcludedAmount":{"unit":"USD","value":%3$s},"taxIncludedAmount":{"unit":"USD","value":%3$s},"amountDue":{"unit":"USD","value":%3$s}}""".formatted(id, state, amount);
    }

    private static String rate(String bill, String amount) {
        return """
                {"@type":"AppliedCustomerBillingRate","id":"%1$s-1","isBilled":true,"bill":{"id":"%1$s"},"name":"Fibre","type":"recurringCharge",
                 "taxExcludedAmount":{"unit":"USD","value":%2$s},"taxIncludedAmount":{"unit":"USD","value":%2$s}}""".formatted(bill, amount);
    }

    private static String pdf(String bill) {
        return "customerBill/" + bill + "/billDocument/bill.pdf";
    }

    private static JsonNode listed(String bill, String id) {
        return Api.get("customerBill/" + bill)
                .json()
                .path("billDocument")
                .valueStream()
                .filter(document -> document.path("id").asText().equals(id))
                .findFirst()
                .orElse(Api.JSON.missingNode());
    }

    @Test
    void a_pdf_is_made_when_it_is_first_asked_for_and_stays_the_same_bytes() {
        Documents.load(bill("GEN-1", "sent", "10.00"), rate("GEN-1", "10.00"));
        assertThat(listed("GEN-1", "bill.pdf").isMissingNode()).isTrue();
        var first = Api.get(pdf("GEN-1"));
        assertThat(first.status()).as(first.text()).isEqualTo(200);
        assertThat(first.text()).startsWith("%PDF-1.");
        assertThat(first.header("Content-Type")).isEqualTo("application/pdf");
        assertThat(first.header("Content-Disposition")).isEqualTo("inline; filename=\"GEN-1.pdf\"");
        var entry = listed("GEN-1", "bill.pdf");
        assertThat(entry.path("url").textValue()).isEqualTo(Api.v4() + pdf("GEN-1"));
        assertThat(entry.path("mimeType").textValue()).isEqualTo("application/pdf");
        assertThat(entry.at("/size/amount").intValue())
                .isEqualTo(Integer.parseInt(Api.send(HttpRequest.newBuilder(URI.create(Api.v4() + pdf("GEN-1")))
                                .method("HEAD", HttpRequest.BodyPublishers.noBody()))
                        .header("Content-Length")));
        var again = Api.get(pdf("GEN-1"));
        assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
        assertThat(Api.get(pdf("GEN-1"), "If-None-Match", first.header("ETag")).status())
                .isEqualTo(304);
        assertThat(Api.get(pdf("GEN-1"), "Accept", "text/html").status()).isEqualTo(406);
    }

    @Test
    void a_range_of_bytes_is_a_part_of_the_document() {
        Documents.load(bill("GEN-2", "sent", "10.00"), rate("GEN-2", "10.00"));
        var whole = Api.get(pdf("GEN-2"));
        var tag = whole.header("ETag");
        assertThat(whole.header("Accept-Ranges")).isEqualTo("bytes");
        var part = Api.get(pdf("GEN-2"), "Range", "bytes=1-3");
        assertThat(part.status()).isEqualTo(206);
        assertThat(part.text()).isEqualTo("PDF");
        assertThat(part.header("Content-Range")).startsWith("bytes 1-3/");
        var length = part.header("Content-Range").substring("bytes 1-3/".length());
        assertThat(Api.get(pdf("GEN-2"), "Range", "bytes=0-", "If-Range", tag).header("Content-Range"))
                .isEqualTo("bytes 0-" + (Integer.parseInt(length) - 1) + "/" + length);
        assertThat(Api.get(pdf("GEN-2"), "Range", "bytes=-5").text()).contains("EOF");
        for (var whatever : List.of("bytes=5-1", "lines=1-2", "bytes=0-1,3-4", "bytes=", "bytes=a-b")) {
            assertThat(Api.get(pdf("GEN-2"), "Range", whatever).status())
                    .as(whatever)
                    .isEqualTo(200);
        }
        assertThat(Api.get(pdf("GEN-2"), "Range", "bytes=1-3", "If-Range", "\"other\"")
                        .status())
                .isEqualTo(200);
        for (var outside : List.of("bytes=" + length + "-", "bytes=-0", "bytes=999999999999-")) {
            var refused = Api.get(pdf("GEN-2"), "Range", outside);
            assertThat(refused.status()).as(outside).isEqualTo(416);
            assertThat(refused.json().path("code").textValue()).isEqualTo("rangeNotSatisfiable");
            assertThat(refused.header("Content-Range")).isEqualTo("bytes */" + length);
        }
    }

    @Test
    void documents_are_listed_when_a_bill_is_validated() {
        Documents.load(bill("GEN-3", "new", "10.00"), rate("GEN-3", "10.00"));
        var patched = Api.patch("customerBill/GEN-3", "{\"state\":\"validated\"}");
        assertThat(patched.status()).as(patched.text()).isEqualTo(200);
        assertThat(patched.json()
                        .path("billDocument")
                        .valueStream()
                        .map(document -> document.path("id").asText()))
                .contains("GEN-3", "bill.pdf");
        var tag = patched.header("ETag");
        assertThat(Api.get(pdf("GEN-3")).status()).isEqualTo(200);
        assertThat(Api.get("customerBill/GEN-3").header("ETag")).isEqualTo(tag);
        var sent = Api.patch("customerBill/GEN-3", "{\"state\":\"sent\"}", "If-Match", tag);
        assertThat(sent.status()).as(sent.text()).isEqualTo(200);
        assertThat(events("GEN-3", "CustomerBillDocumentsReadyEvent")).isEqualTo(1);
    }

    private static long events(String bill, String type) {
        return Store.asOwner()
                .withHandle(owner -> owner.createQuery("select count(*) from event where resource_id = ? and type = ?")
                        .bind(0, bill)
                        .bind(1, type)
                        .mapTo(Long.class)
                        .one());
    }

    @Test
    void a_document_is_that_of_the_bill_as_it_is() {
        Documents.load(bill("GEN-4", "sent", "10.00"), rate("GEN-4", "10.00"));
        var before = Api.get(pdf("GEN-4")).header("ETag");
        Documents.load(bill("GEN-4", "settled", "10.00"));
        assertThat(Api.get(pdf("GEN-4")).header("ETag")).isEqualTo(before);
        assertThat(listed("GEN-4", "bill.pdf").isMissingNode()).isFalse();
        Documents.load(bill("GEN-4", "settled", "12.00"), rate("GEN-4", "12.00"));
        var after = Api.get(pdf("GEN-4")).header("ETag");
        assertThat(after).isNotEqualTo(before);
        Documents.load(rate("GEN-4", "12.50"));
        assertThat(stored("GEN-4")).isZero();
    }

    private static long stored(String bill) {
        return Store.asOwner()
                .withHandle(owner -> owner.createQuery("select count(*) from bill_document_content where bill_id = ?")
                        .bind(0, bill)
                        .mapTo(Long.class)
                        .one());
    }

    @Test
    void a_bill_that_cannot_be_an_invoice_says_why() {
        Documents.load(bill("GEN-5", "sent", "10.00"), rate("GEN-5", "10.00"));
        for (var id : List.of("cii.xml", "ubl.xml")) {
            var refused = Api.get("customerBill/GEN-5/billDocument/" + id);
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.json().path("message").textValue())
                    .startsWith("the bill cannot be an e-invoice (EN 16931): ")
                    .contains("tax");
        }
        assertThat(Api.get("customerBill/nobody/billDocument/cii.xml").status()).isEqualTo(404);
        assertThat(Api.get("customerBill/GEN-5/billDocument/other.xml").status())
                .isEqualTo(404);
    }

    @Test
    void a_document_of_the_source_with_the_same_id_stays_as_it_is() {
        Documents.load(
                bill("GEN-6", "new", "10.00"),
                "{\"@type\":\"BillDocument\",\"id\":\"bill.pdf\",\"bill\":{\"id\":\"GEN-6\"},\"name\":\"own.pdf\",\"mimeType\":\"application/pdf\",\"content\":\"JVBERi1vd24=\"}");
        assertThat(Api.patch("customerBill/GEN-6", "{\"state\":\"validated\"}").status())
                .isEqualTo(200);
        assertThat(Api.get(pdf("GEN-6")).text()).isEqualTo("%PDF-own");
        assertThat(listed("GEN-6", "bill.pdf").path("name").textValue()).isEqualTo("own.pdf");
    }

    @Test
    void ten_who_ask_for_the_first_pdf_at_once_get_the_same_one() throws Exception {
        Documents.load(bill("GEN-7", "sent", "10.00"), rate("GEN-7", "10.00"));
        try (var threads = Executors.newFixedThreadPool(10)) {
            var tags = new ArrayList<Future<String>>();
            for (int i = 0; i < 10; i++) {
                tags.add(threads.submit(() -> {
                    var pdf = Api.get(pdf("GEN-7"));
                    return pdf.status() + pdf.header("ETag");
                }));
            }
            var found = new TreeSet<String>();
            for (var tag : tags) {
                found.add(tag.get());
            }
            assertThat(found).singleElement().asString().startsWith("200");
        }
        assertThat(stored("GEN-7")).isEqualTo(1);
    }

    /** 121.00 are asked for, of which 48.40 are paid by credit: 72.60 are left. */
    @Test
    void a_bill_that_is_partly_paid_when_it_is_made_asks_for_the_rest() throws IOException, InterruptedException {
        Documents.load("""
                {"@type":"CustomerBill","id":"GEN-8","billNo":"GEN-8","state":"partiallyPaid","billDate":"2026-06-08T03:00:00Z","billingAccount":{"id":"GEN-A"},
                 "taxExcludedAmount":{"unit":"USD","value":121.00},"taxIncludedAmount":{"unit":"USD","value":121.00},
                 "amountDue":{"unit":"USD","value":121.00},"remainingAmount":{"unit":"USD","value":72.60},
                 "appliedPayment":[{"appliedAmount":{"unit":"USD","value":48.40},"payment":{"id":"P-8"}}]}""");
        var page = Api.get("customerBill/GEN-8/billDocument/GEN-8").text();
        assertThat(page).contains("Still to be paid<strong>$72.60</strong>", "$121.00", "-$48.40");
        try (var client = HttpClient.newHttpClient();
                var document = Loader.loadPDF(client.send(
                                HttpRequest.newBuilder(URI.create(Api.v4() + pdf("GEN-8")))
                                        .build(),
                                HttpResponse.BodyHandlers.ofByteArray())
                        .body())) {
            assertThat(new PDFTextStripper().getText(document))
                    .contains("Still to be paid", "$72.60", "Already paid or credited", "-$48.40", "$121.00");
        }
    }
}
