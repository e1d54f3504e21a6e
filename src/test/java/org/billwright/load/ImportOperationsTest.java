package org.billwright.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.billwright.api.Api;
import org.billwright.api.StoreResource;
import org.junit.jupiter.api.Test;

/** Imports over HTTP. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
class ImportOperationsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static Api.Answer post(byte[] body, String type, String query) {
        return Api.send(HttpRequest.newBuilder(URI.create(Api.server() + "/operations/v1/import" + query))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    private static JsonNode ended(String location) throws InterruptedException {
        var deadline = Instant.now().plus(PATIENCE);
        while (true) {
            var job = Api.get(location).json();
            if (!job.path("state").asText().matches("waiting|running")) {
                return job;
            }
            assertThat(Instant.now()).as(job.toString()).isBefore(deadline);
            Thread.sleep(50);
        }
    }

    private static String[] accounts(String name, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"@type\":\"BillingAccount\",\"id\":\"" + name + "-" + i + "\",\"currency\":\"USD\"}")
                .toArray(String[]::new);
    }

    @Test
    void a_body_is_accepted_and_loaded_and_what_was_refused_can_be_read() throws InterruptedException, IOException {
        var lines = accounts("http", 20_000);
        lines[7] = "bad";
        lines[12_345] = "{\"@type\":\"CustomerBill\",\"id\":\"x\"}";
        var packed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(packed)) {
            out.write(Imports.text(lines));
        }
        var accepted = post(packed.toByteArray(), "application/x-ndjson", "?reconcile=warn&maxRejects=5");
        assertThat(accepted.status()).isEqualTo(202);
        assertThat(accepted.json().path("state").asText()).isEqualTo("waiting");

        var job = ended(accepted.header("Location"));
        assertThat(job.path("state").asText()).isEqualTo("done");
        assertThat(job.path("loaded").asLong()).isEqualTo(19_998);
        assertThat(job.path("refused").asLong()).isEqualTo(2);
        var rejects = Api.get(accepted.header("Location") + "/rejects");
        assertThat(rejects.header("Content-Type")).isEqualTo("application/x-ndjson");
        assertThat(rejects.text().lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("\"line\":8", "\"text\":\"bad\""),
                        line -> assertThat(line).contains("\"line\":12346", "'state'"));

        var again = post(packed.toByteArray(), "application/gzip", "");
        assertThat(ended(again.header("Location")).path("unchanged").asLong()).isEqualTo(19_998);
        assertThat(Api.withBody("DELETE", accepted.header("Location"), "").status())
                .isEqualTo(409);
    }

    @Test
    void one_that_waits_or_runs_can_be_taken_back() throws InterruptedException {
        var body = Imports.text(accounts("taken-back", 60_000));
        post(body, "application/x-ndjson", "");
        var second = post(body, "application/x-ndjson", "");
        assertThat(Api.withBody("DELETE", second.header("Location"), "").status())
                .isEqualTo(204);
        assertThat(ended(second.header("Location")).path("state").asText()).isEqualTo("cancelled");
        assertThat(Api.get(second.header("Location")).json().path("loaded").asLong())
                .isLessThan(60_000);
    }

    @Test
    void what_cannot_be_an_import_is_told_at_once() {
        var line = Imports.text("{}");
        assertThat(post(line, "application/json", "").status()).isEqualTo(415);
        assertThat(post(line, "application/x-ndjson", "?reconcile=maybe")
                        .json()
                        .path("message")
                        .asText())
                .contains("strict, warn or off");
        assertThat(post(line, "application/x-ndjson", "?recncile=off").status()).isEqualTo(400);
        assertThat(post(line, "application/x-ndjson", "?maxRejects=1000000").status())
                .isEqualTo(400);
        assertThat(Api.get(Api.server() + "/operations/v1/import/nothing").status())
                .isEqualTo(404);
        assertThat(Api.get(Api.server() + "/operations/v1/import").status()).isEqualTo(405);
        assertThat(Api.get(Api.server() + "/operations/v1/openapi.yaml").text()).contains("createImport");
    }

    @Test
    void too_many_refused_lines_stop_it() throws InterruptedException {
        var job = ended(post(Imports.text("bad", "worse"), "application/x-ndjson", "?maxRejects=1")
                .header("Location"));
        assertThat(job.path("state").asText()).isEqualTo("stopped");
    }
}
