package org.billwright.imports.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import org.billwright.api.Api;

/** Imports over HTTP, as their clients follow them. */
public final class HttpImports {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private HttpImports() {}

    /** The import that was accepted, once it has ended. */
    public static JsonNode ended(Api.Response accepted) throws InterruptedException {
        assertThat(accepted.status()).as(accepted.text()).isEqualTo(202);
        return ended(accepted.header("Location"));
    }

    /** The import at a location, once it has ended. */
    static JsonNode ended(String location) throws InterruptedException {
        return after("waiting|running", location);
    }

    /** The import at a location, once it is no longer in these states. */
    static JsonNode after(String states, String location) throws InterruptedException {
        var deadline = Instant.now().plus(PATIENCE);
        while (true) {
            var job = Api.get(location).json();
            if (!job.path("state").asText().matches(states)) {
                return job;
            }
            assertThat(Instant.now()).as(job.toString()).isBefore(deadline);
            Thread.sleep(50);
        }
    }
}
