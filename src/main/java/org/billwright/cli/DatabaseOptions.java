package org.billwright.cli;

import io.smallrye.config.PropertiesLocationConfigSourceFactory;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.billwright.server.ConfigRecords;
import org.billwright.server.Settings;
import org.billwright.store.Database;
import picocli.CommandLine.Option;

/** The database that a command works on: the configured one, or the demo's. */
final class DatabaseOptions {
    @Option(names = "--data", description = "the demo's folder, to work on its database")
    Optional<Path> data = Optional.empty();

    /** Work on a database; returns the exit code. */
    interface Work {
        int on(Database database, String tenant) throws IOException;
    }

    /** Opens the database, whose schema must have this version, does the work, and closes the database. */
    int use(Work work) throws IOException {
        return open((database, tenant) -> {
            database.requireCurrentSchema();
            return work.on(database, tenant);
        });
    }

    /** Opens the database, whatever its schema is, does the work, and closes the database. */
    int open(Work work) throws IOException {
        if (data.isPresent()) {
            var running = EmbeddedDatabase.running(data.get());
            if (running.isPresent()) {
                try (var database = Database.open(running.get())) {
                    return work.on(database, DemoCommand.TENANT);
                }
            }
            try (var postgres = EmbeddedDatabase.start(data.get());
                    var database = Database.open(postgres.config())) {
                return work.on(database, DemoCommand.TENANT);
            }
        }
        var settings = settings();
        try (var database = Database.open(ConfigRecords.database(settings))) {
            return work.on(database, settings.tenant());
        }
    }

    /** The settings of this process, which are those of a server in the same place. */
    static Settings settings() {
        return new SmallRyeConfigBuilder()
                .addDefaultSources()
                .addDefaultInterceptors()
                .withSources(new PropertiesLocationConfigSourceFactory())
                .addDiscoveredConverters()
                .withMapping(Settings.class)
                .build()
                .getConfigMapping(Settings.class);
    }
}
