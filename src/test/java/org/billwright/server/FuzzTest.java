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

/** Random requests to every operation of a server without authentication. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@TestProfile(FuzzStore.Open.class)
@Tag("server")
@Tag("slow")
class FuzzTest {
    @Inject
    Server server;

    @Test
    void no_request_causes_a_server_fault_or_a_data_leak() {
        EveryOperation.isFuzzed(server, List.of(List.of()), "");
    }
}
