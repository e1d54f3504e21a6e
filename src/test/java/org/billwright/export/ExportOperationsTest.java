package org.billwright.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.airlift.compress.v3.zstd.ZstdInputStream;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import org.billwright.api.Api;
import org.billwright.api.Store;
import org.billwright.api.StoreResource;
import org.billwright.format.DocumentType;
import org.billwright.fuzz.RawConnection;
import org.billwright.json.TmfVersion;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exports over HTTP: the same lines as the command's, however the client reads them. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
@Tag("slow")
class ExportOperationsTest {
    private static final String PATH = "/operations/v1/export";
    private static final int MANY = 30_000;
    private static final int OF_BYTES = 2_500;
    private static final int PLACES = 4;

    private final List<RawConnection> connections = new ArrayList<>();

    @BeforeAll
    static void many_accounts() {
        Store.asOwner().useHandle(owner -> owner.execute("""
                insert into billing_account (tenant, id, currency, time_zone, doc)
                select ?, 'EXPORTED-' || n, 'USD', 'UTC',
                    ('{"id":"EXPORTED-' || n || '","currency":"USD","name":"' || repeat('n', ?) || '"}')::json
                from generate_series(1, ?) n""", Store.TENANT, OF_BYTES, MANY));
    }

    @AfterAll
    static void no_such_accounts() {
        Store.asOwner().useHandle(owner -> owner.execute("delete from billing_account where id like 'EXPORTED-%'"));
    }

    @AfterEach
    void nothing_is_left_open() throws Exception {
        for (var connection : connections) {
            connection.close();
        }
        await("select count(*) from pg_stat_activity where query like 'copy (%' and state <> 'idle'", is(0L));
    }

    private static String get(String query) {
        var answer = Api.get(Api.server() + PATH + query);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/x-ndjson");
        return answer.text();
    }

    private static List<String> byCommand(ExportRequest request) {
        return new String(Exports.exported(Store.database(), request), UTF_8)
                .lines()
                .sorted()
                .toList();
    }

    @Test
    void all_that_the_command_writes_comes_over_http() {
        assertThat(get("?type=bill,rate,cycle").lines().sorted())
                .hasSizeGreaterThan(2883)
                .isEqualTo(byCommand(
                        ExportRequest.everything(List.of(DocumentType.BILL, DocumentType.RATE, DocumentType.CYCLE))));
        assertThat(get("").lines().sorted()).isEqualTo(byCommand(ExportRequest.everything(ExportTypeNames.ALL)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            BILL|state=sent|-|-|?type=bill&state=sent
            BILL|amountDue.value.gt=50&billDate.lt=2026-01-01|v4|-|?amountDue.value.gt=50&billDate.lt=2026-01-01&type=bill&tmf=v4
            BILL|billDate.gte=2026-01-01T10:00:00%2B01:00|-|-|?type=bill&billDate.gte=2026-01-01T10:00:00%2B01:00
            BILL|relatedParty.id=P-00003|v4|id,state|?type=bill&tmf=v4&relatedParty.id=P-00003&fields=id%2Cstate
            BILL|billNo.regex=%5EPR-0000.*%5B13%5D%24|-|-|?type=bill&billNo.regex=%5EPR-0000.*%5B13%5D%24
            RATE|type=appliedBillingCredit|v4|-|?type=rate&tmf=v4&type.eq=appliedBillingCredit
            RATE|isBilled=false|v5|none|?type=rate&tmf=v5&isBilled=false&fields=none
            BILL|billNo=none|-|-|?type=bill&billNo=none
            """)
    void filters_fields_and_versions_are_those_of_the_command(
            DocumentType kind, String filter, String version, String fields, String query) {
        var expected = byCommand(new ExportRequest(
                List.of(kind),
                Optional.ofNullable(version).map(word -> word.equals("v4") ? TmfVersion.V4 : TmfVersion.V5),
                filter,
                Optional.ofNullable(fields),
                ""));
        assertThat(get(query).lines().sorted()).isEqualTo(expected);
        assertThat(expected.isEmpty()).isEqualTo(filter.equals("billNo=none"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            ?type=bill&stat=sent|customerBill has no attribute 'stat'
            ?type=bill&fields=x|customerBill has no attribute 'x'
            ?type=invoice|account,specification,cycle,bill,rate,document,taxRule,numberSeries,issuer,taxSettings,credit,refund,dispute or all
            ?type=bill&tmf=v3|v4 or v5
            ?type=bill&type=rate|given twice
            ?state=sent|one type
            ?type=bill&sort=id|an export takes filters
            ?type=bill&billNo.regex=a%7B9,1%7D|regular expression
            ?type=bill&billNo.regex=%5B%5B:x:%5D%5D|regular expression
            ?type=bill&amountDue.value=x|amountDue.value
            """)
    void an_invalid_query_is_answered_before_anything_is_sent(String query, String message) {
        var answer = Api.get(Api.server() + PATH + query);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("@type").textValue()).isEqualTo("Error");
        assertThat(answer.json().path("message").textValue()).contains(message);
    }

    @Test
    void it_is_packed_as_the_client_prefers() throws Exception {
        var plain = get("?type=bill").lines().sorted().toList();
        assertThat(packed("gzip", "gzip")).isEqualTo(plain);
        assertThat(packed("gzip, deflate, zstd;q=0.5", "gzip")).isEqualTo(plain);
        assertThat(packed("gzip, deflate, br, zstd", "zstd")).isEqualTo(plain);
        assertThat(packed("zstd;q=0, gzip;q=0", "")).isEqualTo(plain);
        assertThat(packed("br", "")).isEqualTo(plain);
    }

    @Test
    void what_fails_before_the_first_chunk_is_an_error_response_compressed_or_not() throws Exception {
        for (var encoding : List.of("identity", "gzip", "zstd")) {
            var request = HttpRequest.newBuilder(URI.create(Api.server() + PATH + "?type=bill&billNo.regex=%28"))
                    .header("Accept-Encoding", encoding)
                    .build();
            try (var client = HttpClient.newHttpClient()) {
                var response = client.send(request, HttpResponse.BodyHandlers.ofString());
                assertThat(response.statusCode()).as(encoding).isEqualTo(400);
                assertThat(response.headers().firstValue("Content-Encoding")).isEmpty();
                assertThat(response.body()).contains("\"code\":\"invalidValue\"");
            }
        }
    }

    private static List<String> packed(String accepted, String expected) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(Api.server() + PATH + "?type=bill"))
                .header("Accept-Encoding", accepted)
                .build();
        try (var client = HttpClient.newHttpClient()) {
            var response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            assertThat(response.headers().firstValue("Content-Encoding").orElse(""))
                    .isEqualTo(expected);
            assertThat(response.headers().firstValue("Vary")).contains("Accept-Encoding");
            var bytes = new ByteArrayInputStream(response.body());
            var lines = switch (expected) {
                case "gzip" -> new GZIPInputStream(bytes);
                case "zstd" -> new ZstdInputStream(bytes);
                default -> bytes;
            };
            return new String(lines.readAllBytes(), UTF_8).lines().sorted().toList();
        }
    }

    private RawConnection asks(String method, String query, String protocol) throws IOException {
        var connection = new RawConnection(Api.server(), 8 << 10);
        connections.add(connection);
        connection.send(method + " " + PATH + query + " " + protocol + "\r\nHost: localhost\r\n\r\n");
        return connection;
    }

    private RawConnection asks(String query) throws IOException {
        return asks("GET", query, "HTTP/1.1");
    }

    private static Predicate<Long> is(long expected) {
        return value -> value == expected;
    }

    private static long number(String sql) {
        return Store.asOwner()
                .withHandle(owner -> owner.createQuery(sql.replace(
                                "pg_stat_activity where", "pg_stat_activity where pid <> pg_backend_pid() and"))
                        .mapTo(Long.class)
                        .one());
    }

    /** Once is enough: the server's other connections are seen too, and are between two statements now and then. */
    private static void await(String sql, Predicate<Long> wanted) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        long found = number(sql);
        while (!wanted.test(found) && System.nanoTime() < deadline) {
            Thread.sleep(20);
            found = number(sql);
        }
        assertThat(found).as(sql).matches(wanted);
    }

    /** How many rows PostgreSQL has made, once it makes no more. */
    private static long rowsMadeAndNoMore() throws InterruptedException {
        long before = -1;
        long now = 0;
        while (now == 0 || now != before) {
            before = now;
            Thread.sleep(500);
            now = number("select coalesce(sum(tuples_processed), 0)::bigint from pg_stat_progress_copy");
        }
        return now;
    }

    @Test
    void no_more_is_read_than_a_slow_client_takes_and_it_gets_all() throws Exception {
        var connection = asks("?type=account");
        assertThat(rowsMadeAndNoMore()).isBetween(1L, MANY / 2L);
        assertThat(
                        number(
                                "select count(*) from pg_stat_activity where query like 'copy (%' and wait_event = 'ClientWrite'"))
                .isEqualTo(1);
        var answer = connection.answer("GET").orElseThrow();
        assertThat(answer.body().lines().sorted())
                .isEqualTo(byCommand(ExportRequest.everything(List.of(DocumentType.ACCOUNT))));
    }

    @Test
    void who_leaves_in_the_middle_frees_the_connection() throws Exception {
        var connection = asks("?type=account");
        assertThat(rowsMadeAndNoMore()).isPositive();
        connection.close();
        await("select count(*) from pg_stat_activity where query like 'copy (%' and state <> 'idle'", is(0));
        await("select count(*) from pg_stat_activity where state like 'idle in transaction%'", is(0));
    }

    @Test
    void who_leaves_before_a_row_was_found_frees_the_connection() throws Exception {
        whileAccountsAreLocked(() -> {
            var connection = asks("?type=account");
            await(WAITING, is(1));
            connection.close();
            await(WAITING, is(0));
        });
    }

    private static final String WAITING =
            "select count(*) from pg_stat_activity where query like 'copy (%' and wait_event_type = 'Lock'";

    @Test
    void what_fails_before_the_first_byte_is_an_error_and_what_fails_later_breaks_off() throws Exception {
        whileAccountsAreLocked(() -> {
            var connection = asks("?type=account");
            await(WAITING, is(1));
            endBackend();
            var answer = connection.answer("GET").orElseThrow();
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isNotEmpty();
            assertThat(answer.body()).contains("\"@type\":\"Error\"");
        });
        var connection = asks("?type=account");
        assertThat(rowsMadeAndNoMore()).isPositive();
        endBackend();
        assertThatThrownBy(() -> connection.answer("GET"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("closed");
    }

    private static void endBackend() {
        assertThat(
                        number(
                                "select count(pg_terminate_backend(pid)) from pg_stat_activity where query like 'copy (%' and state <> 'idle'"))
                .isEqualTo(1);
    }

    /** A test's step. */
    private interface Step {
        void go() throws Exception;
    }

    private static void whileAccountsAreLocked(Step step) throws Exception {
        try (Handle owner = Store.asOwner().open()) {
            owner.begin();
            owner.execute("lock table billing_account in access exclusive mode");
            step.go();
            owner.rollback();
        }
    }

    @Test
    void exports_beyond_the_limit_are_refused() throws Exception {
        whileAccountsAreLocked(() -> {
            for (int i = 0; i < PLACES; i++) {
                asks("?type=account");
            }
            await(WAITING, is(PLACES));
            var refused = Api.get(Api.server() + PATH + "?type=bill");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).isEqualTo("1");
            assertThat(refused.json().path("message").textValue()).contains("exports in progress");
            connections.getFirst().close();
            await(WAITING, is(PLACES - 1));
            // PostgreSQL has cancelled its statement a moment before the server knows.
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (Api.get(Api.server() + PATH + "?type=bill&billNo=none").status() == 503
                    && System.nanoTime() < deadline) {
                Thread.sleep(20);
            }
            assertThat(get("?type=bill&billNo=none")).isEmpty();
        });
    }

    @Test
    void an_export_is_in_the_audit_trail() {
        get("?type=bill,rate");
        get("?type=bill&billNo=told-of");
        var entries = Store.asOwner()
                .withHandle(owner -> owner.createQuery("select doc::text from audit_entry where action = 'export'")
                        .mapTo(String.class)
                        .list());
        assertThat(entries)
                .anySatisfy(entry -> assertThat(entry).contains("bill,rate", "everything"))
                .anySatisfy(entry -> assertThat(entry).contains("filter billNo=told-of"));
    }

    @Test
    void the_end_of_the_body_is_always_sent() throws Exception {
        assertThat(asks("GET", "?type=bill", "HTTP/1.0")
                        .answer("GET")
                        .orElseThrow()
                        .status())
                .isEqualTo(501);
        var head = asks("HEAD", "?type=bill", "HTTP/1.1").answer("HEAD").orElseThrow();
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.headers()).containsAllEntriesOf(Map.of("content-type", "application/x-ndjson"));
    }
}
