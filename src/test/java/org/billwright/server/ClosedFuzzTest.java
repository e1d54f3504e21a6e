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

/** The same to a server that asks for credentials, with good ones, limited ones and none that is any good. */
@QuarkusTest
@QuarkusTestResource(StoreResource.class)
@TestProfile(FuzzStore.ClosedToo.class)
@Tag("server")
@Tag("slow")
class ClosedFuzzTest {
    @Inject
    Server server;

    @Test
    void no_request_is_the_servers_fault_or_shows_what_it_must_not() {
        EveryOperation.isFuzzed(server, FuzzStore.tokens(), "Bearer " + TestIssuer.ofRoles("reader"));
    }
}
