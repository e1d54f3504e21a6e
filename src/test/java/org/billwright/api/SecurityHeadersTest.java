package org.billwright.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The headers by which responses restrict what a browser does with them. */
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
    void no_response_is_sniffed_framed_or_sent_as_referrer(String path) {
        var answer = Api.get(Api.server() + path);
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(answer.header("Content-Security-Policy")).contains("frame-ancestors 'none'");
        assertThat(answer.header("Strict-Transport-Security")).isEmpty();
    }

    @Test
    void only_https_responses_have_strict_transport_security() {
        assertThat(Api.get("customerBill?limit=1", "X-Forwarded-Proto", "https").header("Strict-Transport-Security"))
                .isEqualTo("max-age=31536000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",;,=", "_", "1.2.3.4, x"})
    void any_forwarded_address_gets_a_response(String address) {
        assertThat(Api.get("customerBill?limit=1", "X-Forwarded-For", address, "X-Forwarded-Port", address)
                        .status())
                .isIn(206, 400);
        assertThat(Api.post("customerBillOnDemand?x%25", "--x", "Content-Type", "multipart/form-data; boundary=x")
                        .status())
                .isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(strings = {"W/\"1\"", "a b", "<x>", "a/b", "a:b:c"})
    void an_invalid_host_is_written_into_no_document(String host) {
        var answer = Api.get("customerBill?limit=1", "X-Forwarded-Host", host);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("code").textValue()).isEqualTo("invalidValue");
    }
}
