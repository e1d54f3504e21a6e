package org.billwright.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Signatures that the verifiers of Standard Webhooks accept. */
class WebhookSignatureTest {
    /** The example that the implementations of the standard share. */
    @Test
    void the_example_of_the_standard_has_its_signature() {
        var signature = WebhookSignature.of(
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                1_614_265_330L,
                "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8));
        assertThat(signature).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void a_secret_has_32_bytes_and_is_new_each_time() {
        assertThat(WebhookSignature.generateSecret())
                .matches("whsec_[A-Za-z0-9+/]{43}=")
                .isNotEqualTo(WebhookSignature.generateSecret());
    }
}
