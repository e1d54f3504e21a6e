package org.billwright.imports.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.billwright.api.Api;
import org.billwright.api.Store;
import org.billwright.api.StoreResource;
import org.billwright.imports.job.Imports;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Imports over HTTP. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class ImportOperationsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static Api.Response post(byte[] body, String type, String query) {
        return Api.send(HttpRequest.newBuilder(URI.create(Api.server() + "/operations/v1/import" + query))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    private static String[] accounts(String name, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"@type\":\"BillingAccount\",\"id\":\"" + name + "-" + i + "\",\"currency\":\"USD\"}")
                .toArray(String[]::new);
    }

    @Test
    void a_body_is_accepted_and_loaded_and_rejected_lines_can_be_read() throws InterruptedException, IOException {
        var lines = accounts("http", 20_000);
        lines[7] = "bad";
        lines[12_345] = "{\"@type\":\"CustomerBill\",\"id\":\"x\"}";
        var packed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(packed)) {
            out.write(Imports.text(lines));
        }
        var accepted = post(packed.toByteArray(), "application/x-ndjson", "?reconcile=warn&maxRejects=5");
        assertThat(accepted.status()).isEqualTo(202);
        assertThat(accepted.json().path("state").asText()).isIn("waiting", "running");

        var job = HttpImports.ended(accepted.header("Location"));
        assertThat(job.path("state").asText()).isEqualTo("done");
        assertThat(job.path("loaded").asLong()).isEqualTo(19_998);
        assertThat(job.path("rejected").asLong()).isEqualTo(2);
        var rejects = Api.get(accepted.header("Location") + "/rejects");
        assertThat(rejects.header("Content-Type")).isEqualTo("application/x-ndjson");
        assertThat(rejects.text().lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("\"line\":8", "\"text\":\"bad\""),
                        line -> assertThat(line).contains("\"line\":12346", "'state'"));

        var again = post(packed.toByteArray(), "application/gzip", "");
        assertThat(HttpImports.ended(again.header("Location")).path("unchanged").asLong())
                .isEqualTo(19_998);
        assertThat(Api.withBody("DELETE", accepted.header("Location"), "").status())
                .isEqualTo(409);
    }

    @Test
    void a_body_that_was_cut_off_is_not_done() throws InterruptedException, IOException {
        var packed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(packed)) {
            out.write(Imports.text(accounts("cut-off", 20_000)));
        }
        var job = HttpImports.ended(post(Arrays.copyOf(packed.toByteArray(), packed.size() / 2), "application/gzip", "")
                .header("Location"));
        assertThat(job.path("state").asText()).isEqualTo("stopped");
        assertThat(job.path("problem").asText()).contains("cannot be read from here on");
        assertThat(job.path("loaded").asLong()).isPositive();
    }

    @Test
    void imports_are_listed_the_newest_first() throws InterruptedException {
        var list = Api.server() + "/operations/v1/import";
        var first = HttpImports.ended(post(Imports.text(accounts("listed", 1)), "application/x-ndjson", "")
                .header("Location"));
        var second = HttpImports.ended(post(Imports.text(accounts("listed", 2)), "application/x-ndjson", "")
                .header("Location"));
        var newest = Api.get(list + "?limit=2");
        assertThat(newest.status()).isEqualTo(200);
        assertThat(newest.json().get(0)).isEqualTo(second);
        assertThat(newest.json().get(1)).isEqualTo(first);
        assertThat(newest.header("X-Result-Count")).isEqualTo("2");
        assertThat(Api.get(list + "?limit=1&offset=1").json().get(0)).isEqualTo(first);
        assertThat(Api.get(list + "?state=done&limit=1").json().get(0)).isEqualTo(second);
        assertThat(Api.get(list + "?state=failed,done&limit=1").json().get(0)).isEqualTo(second);
        assertThat(Api.get(list + "?state=waiting").json()).isEmpty();
        for (var wrong :
                new String[] {"?state=over", "?state=done,over", "?limit=1001", "?limit=x", "?offset=-1", "?sort=id"}) {
            assertThat(Api.get(list + wrong).status()).as(wrong).isEqualTo(400);
        }
    }

    @Test
    void a_waiting_or_running_import_can_be_cancelled() throws InterruptedException {
        var body = Imports.text(accounts("cancelled", 60_000));
        var first = post(body, "application/x-ndjson", "");
        var second = post(body, "application/x-ndjson", "");
        assertThat(Api.withBody("DELETE", second.header("Location"), "").status())
                .isEqualTo(204);
        assertThat(HttpImports.ended(second.header("Location")).path("state").asText())
                .isEqualTo("cancelled");
        var id = second.header("Location").replaceAll(".*/", "");
        assertThat(Api.get(second.header("Location") + "/rejects").status()).isEqualTo(200);
        var trail = Api.get(
                Api.server() + "/operations/v1/auditEntry?resource=import&request.subject.id=" + id + "&sort=date");
        assertThat(trail.json().findValuesAsText("action")).containsExactly("import", "delete", "read");
        assertThat(Api.get(second.header("Location")).json().path("loaded").asLong())
                .isLessThan(60_000);
        assertThat(HttpImports.ended(first.header("Location")).path("loaded").asLong())
                .isEqualTo(60_000);
    }

    @Test
    void an_invalid_request_is_answered_at_once() {
        var line = Imports.text("{}");
        assertThat(post(line, "application/json", "").status()).isEqualTo(415);
        assertThat(post(line, "application/x-ndjson", "?reconcile=maybe")
                        .json()
                        .path("message")
                        .asText())
                .contains("strict, warn or off");
        assertThat(post(line, "application/x-ndjson", "?accounts=none")
                        .json()
                        .path("message")
                        .asText())
                .contains("strict, warn or off");
        assertThat(post(line, "application/x-ndjson", "?tmf=v6")
                        .json()
                        .path("message")
                        .asText())
                .contains("v4 or v5");
        assertThat(post(line, "application/x-ndjson", "?recncile=off").status()).isEqualTo(400);
        assertThat(post(line, "application/x-ndjson", "?maxRejects=1000000").status())
                .isEqualTo(400);
        assertThat(Api.get(Api.server() + "/operations/v1/import/nothing").status())
                .isEqualTo(404);
        assertThat(Api.withBody("PATCH", Api.server() + "/operations/v1/import", "{}")
                        .status())
                .isEqualTo(405);
        assertThat(Api.get(Api.server() + "/operations/v1/openapi.yaml").text()).contains("createImport");
    }

    @Test
    void missing_accounts_and_lines_that_do_not_add_up_are_in_the_status() throws InterruptedException {
        var body = Imports.text("""
                {"@type":"CustomerBill","id":"no-account","state":"new","billDate":"2026-01-31T00:00:00Z",\
                "billingAccount":{"id":"never-imported"},"taxExcludedAmount":{"unit":"USD","value":10.00}}""", """
                {"@type":"AppliedCustomerBillingRate","id":"no-account-rate","bill":{"id":"no-account"},\
                "taxExcludedAmount":{"unit":"USD","value":9.00}}""");
        var strict = HttpImports.ended(
                post(body, "application/x-ndjson", "?accounts=strict").header("Location"));
        assertThat(strict.path("rejected").asLong()).isEqualTo(2);
        assertThat(strict.path("missingAccountCount").asLong()).isEqualTo(1);

        var job = HttpImports.ended(post(body, "application/x-ndjson", "").header("Location"));
        assertThat(job.path("loaded").asLong()).isEqualTo(2);
        assertThat(job.path("billDifferences").asLong()).isEqualTo(1);
        assertThat(job.path("missingAccountCount").asLong()).isEqualTo(1);
        assertThat(job.path("missingAccounts")).extracting(JsonNode::asText).containsExactly("never-imported");
    }

    @Test
    void too_many_rejected_lines_stop_it() throws InterruptedException {
        var job = HttpImports.ended(post(Imports.text("bad", "worse"), "application/x-ndjson", "?maxRejects=1")
                .header("Location"));
        assertThat(job.path("state").asText()).isEqualTo("stopped");
    }

    private static String flatly(String version) {
        return """
                {"@type":"CustomerBill","id":"http-%s","state":"sent","billDate":"2026-01-31T00:00:00Z","billingAccount":{"id":"A"},\
                "relatedParty":[{"role":"payer","id":"P"}]}""".formatted(version);
    }

    @Test
    void a_version_that_is_said_holds_for_all_lines() throws InterruptedException {
        var v4 = post(Imports.text(flatly("v4")), "application/x-ndjson", "?tmf=v4");
        assertThat(HttpImports.ended(v4.header("Location")).path("loaded").asLong())
                .isEqualTo(1);
        var v5 = Api.server() + "/tmf-api/customerBillManagement/v5/customerBill/http-";
        assertThat(Api.get(v5 + "v4")
                        .json()
                        .at("/relatedParty/0/partyOrPartyRole/id")
                        .asText())
                .isEqualTo("P");

        // Read as v5, the flat party has no party.
        var flat = post(Imports.text(flatly("v5")), "application/x-ndjson", "?tmf=v5");
        assertThat(HttpImports.ended(flat.header("Location")).path("rejected").asLong())
                .isEqualTo(1);
        assertThat(Api.get(flat.header("Location") + "/rejects").text())
                .contains("'relatedParty[0].partyOrPartyRole' is required");
        assertThat(Api.get(v5 + "v5").status()).isEqualTo(404);
    }

    @Test
    void rejected_lines_are_kept_for_a_time_and_then_gone() throws InterruptedException, IOException {
        var accepted = post(Imports.text("bad"), "application/x-ndjson", "");
        var location = accepted.header("Location");
        var until = OffsetDateTime.parse(
                HttpImports.ended(location).path("rejectsUntil").asText());
        assertThat(until)
                .isEqualTo(OffsetDateTime.parse(
                                HttpImports.ended(location).path("updatedAt").asText())
                        .plusDays(30));
        assertThat(Api.get(location + "/rejects").status()).isEqualTo(200);

        var id = accepted.json().path("id").textValue();
        var file = new ImportFolder(StoreResource.IMPORTS).rejects(Store.TENANT, id);
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
        var deadline = Instant.now().plus(PATIENCE);
        while (Files.exists(file)) {
            assertThat(Instant.now()).isBefore(deadline);
            Thread.sleep(50);
        }
        var elsewhere = Api.get(location + "/rejects");
        assertThat(elsewhere.status()).isEqualTo(404);
        assertThat(elsewhere.json().path("message").asText()).contains("this server's disk");
        Store.asOwner()
                .useHandle(owner -> owner.execute("update import_job set updated_at = '2020-01-01Z' where id = ?", id));
        var gone = Api.get(location + "/rejects");
        assertThat(gone.status()).isEqualTo(410);
        assertThat(gone.json().path("code").asText()).isEqualTo("gone");
        assertThat(Api.get(location).json().path("rejectsUntil").asText()).startsWith("2020-01-31");
    }

    @Test
    void a_body_whose_import_is_not_known_is_left_alone_until_it_is_old() throws InterruptedException, IOException {
        var folder = new ImportFolder(StoreResource.IMPORTS);
        var body = folder.accept(Files.write(StoreResource.IMPORTS.resolve("x"), new byte[1]), Store.TENANT, "0-stray");
        assertThat(HttpImports.ended(post(Imports.text(accounts("stray", 1)), "application/x-ndjson", "")
                                .header("Location"))
                        .path("state")
                        .asText())
                .isEqualTo("done");
        assertThat(body).exists();
        Files.setLastModifiedTime(body, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
        var deadline = Instant.now().plus(PATIENCE);
        while (Files.exists(body)) {
            assertThat(Instant.now()).isBefore(deadline);
            Thread.sleep(50);
        }
    }
}
