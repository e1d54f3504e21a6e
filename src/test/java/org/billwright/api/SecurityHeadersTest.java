package org.billwright.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a browser may make of an answer, whatever it is. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@Tag("server")
class SecurityHeadersTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/tmf-api/customerBillManagement/v4/customerBill?limit=1",
                "/tmf-api/customerBillManagement/v5/customerBill/nobody",
                "/tmf-api/customerBillManagement/v4/customerBill/CB-PR-0000001/billDocument/CB-PR-0000001",
                "/tmf-api/customerBillManagement/v5/openapi.yaml",
                "/nothing",
                "/dxp-ux/v1/PR/customerBill",
                "/dxp-ux/v1/nothing",
                "/dxp-ux/v1/openapi.yaml",
                "/q/openapi",
                "/q/swagger-ui/",
                "/q/health",
                "/q/metrics"
            })
    void no_answer_is_guessed_at_framed_or_told_of_elsewhere(String path) {
        var answer = Api.get(Api.server() + path);
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(answer.header("Content-Security-Policy")).contains("frame-ancestors 'none'");
        assertThat(answer.header("Strict-Transport-Security")).isEmpty();
    }

    @Test
    void only_who_comes_over_https_is_told_to_stay_there() {
        assertThat(Api.get("customerBill?limit=1", "X-Forwarded-Proto", "https").header("Strict-Transport-Security"))
                .isEqualTo("max-age=31536000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",;,=", "_", "1.2.3.4, x"})
    void whatever_a_proxy_says_of_addresses_there_is_an_answer(String address) {
        assertThat(Api.get("customerBill?limit=1", "X-Forwarded-For", address, "X-Forwarded-Port", address)
                        .status())
                .isIn(206, 400);
        assertThat(Api.post("customerBillOnDemand?x%25", "--x", "Content-Type", "multipart/form-data; boundary=x")
                        .status())
                .isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(strings = {"W/\"1\"", "a b", "<x>", "a/b", "a:b:c"})
    void a_host_that_is_none_gets_into_no_document(String host) {
        var answer = Api.get("customerBill?limit=1", "X-Forwarded-Host", host);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("code").textValue()).isEqualTo("invalidValue");
    }
}
