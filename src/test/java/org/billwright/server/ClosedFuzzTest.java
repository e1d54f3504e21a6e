package org.billwright.server;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import org.billwright.access.TestIssuer;
import org.billwright.api.StoreResource;
import org.billwright.fuzz.FuzzStore;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The same on a server with authentication, with valid, limited and invalid credentials. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@TestProfile(FuzzStore.ClosedToo.class)
@Tag("server")
@Tag("slow")
class ClosedFuzzTest {
    @Inject
    Server server;

    @Test
    void no_request_causes_a_server_fault_or_a_data_leak() {
        EveryOperation.isFuzzed(server, FuzzStore.tokens(), "Bearer " + TestIssuer.ofRoles("reader"));
    }
}
