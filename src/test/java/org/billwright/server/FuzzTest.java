package org.billwright.server;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import org.billwright.api.StoreResource;
import org.billwright.fuzz.FuzzStore;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Requests that nobody means, to every operation of a server that lets everyone in. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@TestProfile(FuzzStore.Open.class)
@Tag("server")
@Tag("slow")
class FuzzTest {
    @Inject
    Server server;

    @Test
    void no_request_is_the_servers_fault_or_shows_what_it_must_not() {
        EveryOperation.isFuzzed(server, List.of(List.of()), "");
    }
}
