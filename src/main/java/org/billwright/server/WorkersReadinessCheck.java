package org.billwright.server;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** The server is ready while its background work makes progress. */
@Readiness
class WorkersReadinessCheck implements HealthCheck {
    private final Server server;

    WorkersReadinessCheck(Server server) {
        this.server = server;
    }

    @Override
    public HealthCheckResponse call() {
        var stalled = server.workers().stalled();
        return HealthCheckResponse.named("workers")
                .status(stalled.isEmpty())
                .withData("stalled", String.join(", ", stalled))
                .build();
    }
}
