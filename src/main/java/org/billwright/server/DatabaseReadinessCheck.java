package org.billwright.server;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready means that the store answers. */
@Readiness
class DatabaseReadinessCheck implements AsyncHealthCheck {
    private final Server server;

    DatabaseReadinessCheck(Server server) {
        this.server = server;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.createFrom()
                .completionStage(() -> server.ping().toCompletionStage())
                .map(one -> HealthCheckResponse.up("store"))
                .onFailure()
                .recoverWithItem(() -> HealthCheckResponse.down("store"));
    }
}
