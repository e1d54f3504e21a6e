package org.billwright.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.billwright.format.Decompression;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP as all kinds of clients speak it: compressed bodies, HTTP/1.0, characters that are not encoded. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class HttpTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String ON_DEMAND = """
            {"billingAccount":{"id":"nobody-compressed"},"name":"compressed"}""";

    private static byte[] gzip(byte[] bytes) {
        var packed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private static HttpResponse<byte[]> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HttpResponse<byte[]> post(String coding, byte[] body) {
        return send(HttpRequest.newBuilder(URI.create(Api.v4() + "customerBillOnDemand"))
                .header("Content-Type", "application/json")
                .header("Content-Encoding", coding)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    private static JsonNode json(byte[] body) {
        try {
            return Api.JSON.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "GZIP", "x-gzip", " gzip "})
    void a_compressed_request_is_unpacked(String coding) {
        var created = post(coding, gzip(ON_DEMAND.getBytes(StandardCharsets.UTF_8)));
        assertThat(created.statusCode())
                .as(new String(created.body(), StandardCharsets.UTF_8))
                .isEqualTo(201);
        assertThat(json(created.body()).path("name").textValue()).isEqualTo("compressed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", ""})
    void a_request_that_is_not_compressed_may_say_so(String coding) {
        assertThat(post(coding, ON_DEMAND.getBytes(StandardCharsets.UTF_8)).statusCode())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"deflate", "br", "zstd", "gzip, gzip", "nonsense"})
    void another_coding_is_refused_with_those_that_are_read(String coding) {
        var refused = post(coding, ON_DEMAND.getBytes(StandardCharsets.UTF_8));
        assertThat(refused.statusCode()).isEqualTo(415);
        assertThat(refused.headers().firstValue("Accept-Encoding")).contains("gzip");
        assertThat(json(refused.body()).path("code").textValue()).isEqualTo("unsupportedContentEncoding");
    }

    @Test
    void what_is_not_gzip_or_broken_off_is_malformed() {
        var packed = gzip(ON_DEMAND.getBytes(StandardCharsets.UTF_8));
        for (var body : new byte[][] {
            ON_DEMAND.getBytes(StandardCharsets.UTF_8), java.util.Arrays.copyOf(packed, packed.length / 2)
        }) {
            var refused = post("gzip", body);
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(json(refused.body()).path("message").textValue()).contains("gzip");
        }
    }

    @Test
    void the_limit_of_a_body_holds_for_what_is_unpacked() {
        var body = ON_DEMAND.replace("compressed", "x".repeat(2_000_000)).getBytes(StandardCharsets.UTF_8);
        var packed = gzip(body);
        assertThat(packed.length).isLessThan(10_000);
        var refused = post("gzip", packed);
        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(json(refused.body()).path("code").textValue()).isEqualTo("bodyTooLarge");
    }

    private static HttpResponse<byte[]> get(String path, String accepted) {
        var request = HttpRequest.newBuilder(URI.create(Api.v4() + path)).GET();
        return send(accepted.isEmpty() ? request : request.header("Accept-Encoding", accepted));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip | gzip",
                "deflate, gzip;q=0.5, br | gzip",
                "gzip, zstd | zstd",
                "GZIP;q=1.0, zstd;q=0.1 | gzip",
                "br, deflate | ''",
                "gzip;q=0 | ''",
                "identity | ''",
                "'' | ''"
            })
    void a_list_is_compressed_where_the_client_accepts_it(String accepted, String coding) throws IOException {
        var plain = get("customerBill?limit=50", "");
        var answer = get("customerBill?limit=50", accepted);
        assertThat(answer.headers().firstValue("Content-Encoding").orElse("")).isEqualTo(coding);
        assertThat(answer.headers().firstValue("Vary")).contains("Accept-Encoding");
        assertThat(Decompression.open(new ByteArrayInputStream(answer.body())).readAllBytes())
                .isEqualTo(plain.body());
        assertThat(answer.headers().firstValue("X-Total-Count"))
                .isEqualTo(plain.headers().firstValue("X-Total-Count"));
        if (!coding.isEmpty()) {
            assertThat(answer.body().length).isLessThan(plain.body().length / 4);
        }
    }

    @Test
    void a_page_for_people_and_an_api_document_are_compressed_and_a_small_answer_is_not() throws IOException {
        var page = send(
                HttpRequest.newBuilder(URI.create(Api.v4() + "customerBill/77645H00004961/billDocument/77645H00004961"))
                        .header("Accept", "text/html")
                        .header("Accept-Encoding", "gzip"));
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(new String(
                        new GZIPInputStream(new ByteArrayInputStream(page.body())).readAllBytes(),
                        StandardCharsets.UTF_8))
                .contains("<html");
        var document = get("openapi.yaml", "gzip");
        assertThat(document.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(new String(
                        new GZIPInputStream(new ByteArrayInputStream(document.body())).readAllBytes(),
                        StandardCharsets.UTF_8))
                .startsWith("openapi:");
        var small = get("customerBill?limit=1&fields=none", "gzip");
        assertThat(small.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(new String(small.body(), StandardCharsets.UTF_8)).startsWith("[{");
    }

    @Test
    void head_has_the_length_that_get_has() {
        var got = get("customerBill?limit=50", "gzip");
        var head = send(HttpRequest.newBuilder(URI.create(Api.v4() + "customerBill?limit=50"))
                .header("Accept-Encoding", "gzip")
                .HEAD());
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("Content-Length")).contains(String.valueOf(got.body().length));
        assertThat(head.headers().firstValue("Content-Encoding")).contains("gzip");
    }

    private static String raw(String head) throws IOException {
        var server = URI.create(Api.v4());
        try (var socket = new Socket(server.getHost(), server.getPort())) {
            socket.getOutputStream().write((head + "Connection: close\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String path() {
        return URI.create(Api.v4()).getPath();
    }

    @Test
    void http_1_0_needs_no_host() throws IOException {
        var answer = raw("GET " + path() + "customerBill/77645H00004961 HTTP/1.0\r\n");
        assertThat(answer)
                .startsWith("HTTP/1.0 200")
                .contains("\"href\":\"" + Api.v4() + "customerBill/77645H00004961\"");
    }

    @Test
    void http_1_1_needs_a_host() throws IOException {
        assertThat(raw("GET " + path() + "customerBill/77645H00004961 HTTP/1.1\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("\"@type\":\"Error\"", "Host");
    }

    @Test
    void several_hosts_are_refused() throws IOException {
        assertThat(raw("GET " + path() + "customerBill?limit=1 HTTP/1.1\r\nHost: localhost\r\nHost: 127.0.0.1\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("\"code\":\"malformedQuery\"", "Host");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: localhost\r\nAuthorization: Basic YTpi\r\nAuthorization: Bearer x\r\n",
                "Host: localhost\r\nContent-Length: 2\r\nContent-Length: 3\r\n",
                "Host: localhost\r\nTransfer-Encoding: gzip, chunked\r\n",
                "Host: localhost\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
                "Host: localhost\r\nTransfer-Encoding: identity\r\n",
                "Host: localhost\r\nExpect: the-unexpected\r\n",
                "Host: localhost\r\nExpect: 100-continue\r\nExpect: the-unexpected\r\n",
                "Host: localhost\r\nContent-Type: text/csv\r\n"
            })
    void what_a_proxy_could_read_in_another_way_is_refused_and_the_connection_closed(String headers)
            throws IOException {
        for (var target : new String[] {
            "POST " + path() + "customerBillOnDemand",
            "GET /q/health/live",
            "POST /none",
            "GET /dxp-ux/v1/PR/customerBill"
        }) {
            var answer = beforeAnother(
                    target + " HTTP/1.1\r\n" + headers + "Content-Type: application/json\r\n\r\n0\r\n\r\n");
            assertThat(answer).as(target).startsWith("HTTP/1.1 400");
            if (!headers.contains("Content-Length")) { // which the decoder refuses by itself
                assertThat(answer)
                        .as(target)
                        .contains(target.contains("dxp-ux") ? "\"errors\"" : "\"@type\":\"Error\"");
            }
        }
    }

    /** The answers to a request, of which there is one although another request follows at once. */
    private static String beforeAnother(String request) throws IOException {
        var second = "GET " + path() + "customerBill?limit=1 HTTP/1.1\r\nHost: localhost\r\n\r\n";
        var server = URI.create(Api.v4());
        try (var socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write((request + second).getBytes(StandardCharsets.UTF_8));
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer.split("HTTP/1.1 ", -1)).as("one answer").hasSize(2);
            return answer;
        }
    }

    /** RFC 9112 §6.1: a proxy of HTTP/1.0 takes what follows for another request. */
    @Test
    void nothing_is_read_behind_a_request_with_a_transfer_coding() throws IOException {
        var body = ON_DEMAND.strip();
        var answer = beforeAnother("POST " + path() + "customerBillOnDemand HTTP/1.1\r\nHost: localhost\r\n"
                + "Transfer-Encoding: chunked\r\nContent-Type: application/json\r\n\r\n"
                + Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 201").containsIgnoringCase("connection: close");
    }

    /** The client reads its response although it has not sent the whole body yet, and a request behind it is not run. */
    @Test
    void a_chunked_body_that_is_refused_early_is_read_before_the_connection_is_closed() throws IOException {
        var chunk = "4000\r\n" + "x".repeat(0x4000) + "\r\n";
        var answer = beforeAnother("POST " + path() + "customerBillOnDemand HTTP/1.1\r\nHost: localhost\r\n"
                + "Transfer-Encoding: chunked\r\nContent-Type: text/plain\r\n\r\n" + chunk.repeat(20) + "0\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 415");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/9.9", "HTTP/2.0", "HTTP/1.9", "HTTP/0.9"})
    void another_version_of_http_is_refused(String version) throws IOException {
        assertThat(raw("GET " + path() + "customerBill?limit=1 " + version + "\r\nHost: localhost\r\n"))
                .startsWith(version + " 400")
                .contains("the version of HTTP is not");
    }

    @ParameterizedTest
    @CsvSource({
        "localhost,206",
        "localhost:8080,206",
        "bills.localhost,206",
        "127.0.0.1,206",
        "[::1]:8080,206",
        "LOCALHOST,206",
        "evil.example,403",
        "127.evil.example,403",
        "localhost.evil.example,403",
        "10.0.0.7,403"
    })
    void a_server_without_authentication_serves_its_own_hosts_alone(String host, int status) throws IOException {
        assertThat(raw("GET " + path() + "customerBill?limit=1 HTTP/1.1\r\nHost: " + host + "\r\n"))
                .startsWith("HTTP/1.1 " + status);
    }

    @Test
    void the_authority_of_a_target_is_that_of_its_links() throws IOException {
        var target = path() + "customerBill/77645H00004961?fields=href HTTP/1.1\r\nHost: localhost\r\n";
        assertThat(raw("GET http://bills.localhost:99" + target))
                .startsWith("HTTP/1.1 200")
                .contains("\"href\":\"http://bills.localhost:99" + path() + "customerBill/77645H00004961\"");
        for (var other :
                new String[] {"http://bills.example:99", "HTTP://localhost@bills.example", "x://bills.example"}) {
            assertThat(raw("GET " + other + target)).as(other).startsWith("HTTP/1.1 403");
        }
    }

    @Test
    void links_have_only_characters_that_a_uri_may_have() throws IOException {
        var answer = raw("GET " + path()
                + "customerBill?limit=1&id.regex=^[A-Z0-9]{2,}|\\d+$&nosuch.ne=`x` HTTP/1.1\r\nHost: localhost\r\n");
        assertThat(answer).as(answer).startsWith("HTTP/1.1 400");
        var page = raw(
                "GET " + path() + "customerBill?limit=1&id.regex=^[A-Z0-9]{2,}|\\d+$ HTTP/1.1\r\nHost: localhost\r\n");
        assertThat(page)
                .startsWith("HTTP/1.1 206")
                .contains("id.regex=%5E%5BA-Z0-9%5D%7B2,%7D%7C%5Cd+$&limit=1&cursor=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"customerBill?billingAccount.name=José", "customerBill?billNo=日本", "customerBill/José"})
    void characters_that_are_not_encoded_are_refused(String target) throws IOException {
        assertThat(raw("GET " + path() + target + " HTTP/1.1\r\nHost: localhost\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("\"code\":\"malformedQuery\"", "percent-encoded");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"a\": | the text ends too early (line 1, column",
                "<bill/> | unexpected '<' (line 1, column 1)",
                "{\"a\":tru} | unexpected 'tru' (line 1, column",
                "{a:1} | unexpected 'a'",
                "{\"a\":1,} | unexpected '}'",
                "{\"a\":01} | a number is not written as JSON has it",
                "{\"a\":1.} | unexpected '}'",
                "{\"a\":\"\\q\"} | a text has an escape that JSON does not have",
                "{\"a\":\"\t\"} | unexpected character U+0009",
                "{\"a\":+1} | unexpected '+'",
                "{\"a\":NaN} | unexpected 'NaN'",
                "{\"a\":1}} | unexpected '}'",
                "{\"a\":1} {} | something follows the document",
                "{\"a\":1,\"a\":2} | duplicate member 'a'"
            })
    void a_body_that_is_not_json_has_an_error_in_words_of_json(String body, String reason) {
        var refused = Api.post("customerBillOnDemand", body);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("message").textValue())
                .startsWith("not JSON: " + reason)
                .doesNotContainIgnoringCase("jackson", "StreamRead", "JsonParser", "token", "java");
    }

    @Test
    void deep_nesting_and_long_numbers_are_named_without_the_parsers_insides() {
        for (var body : new String[] {
            "{\"a\":" + "[".repeat(40) + "]".repeat(40) + "}",
            "{\"a\":" + "1".repeat(5_000) + "}",
            "{\"" + "a".repeat(60_000) + "\":1}"
        }) {
            var message = Api.post("customerBillOnDemand", body)
                    .json()
                    .path("message")
                    .textValue();
            assertThat(message)
                    .matches("(?s).*(nested deeper than 32|too long|more than 60 digits|longer).*")
                    .doesNotContain("StreamRead", "`", "maximum allowed");
        }
    }
}
