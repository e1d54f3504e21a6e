package org.billwright.server;

import java.util.List;
import org.billwright.http.Route;
import org.billwright.retention.RetentionDefaults;
import org.billwright.retention.RetentionOperations;

/** Retention: what each tenant keeps for how long. */
public record RetentionModule(ServerResources resources) implements ServerModule {
    /** The periods of a server with these settings. */
    public static RetentionDefaults defaults(Settings settings) {
        return new RetentionDefaults(
                settings.privacy().yearsKept(),
                settings.events().retention(),
                settings.imports().rejectsKept());
    }

    @Override
    public List<Route> operatorRoutes() {
        return new RetentionOperations(resources.writes(), resources.clock(), defaults(resources.settings())).routes();
    }
}
