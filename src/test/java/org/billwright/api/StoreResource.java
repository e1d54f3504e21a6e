package org.billwright.api;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Points the server under test at the tests' store. */
public final class StoreResource implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        var config = Store.config();
        return Map.of(
                "billwright.database.url",
                config.url(),
                "billwright.database.username",
                config.username(),
                "billwright.tenant",
                Store.TENANT,
                "quarkus.http.test-port",
                "0");
    }

    @Override
    public void stop() {}
}
