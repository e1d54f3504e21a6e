package org.billwright.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.billwright.channel.BusinessStore;
import org.billwright.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code billwright business}: the businesses of the channel API. */
@Command(
        name = "business",
        description = {
            "Sets, removes and lists the businesses of the channel API.",
            "A running server applies a change within seconds."
        },
        mixinStandardHelpOptions = true)
final class BusinessCommand {
    @Spec
    CommandSpec spec;

    @Command(
            name = "set",
            description = "Adds or replaces the businesses of a file: a JSON array of them.",
            mixinStandardHelpOptions = true)
    int set(@Parameters(paramLabel = "FILE") Path file, @Mixin DatabaseOptions databaseOptions) throws IOException {
        var documents = Json.readArray(Files.readAllBytes(file));
        return databaseOptions.use((database, tenant) -> {
            database.withoutTenant(tx -> documents.stream()
                            .map(document -> BusinessStore.set(tx, document))
                            .toList())
                    .forEach(this::print);
            return 0;
        });
    }

    @Command(name = "remove", description = "Removes a business.", mixinStandardHelpOptions = true)
    int remove(@Parameters(paramLabel = "ID") String id, @Mixin DatabaseOptions databaseOptions) throws IOException {
        return databaseOptions.use((database, tenant) -> {
            boolean known = database.withoutTenant(tx -> BusinessStore.remove(tx, id));
            if (!known) {
                spec.commandLine().getErr().println("billwright: there is no business " + id);
            }
            return known ? 0 : 1;
        });
    }

    @Command(
            name = "list",
            description = "Prints the businesses in the database, one a line.",
            mixinStandardHelpOptions = true)
    int list(@Mixin DatabaseOptions databaseOptions) throws IOException {
        return databaseOptions.use((database, tenant) -> {
            database.withoutTenant(BusinessStore::documents).forEach(this::print);
            return 0;
        });
    }

    private void print(String line) {
        spec.commandLine().getOut().println(line);
    }
}
