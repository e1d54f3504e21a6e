package org.billwright.imports.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.billwright.api.Api;
import org.billwright.api.Documents;
import org.billwright.api.StoreResource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Previews and dry runs of imports over HTTP: nothing is loaded. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class ImportPreviewTest {
    private static final String OPERATIONS = "/operations/v1/";
    private static final String CSV = "Id;Cur\nprev-1;USD\nprev-2;XXXX\nprev-3;\nprev-kept;USD\n";

    @BeforeAll
    static void mapping() {
        Documents.load("{\"@type\":\"BillingAccount\",\"id\":\"prev-kept\",\"currency\":\"USD\"}");
        var put = Api.withBody("PUT", Api.server() + OPERATIONS + "csvMapping/preview", """
                {"kind":"BillingAccount","separator":";","attributes":{"id":"Id","currency":"Cur"},
                 "skipWhere":{"column":"Cur","values":[""]}}""");
        assertThat(put.status()).as(put.text()).isIn(200, 201);
    }

    private static Api.Response post(String path, String type, byte[] body) {
        return Api.send(HttpRequest.newBuilder(URI.create(Api.server() + OPERATIONS + path))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    private static JsonNode preview(String query, String type, byte[] body) {
        var response = post("importPreview" + query, type, body);
        assertThat(response.status()).as(response.text()).isEqualTo(200);
        return response.json();
    }

    private static int status(String account) {
        return Api.get(Api.server() + OPERATIONS + "billingAccount/" + account).status();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void each_record_is_shown_as_it_is_read_with_what_would_become_of_it() {
        var records = preview("?mapping=preview", "text/csv", bytes(CSV));
        assertThat(records).hasSize(4);
        assertThat(records.get(0))
                .isEqualTo(Api.json("{'line':2,'document':{'@type':'BillingAccount','id':'prev-1','currency':'USD'}}"));
        assertThat(records.get(1).path("document").path("currency").textValue()).isEqualTo("XXXX");
        assertThat(records.get(1).path("reason").textValue()).contains("'XXXX' is not an ISO 4217 currency");
        assertThat(records.get(2)).isEqualTo(Api.json("{'line':4,'skipped':true}"));
        assertThat(records.get(3).has("reason")).isFalse();
        assertThat(status("prev-1")).isEqualTo(404);
    }

    @Test
    void it_ends_after_the_first_records_so_that_the_body_may_end_anywhere() throws IOException {
        assertThat(preview("?mapping=preview&limit=1", "text/csv", bytes(CSV))).hasSize(1);
        assertThat(preview("?mapping=preview&limit=0", "text/csv", bytes(CSV))).isEmpty();
        var packed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(packed)) {
            for (int i = 0; i < 50_000; i++) {
                out.write(bytes("{\"@type\":\"BillingAccount\",\"id\":\"prev-z" + i * 7919 % 50_000
                        + "\",\"currency\":\"USD\"}\n"));
            }
        }
        var beginning = Arrays.copyOf(packed.toByteArray(), packed.size() / 2);
        var records = preview("", "application/gzip", beginning);
        assertThat(records).hasSize(20).allMatch(entry -> !entry.has("reason"));
    }

    @Test
    void a_record_that_is_no_document_has_its_reason() {
        var records = preview("", "application/x-ndjson", bytes("bad\n{\"@type\":\"Nothing\"}\n"));
        assertThat(records).hasSize(2);
        assertThat(records.get(0).path("reason").textValue()).startsWith("not JSON");
        assertThat(records.get(1).path("reason").textValue()).contains("@type");
    }

    @Test
    void a_wrong_request_is_refused() {
        assertThat(post("importPreview?mapping=nobody", "text/csv", bytes(CSV)).status())
                .isEqualTo(400);
        assertThat(post("importPreview", "text/csv", bytes(CSV)).status()).isEqualTo(400);
        assertThat(post("importPreview?dryRun=on", "application/x-ndjson", bytes("{}"))
                        .status())
                .isEqualTo(400);
        assertThat(post("importPreview?limit=101", "application/x-ndjson", bytes("{}"))
                        .status())
                .isEqualTo(400);
        assertThat(post("importPreview", "text/plain", bytes("{}")).status()).isEqualTo(415);
    }

    @Test
    void a_dry_run_says_what_would_be_and_changes_nothing() throws InterruptedException {
        var job = HttpImports.ended(post("import?mapping=preview&dryRun=on", "text/csv", bytes(CSV)));
        assertThat(job.path("state").textValue()).isEqualTo("done");
        assertThat(job.path("dryRun").booleanValue()).isTrue();
        assertThat(job.path("loaded").asInt()).isEqualTo(1);
        assertThat(job.path("unchanged").asInt()).isEqualTo(1);
        assertThat(job.path("rejected").asInt()).isEqualTo(1);
        assertThat(job.path("skipped").asInt()).isEqualTo(1);
        var rejects =
                Api.get(Api.server() + OPERATIONS + "import/" + job.path("id").textValue() + "/rejects");
        assertThat(rejects.json().path("line").asInt()).isEqualTo(3);
        assertThat(status("prev-1")).isEqualTo(404);

        var real =
                HttpImports.ended(post("import?mapping=preview", "text/csv", bytes(CSV.replace("prev-1", "prev-9"))));
        assertThat(real.has("dryRun")).isFalse();
        assertThat(status("prev-9")).isEqualTo(200);
    }

    @Test
    void a_dry_run_stops_where_the_import_would() throws InterruptedException {
        var job = HttpImports.ended(post("import?dryRun=on&maxRejects=1", "application/x-ndjson", bytes("x\ny\nz\n")));
        assertThat(job.path("state").textValue()).isEqualTo("stopped");
        assertThat(job.path("problem").textValue()).isEqualTo("stopped: more than 1 lines were rejected");
        assertThat(job.path("rejected").asInt()).isEqualTo(3);
    }

    @Test
    void the_pages_of_the_list_follow_each_other() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            HttpImports.ended(post("import?dryRun=on", "application/x-ndjson", bytes("x\n")));
        }
        var all =
                Api.get(Api.server() + OPERATIONS + "import?state=done&limit=3").ids();
        var first = Api.get(Api.server() + OPERATIONS + "import?state=done&limit=2");
        assertThat(first.ids()).isEqualTo(all.subList(0, 2));
        var next = first.header("Link").replaceFirst(".*<([^>]*)>; rel=\"next\".*", "$1");
        assertThat(Api.get(next).ids().getFirst()).isEqualTo(all.get(2));
    }
}
