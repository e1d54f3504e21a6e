package org.billwright.server;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** The server is ready while the database responds. */
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
                .map(one -> HealthCheckResponse.up("database"))
                .onFailure()
                .recoverWithItem(() -> HealthCheckResponse.down("database"));
    }
}
