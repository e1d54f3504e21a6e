package org.billwright.http;

import java.time.Duration;
import java.util.Optional;

/**
 * How the server is seen from outside.
 *
 * @param basePath of the API, before the version: {@code /tmf-api/customerBillManagement}
 * @param publicUrl scheme, host and prefix that clients use, where forwarded headers do not tell
 * @param maxBodyBytes of a request
 * @param bodyTimeout how long a body may take to arrive
 * @param mostRequests that are answered at a time; what comes beyond is refused at once
 * @param mostOfCaller of one caller's that are answered at a time
 */
public record EdgeConfig(
        String basePath,
        Optional<String> publicUrl,
        long maxBodyBytes,
        Duration bodyTimeout,
        int mostRequests,
        int mostOfCaller) {
    /** A base path begins with a slash and does not end in one. */
    public EdgeConfig {
        basePath = basePath.replaceAll("^/+|/+$", "");
        basePath = basePath.isEmpty() ? "" : "/" + basePath;
        publicUrl = publicUrl.map(url -> url.replaceAll("/+$", ""));
    }
}
