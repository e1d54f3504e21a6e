package org.billwright.imports.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.billwright.api.Api;
import org.billwright.api.Store;
import org.billwright.api.StoreResource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** CSV over HTTP: mappings that are kept by name, and imports that name one. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class CsvImportTest {
    private static final String OPERATIONS = Api.server() + "/operations/v1/";
    private static final String MAPPINGS = OPERATIONS + "csvMapping";
    private static final Charset WINDOWS = Charset.forName("windows-1252");
    private static final String HEAD =
            "RECHNUNG;DATUM;FAELLIG;VON;BIS;STATUS;KONTO;KUNDE;NAME;NETTO;MWST_19;MWST_7;BRUTTO;OFFEN;GEZAHLT;REGION\r\n";
    private static final String PAYMENTS = """
            {"kind": "AppliedPayment", "attributes": {"bill.id": "BILL", "appliedAmount.value": "PAID"},
             "constants": {"appliedAmount.unit": "USD"}}""";

    private static String row(String id, String total) {
        return id
                + ";03.02.2026;17.02.2026;01.01.2026;01.02.2026;T;K-9;P-9;\"Jörg \"\"Jo\"\" Müller; Söhne\";1.100,00;190,00;7,00;"
                + total + ";97,00;1.200,00;Süd\r\n";
    }

    private static Api.Response put(String id, byte[] mapping, String type) {
        return Api.send(HttpRequest.newBuilder(URI.create(MAPPINGS + "/" + id))
                .header("Content-Type", type)
                .PUT(HttpRequest.BodyPublishers.ofByteArray(mapping)));
    }

    private static Api.Response put(String id, String mapping) {
        return put(id, mapping.getBytes(StandardCharsets.UTF_8), "application/json");
    }

    private static Api.Response post(byte[] body, String type, String query) {
        return Api.send(HttpRequest.newBuilder(URI.create(OPERATIONS + "import" + query))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    @Test
    void the_example_of_the_documentation_is_loaded_packed_or_not_and_a_bad_record_is_shown() throws Exception {
        var mapping = Files.readAllBytes(Path.of("docs/csv-mapping-bills.yaml"));
        assertThat(put("older-biller", mapping, "application/yaml").status()).isEqualTo(201);

        var plain = (HEAD + row("http-4711", "1.297,00") + row("http-4712", "much")).getBytes(WINDOWS);
        var accepted = post(plain, "text/csv", "?mapping=older-biller&accounts=off");
        var job = HttpImports.ended(accepted);
        assertThat(job.path("mapping").asText()).isEqualTo("older-biller");
        assertThat(job.path("loaded").asLong()).isEqualTo(1);
        assertThat(job.path("rejected").asLong()).isEqualTo(1);
        assertThat(Api.get(accepted.header("Location") + "/rejects")
                        .json()
                        .path("line")
                        .asLong())
                .isEqualTo(3);
        var bill = Api.get(Api.server() + "/tmf-api/customerBillManagement/v5/customerBill/http-4711")
                .json();
        assertThat(bill.path("amountDue").path("value").decimalValue()).isEqualByComparingTo("1297.00");
        assertThat(bill.path("relatedParty")
                        .path(0)
                        .path("partyOrPartyRole")
                        .path("name")
                        .asText())
                .isEqualTo("Jörg \"Jo\" Müller; Söhne");

        var packed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(packed)) {
            out.write(plain);
        }
        var again =
                HttpImports.ended(post(packed.toByteArray(), "application/gzip", "?mapping=older-biller&accounts=off"));
        assertThat(again.path("unchanged").asLong()).isEqualTo(1);
    }

    @Test
    void a_mapping_is_put_listed_read_replaced_and_deleted_and_the_trail_has_it() {
        var bytes = PAYMENTS.getBytes(StandardCharsets.UTF_8);
        var created = put("kept", bytes, "application/json");
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.header("Location")).isEqualTo(MAPPINGS + "/kept");
        for (var type : new String[] {"application/json", "application/yaml", "text/yaml"}) {
            assertThat(put("kept", bytes, type).status()).isEqualTo(200);
        }
        var kept = Api.get(MAPPINGS + "/kept").json();
        assertThat(kept.path("mapping").asText()).isEqualTo(PAYMENTS);
        // A list with a thousand texts would be as large as a hundred pages of bills.
        var listed = ((ObjectNode) kept.deepCopy()).without("mapping");
        var list = Api.get(MAPPINGS);
        assertThat(list.json()).contains(listed);
        assertThat(list.header("X-Total-Count"))
                .isEqualTo(String.valueOf(list.json().size()));
        var other = PAYMENTS.replace("USD", "EUR");
        assertThat(put("kept", other).json().path("mapping").asText()).isEqualTo(other);
        var stored = Store.asOwner()
                .withHandle(
                        owner -> owner.createQuery("select mapping from csv_mapping where id = 'kept' and tenant = ?")
                                .bind(0, Store.TENANT)
                                .mapTo(String.class)
                                .list());
        assertThat(stored).containsExactly(other);
        assertThat(Api.withBody("DELETE", MAPPINGS + "/kept", "").status()).isEqualTo(204);
        assertThat(Api.withBody("DELETE", MAPPINGS + "/kept", "").status()).isEqualTo(404);
        assertThat(Api.get(MAPPINGS + "/kept").status()).isEqualTo(404);
        var trail =
                Api.get(OPERATIONS + "auditEntry?resource=csvMapping&sort=date").json();
        assertThat(trail.findValuesAsText("action")).containsSubsequence("create", "change", "delete");
    }

    @Test
    void a_mapping_that_no_import_could_use_is_refused() throws IOException {
        assertThat(put("bad", "{\"kind\": \"Nothing\"}").text()).contains("kind");
        assertThat(put("bad", PAYMENTS.replace("bill.id", "bill.idd")).text()).contains("bill.idd");
        assertThat(put("bad", "a: [").status()).isEqualTo(400);
        assertThat(put("bad", "a\u0000b: 1").status()).isEqualTo(400);
        assertThat(put("bad", PAYMENTS.replace("BILL", "BI\\u0000LL")).status()).isEqualTo(400);
        assertThat(put("bad", new byte[] {'a', (byte) 0xC3, '('}, "text/yaml").text())
                .contains("not UTF-8");
        assertThat(put("bad", "[".repeat(50_000)).status()).isEqualTo(400);
        assertThat(put("bad", "- ".repeat(50_000) + "x").status()).isEqualTo(400);
        assertThat(put("bad", "a: &a [b]\nc: [*a, *a]").status()).isEqualTo(400);
        assertThat(put("bad", PAYMENTS + " ".repeat(100_000)).text()).contains("limited to 100000 characters");
        assertThat(put("bad", new byte[0], "text/yaml").status()).isEqualTo(400);
        assertThat(put("bad%20name", PAYMENTS).status()).isEqualTo(400);
        assertThat(put("x".repeat(101), PAYMENTS).status()).isEqualTo(400);
        assertThat(put("bad", PAYMENTS.getBytes(StandardCharsets.UTF_8), "text/plain")
                        .status())
                .isEqualTo(415);
        assertThat(Api.get(MAPPINGS + "/bad").status()).isEqualTo(404);
    }

    @Test
    void skipped_records_are_counted_in_the_metrics() throws InterruptedException {
        put(
                "totals",
                PAYMENTS.replace(
                        "{\"kind\"", "{\"skipWhere\": {\"column\": \"BILL\", \"values\": [\"TOTAL\"]}, \"kind\""));
        var csv = "BILL,PAID\nTOTAL,1.00\n".getBytes(StandardCharsets.UTF_8);
        var job = HttpImports.ended(post(csv, "text/csv", "?mapping=totals"));
        assertThat(job.path("skipped").asLong()).as(job.toString()).isEqualTo(1);
        assertThat(Api.get(Api.server() + "/q/metrics").text())
                .containsPattern("billwright_import_lines_total\\{[^}]*outcome=\"skipped\"[^}]*} [1-9]");
    }

    @Test
    void a_body_and_a_mapping_that_do_not_belong_together_are_refused() {
        put("payments", PAYMENTS);
        var csv = "BILL,PAID\nnobody,1.00\n".getBytes(StandardCharsets.UTF_8);
        assertThat(post(csv, "text/csv", "").text()).contains("needs the parameter 'mapping'");
        assertThat(post(csv, "text/csv", "?mapping=unknown").text()).contains("mapping", "unknown");
        assertThat(post(csv, "application/x-ndjson", "?mapping=payments").status())
                .isEqualTo(400);
    }

    @Test
    void an_import_goes_on_with_the_mapping_that_it_began_with() throws InterruptedException {
        put("changing", PAYMENTS);
        var csv = new StringBuilder("BILL,PAID\n");
        for (int i = 0; i < 20_000; i++) {
            csv.append("nobody-").append(i).append(",1.00\n");
        }
        var accepted = post(csv.toString().getBytes(StandardCharsets.UTF_8), "text/csv", "?mapping=changing");
        put("changing", PAYMENTS.replace("BILL", "OTHER"));
        Api.withBody("DELETE", MAPPINGS + "/changing", "");
        var job = HttpImports.ended(accepted);
        // By the other mapping the first record would have ended it.
        assertThat(job.path("state").asText()).isEqualTo("stopped");
        assertThat(job.path("rejected").asLong()).isGreaterThan(10_000);
        assertThat(Api.get(accepted.header("Location") + "/rejects").text()).contains("nobody-0");
    }
}
