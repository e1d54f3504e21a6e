package org.billwright.billsource;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * The configuration of a TMF678 server that is a bill source.
 *
 * @param url of its API version: {@code https://biller.example/tmf-api/customerBillManagement/v4}
 * @param version of that API: 4 or 5
 * @param authorization sent as the {@code Authorization} header
 * @param timeout of one attempt, from the request's first byte to the answer's last
 * @param attempts how often a request is sent before it fails
 * @param connections the maximum number of concurrent requests; as many more may wait
 * @param failureThreshold the circuit breaker opens if half of at least so many attempts in ten seconds fail
 * @param openDuration how long the circuit breaker stays open
 * @param pageSize the number of items requested at a time
 */
public record RemoteServerConfig(
        String name,
        URI url,
        int version,
        Optional<String> authorization,
        Duration timeout,
        int attempts,
        int connections,
        int failureThreshold,
        Duration openDuration,
        int pageSize) {
    /** Rejects a URL that is not HTTP, another version of TMF678, and numbers that are not positive. */
    public RemoteServerConfig {
        var scheme = String.valueOf(url.getScheme());
        if (url.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
            throw new IllegalArgumentException("bill source " + name + ": an http or https URL is needed, not " + url);
        }
        if (version != 4 && version != 5) {
            throw new IllegalArgumentException("bill source " + name + ": TMF678 version 4 or 5, not " + version);
        }
        if (attempts < 1 || connections < 1 || failureThreshold < 1 || pageSize < 1 || !timeout.isPositive()) {
            throw new IllegalArgumentException("bill source " + name + ": numbers and times are greater than 0");
        }
    }

    /** The path of the API's base URL. */
    String path() {
        return url.getPath().replaceAll("/+$", "");
    }

    boolean secure() {
        return url.getScheme().equals("https");
    }

    int port() {
        return url.getPort() >= 0 ? url.getPort() : secure() ? 443 : 80;
    }

    /** Without the credentials. */
    @Override
    public String toString() {
        return name + " at " + url;
    }
}
