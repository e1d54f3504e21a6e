package org.billwright.imports.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.billwright.api.Api;
import org.billwright.api.Store;
import org.billwright.api.StoreResource;
import org.billwright.imports.job.Imports;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An import that cannot succeed ends with its reason, and those after it are run. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class ImportFailuresTest {

    private static Api.Response post(byte[] body, String query, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(Api.server() + "/operations/v1/import" + query))
                .header("Content-Type", "application/x-ndjson");
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return Api.send(request.POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    private static String account(String id) {
        return "{\"@type\":\"BillingAccount\",\"id\":\"" + id + "\",\"currency\":\"USD\"}";
    }

    private static String bill(String id, String members) {
        return """
                {"@type":"CustomerBill","id":"%s","state":"new","billDate":"2026-01-31T00:00:00Z",%s}""".formatted(id, members);
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(packed)) {
            out.write(plain);
        }
        return packed.toByteArray();
    }

    private static byte[] repeated(byte[] member, int times, byte[] last) {
        var all = new ByteArrayOutputStream();
        IntStream.range(0, times).forEach(i -> all.writeBytes(member));
        all.writeBytes(last);
        return all.toByteArray();
    }

    @Test
    void a_body_of_many_empty_members_is_loaded_and_the_queue_is_free() throws Exception {
        var body = repeated(gzip(new byte[0]), 20_000, gzip(Imports.text(account("members"))));
        assertThat(HttpImports.ended(post(body, "")).path("loaded").asLong()).isEqualTo(1);
        var request = HttpRequest.newBuilder(URI.create(Api.v4() + "customerBillOnDemand"))
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofByteArray(repeated(
                        gzip(new byte[0]),
                        20_000,
                        gzip(Imports.text("{\"billingAccount\":{\"id\":\"members-nobody\"}}")))));
        assertThat(Api.send(request).status()).isEqualTo(201);
    }

    @Test
    void an_import_that_was_cancelled_frees_the_queue_while_its_body_is_unpacked() throws Exception {
        // 12 GB of blank lines, not more than may be in a row: no line is ever ready.
        var blank = (" ".repeat(639_999) + "\n").repeat(100);
        var slow = post(repeated(gzip(blank.getBytes(StandardCharsets.UTF_8)), 200, new byte[0]), "");
        assertThat(HttpImports.after("waiting", slow.header("Location"))
                        .path("state")
                        .asText())
                .isEqualTo("running");
        assertThat(Api.withBody("DELETE", slow.header("Location"), "").status()).isEqualTo(204);
        var cancelled = Instant.now();
        assertThat(HttpImports.ended(post(Imports.text(account("after-slow")), ""))
                        .path("loaded")
                        .asLong())
                .isEqualTo(1);
        assertThat(Duration.between(cancelled, Instant.now())).isLessThan(Duration.ofSeconds(10));
    }

    /** A text that does not compress, so that an index cannot hold it. */
    private static String random(int characters, int from) {
        return new Random(1)
                .ints(characters, 0, 20_000)
                .mapToObj(i -> Character.toString(from + i))
                .reduce(new StringBuilder(), StringBuilder::append, StringBuilder::append)
                .toString();
    }

    @Test
    void a_long_reference_rejects_its_line_alone() throws Exception {
        var text = random(1_000, 0x4E00);
        var account = "\"billingAccount\":{\"id\":\"L\"}";
        var lines = new ArrayList<String>();
        lines.add(account("L"));
        lines.add(bill("l-1", account + ",\"billNo\":\"" + text + "\""));
        lines.add(bill("l-2", "\"billingAccount\":{\"id\":\"" + text + "\"}"));
        lines.add(bill("l-3", account + ",\"billCycle\":{\"id\":\"" + text + "\"}"));
        lines.add(
                bill("l-4", account + ",\"relatedParty\":[{\"id\":\"P\"},{\"id\":\"" + random(990, 0x20000) + "\"}]"));
        lines.add("{\"@type\":\"AppliedCustomerBillingRate\",\"id\":\"l-5\",\"bill\":{\"id\":\"" + text + "\"}}");
        lines.add("{\"@type\":\"AppliedCustomerBillingRate\",\"id\":\"l-6\",\"billingAccount\":{\"id\":\"" + text
                + "\"}}");
        lines.add("{\"@type\":\"BillingAccount\",\"id\":\"l-7\",\"currency\":\"USD\",\"relatedParty\":[{\"id\":\""
                + text + "\"}]}");
        lines.add("{\"@type\":\"BillCycle\",\"id\":\"l-8\",\"BillCycleSpecification\":{\"id\":\"" + text + "\"}}");
        lines.add(bill("l-9", account));
        var accepted = post(Imports.text(lines.toArray(String[]::new)), "");
        var job = HttpImports.ended(accepted);
        assertThat(job.path("state").asText()).isEqualTo("done");
        assertThat(job.path("loaded").asLong()).isEqualTo(2);
        assertThat(Api.get(accepted.header("Location") + "/rejects").text().lines())
                .hasSize(8)
                .allSatisfy(line -> assertThat(line).contains("is limited to 200 characters"))
                .satisfies(rejected -> assertThat(String.join("", rejected))
                        .contains(
                                "'billNo'",
                                "'billingAccount.id'",
                                "'billCycle.id'",
                                "'relatedParty[1].id'",
                                "'bill.id'",
                                "'relatedParty[0].id'",
                                "'BillCycleSpecification.id'"));
        for (var body : List.of(
                "{\"billingAccount\":{\"id\":\"" + text + "\"}}", "{\"relatedParty\":{\"id\":\"" + text + "\"}}")) {
            var refused = Api.withBody("POST", Api.v4() + "customerBillOnDemand", body);
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.json().path("message").asText()).contains("is limited to 200 characters");
        }
    }

    @Test
    void an_import_that_the_database_does_not_accept_fails_and_is_not_repeated() throws Exception {
        Store.asOwner().useHandle(owner -> {
            owner.execute("""
                    create function fail_at_fail() returns trigger language plpgsql as
                    $$ begin if new.id = 'fail' then raise 'index some_index' using errcode = 'XX002'; end if; return new; end $$""");
            owner.execute(
                    "create trigger fail_at_fail before insert on billing_account for each row execute function fail_at_fail()");
        });
        try {
            var job = HttpImports.ended(post(Imports.text(account("fail")), ""));
            assertThat(job.path("state").asText()).isEqualTo("failed");
            assertThat(job.path("problem").asText()).contains("XX002").doesNotContain("some_index");
            assertThat(HttpImports.ended(post(Imports.text(account("after-fail")), ""))
                            .path("loaded")
                            .asLong())
                    .isEqualTo(1);
        } finally {
            Store.asOwner().useHandle(owner -> owner.execute("drop function fail_at_fail() cascade"));
        }
    }

    @Test
    void a_stopped_import_says_why_also_where_its_deferred_lines_are_rejected() throws Exception {
        var lines = IntStream.range(0, 20_000)
                .mapToObj(i -> bill("s-" + i, "\"billingAccount\":{\"id\":\"s-missing\"}"))
                .toArray(String[]::new);
        var job = HttpImports.ended(post(Imports.text(lines), "?accounts=strict&maxRejects=5"));
        assertThat(job.path("state").asText()).isEqualTo("stopped");
        assertThat(job.path("rejected").asLong()).isBetween(6L, 19_999L);
        assertThat(job.path("problem").asText()).isEqualTo("stopped: more than 5 lines were rejected");
    }

    @Test
    void accounts_that_are_missing_are_named_where_their_lines_are_rejected() throws Exception {
        var lines = IntStream.range(0, 1_100)
                .mapToObj(i -> bill("m-" + i, "\"billingAccount\":{\"id\":\"m-missing-%04d\"}".formatted(i)))
                .toArray(String[]::new);
        var job = HttpImports.ended(post(Imports.text(lines), "?accounts=strict"));
        assertThat(job.path("rejected").asLong()).isEqualTo(1_100);
        assertThat(job.path("missingAccountCount").asLong()).isEqualTo(1_100);
        assertThat(job.path("missingAccounts")).hasSize(1_000);
        assertThat(job.path("missingAccounts").path(999).asText()).isEqualTo("m-missing-0999");
    }

    @Test
    void a_body_that_is_not_compressed_as_it_says_is_refused() throws Exception {
        var plain = Imports.text(account("coded"));
        for (var coding : List.of("gzip", "x-gzip", "zstd")) {
            var refused = post(plain, "", "Content-Encoding", coding);
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.json().path("code").asText()).isEqualTo("malformedBody");
        }
        assertThat(HttpImports.ended(post(gzip(plain), "", "Content-Encoding", "gzip"))
                        .path("loaded")
                        .asLong())
                .isEqualTo(1);
    }

    @Test
    void a_json_array_is_reported_as_such_in_one_line() throws Exception {
        var body = "[{\"@type\":\"BillingAccount\",\"id\":\"array-1\",\"currency\":\"USD\"},\n{\"id\":\"array-2\"}]";
        var job = HttpImports.ended(Api.send(HttpRequest.newBuilder(URI.create(Api.server() + "/operations/v1/import"))
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofString(body))));
        assertThat(job.path("state").asText()).isEqualTo("stopped");
        assertThat(job.path("rejected").asInt()).isEqualTo(1);
        assertThat(job.path("problem").asText()).contains("is a JSON array", "one document on each line");
    }

    @Test
    void an_unknown_parameter_is_refused_with_those_that_exist() {
        var refused = post(Imports.text(account("x")), "?restart=true");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("message").asText())
                .isEqualTo(
                        "an import has no parameter 'restart'; it has accounts, dryRun, events, mapping, maxRejects, reconcile, taxRate and tmf");
    }
}
