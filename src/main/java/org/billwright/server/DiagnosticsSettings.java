package org.billwright.server;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.billwright.diagnostics.Diagnostics;
import org.billwright.store.Database;

/** What the settings say of the surroundings of a server, for its {@link Diagnostics}. */
public final class DiagnosticsSettings {
    /** The audit trail and the health check. */
    private static final int FIXED_CONNECTIONS = 3;

    private static final int EVENT_CONNECTIONS = 8;

    private DiagnosticsSettings() {}

    /** The checks of a server with these settings. */
    public static Diagnostics of(Database database, Settings settings) {
        return new Diagnostics(
                database,
                Clock.systemUTC(),
                ConfigRecords.servedTenants(settings),
                connections(settings),
                folders(settings),
                SettingVariables.unknown(System.getenv().keySet()));
    }

    /** The most connections to PostgreSQL that a server with these settings opens. */
    public static int connections(Settings settings) {
        var pools = settings.database();
        int tenants = ConfigRecords.servedTenants(settings).size();
        return pools.poolSize()
                + Math.min(pools.readConnections(), pools.poolSize() * tenants)
                + FIXED_CONNECTIONS
                + (settings.events().delivered() ? EVENT_CONNECTIONS : 0)
                + settings.limits().exports()
                + settings.limits().slowQueries()
                + (pools.replicaUrl().isPresent() ? 1 : 0)
                + (pools.slowStatement().isPositive() ? 1 : 0);
    }

    private static List<Path> folders(Settings settings) {
        var folders = new ArrayList<>(List.of(settings.imports().folder()));
        settings.audit()
                .anchorFile()
                .map(Path::toAbsolutePath)
                .map(Path::getParent)
                .ifPresent(folders::add);
        return folders;
    }
}
