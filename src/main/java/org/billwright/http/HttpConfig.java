package org.billwright.http;

import java.time.Duration;
import java.util.Optional;
import org.billwright.json.TmfVersion;

/**
 * How clients reach the API.
 *
 * @param basePath of the API, before the version: {@code /tmf-api/customerBillManagement}
 * @param publicUrl scheme, host and prefix that clients use, in place of those of the request and its forwarded headers
 * @param maxBodyBytes of a request
 * @param bodyTimeout how long a body may take to arrive
 */
public record HttpConfig(String basePath, Optional<String> publicUrl, long maxBodyBytes, Duration bodyTimeout) {
    /** A base path begins with a slash and does not end in one. */
    public HttpConfig {
        basePath = basePath.replaceAll("^/+|/+$", "");
        basePath = basePath.isEmpty() ? "" : "/" + basePath;
        publicUrl = publicUrl.map(url -> url.replaceAll("/+$", ""));
    }

    /** The path of a version of the API, ending in a slash. */
    public String path(TmfVersion version) {
        return basePath + "/" + version.code() + "/";
    }
}
