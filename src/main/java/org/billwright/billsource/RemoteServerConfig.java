package org.billwright.billsource;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * How to reach a TMF678 server.
 *
 * @param url of its API version: {@code https://biller.example/tmf-api/customerBillManagement/v4}
 * @param version of that API: 4 or 5
 * @param authorization sent as the {@code Authorization} header
 * @param timeout of one attempt, from the request's first byte to the answer's last
 * @param attempts how often a question is put before it is given up
 * @param connections how many questions it is asked at a time; as many again may wait
 * @param failureThreshold of how many attempts within ten seconds, at the least, half must fail for it to be left alone
 * @param openDuration how long it is left alone then
 * @param pageSize how many items it is asked for at a time
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
    /** Refuses what cannot be reached. */
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

    /** The path below which its resources are. */
    String path() {
        return url.getPath().replaceAll("/+$", "");
    }

    boolean secure() {
        return url.getScheme().equals("https");
    }

    int port() {
        return url.getPort() >= 0 ? url.getPort() : secure() ? 443 : 80;
    }

    /** Without what is secret. */
    @Override
    public String toString() {
        return name + " at " + url;
    }
}
