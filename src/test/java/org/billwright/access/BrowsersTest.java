package org.billwright.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import org.billwright.api.Api;
import org.billwright.api.StoreResource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a browser needs: an answer to its preflight request, headers that its page may read, a challenge that it understands. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@TestProfile(ClosedServerProfile.class)
@Tag("server")
@Tag("slow")
class BrowsersTest {
    private static final String APP = "https://app.example.com";

    /** The client of the JDK sends {@code Origin} only where it is told so. */
    @BeforeAll
    static void start() {
        assertThat(Api.get("customerBill").status()).isEqualTo(401);
    }

    private static Api.Response preflight(String path, String origin, String method) {
        return Api.withBody(
                "OPTIONS",
                path,
                "",
                "Origin",
                origin,
                "Access-Control-Request-Method",
                method,
                "Access-Control-Request-Headers",
                "authorization,content-type,if-match");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"customerBill/1", "../v5/customerBill/1", "/operations/v1/import", "/dxp-ux/v1/PR/customerBill"})
    void a_preflight_request_needs_no_credentials(String path) {
        var answer = preflight(path.startsWith("/") ? Api.server() + path : path, APP, "PATCH");
        assertThat(answer.status()).as(answer.text()).isEqualTo(204);
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(APP);
        assertThat(answer.header("Access-Control-Allow-Methods")).contains("PATCH", "GET", "DELETE");
        assertThat(answer.header("Access-Control-Allow-Headers"))
                .containsIgnoringCase("authorization")
                .containsIgnoringCase("if-match");
        assertThat(answer.header("Access-Control-Max-Age")).isEqualTo("600");
    }

    @Test
    void a_page_may_read_the_headers_of_an_answer() {
        var answer = Api.get(
                "customerBill?limit=1", "Origin", APP, "Authorization", "Bearer " + TestIssuer.ofRoles("reader"));
        assertThat(answer.status()).isEqualTo(206);
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(APP);
        assertThat(answer.header("Access-Control-Expose-Headers"))
                .contains("Link", "X-Total-Count", "ETag", "Location");
        assertThat(answer.header("Vary")).containsIgnoringCase("origin");
    }

    @Test
    void a_cache_knows_that_a_response_depends_on_the_origin_and_on_the_compression() {
        var answer = Api.get(
                "customerBill?limit=20",
                "Origin",
                APP,
                "Accept-Encoding",
                "gzip",
                "Authorization",
                "Bearer " + TestIssuer.ofRoles("reader"));
        assertThat(answer.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(String.join(",", answer.headers().get("vary")))
                .containsIgnoringCase("origin")
                .containsIgnoringCase("accept-encoding");
    }

    @Test
    void the_headers_of_a_channel_client_may_be_sent() {
        var answer = Api.withBody(
                "OPTIONS",
                Api.server() + "/dxp-ux/v1/PR/customerBill",
                "",
                "Origin",
                APP,
                "Access-Control-Request-Method",
                "GET",
                "Access-Control-Request-Headers",
                "client_id,client_secret,channelId,lob");
        assertThat(answer.header("Access-Control-Allow-Headers")).contains("client_id", "client_secret", "channelId");
    }

    @Test
    void a_response_to_no_origin_names_it_for_caches_too() {
        var document = Api.get(Api.v4() + "openapi.yaml");
        assertThat(String.join(",", document.headers().get("vary"))).containsIgnoringCase("origin");
    }

    @Test
    void a_page_may_read_an_error_too() {
        var refused = Api.get("customerBill", "Origin", APP);
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.header("Access-Control-Allow-Origin")).isEqualTo(APP);
        var unknown =
                Api.get("customerBill/none", "Origin", APP, "Authorization", "Bearer " + TestIssuer.ofRoles("reader"));
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.header("Access-Control-Allow-Origin")).isEqualTo(APP);
    }

    @Test
    void another_origin_is_refused_with_the_error_body() {
        for (var refused : new Api.Response[] {
            preflight("customerBill", "https://evil.example", "GET"),
            Api.get("customerBill", "Origin", "https://app.example.com.evil.example"),
            Api.get("customerBill", "Origin", "null")
        }) {
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.header("Access-Control-Allow-Origin")).isEmpty();
            assertThat(refused.json().path("code").textValue()).isEqualTo("forbidden");
        }
    }

    @Test
    void a_page_of_the_server_itself_needs_no_setting() {
        var answer = Api.post("customerBillOnDemand", "{}", "Origin", Api.server());
        assertThat(answer.status()).isEqualTo(401);
    }

    @Test
    void each_challenge_has_a_line_of_its_own() {
        var challenges = Api.get("customerBill").headers().get("www-authenticate");
        assertThat(challenges).hasSize(2);
        assertThat(challenges)
                .anyMatch(line -> line.startsWith("Basic realm="))
                .anyMatch(line -> line.startsWith("Bearer realm="));
    }
}
