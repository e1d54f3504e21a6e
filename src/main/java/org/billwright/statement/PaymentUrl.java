package org.billwright.statement;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The address at which a bill is paid: the issuer's template with the values of the bill. */
record PaymentUrl(String url) {
    PaymentUrl with(String placeholder, Optional<String> value) {
        return new PaymentUrl(url.replace(
                placeholder,
                URLEncoder.encode(value.orElse(""), StandardCharsets.UTF_8).replace("+", "%20")));
    }
}
