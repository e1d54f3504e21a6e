package org.billwright.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.billwright.load.Importer;
import org.billwright.load.Kind;
import org.billwright.store.Database;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Loads files of bills, rates and accounts. */
@Command(
        name = "import",
        description = {
            "Loads NDJSON files of customer bills, applied billing rates and billing accounts.",
            "Each line is one document in a TM Forum shape, added or replaced by its id. A line that cannot be loaded is"
                    + " told with its number and reason; the others are kept. Exit code 1 where any was refused."
        },
        mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "NDJSON files; - for standard input")
    List<Path> files = List.of();

    @Option(names = "--type", description = "what lines without an @type are: ${COMPLETION-CANDIDATES}")
    Optional<Kind> type = Optional.empty();

    @Option(names = "--tenant", description = "whose they are (default: the configured tenant)")
    Optional<String> tenant = Optional.empty();

    @Mixin
    StoreOptions storeOptions = new StoreOptions();

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        return storeOptions.use((database, configuredTenant) -> load(database, tenant.orElse(configuredTenant)));
    }

    private int load(Database database, String into) throws IOException {
        var err = spec.commandLine().getErr();
        var importer = new Importer(
                database,
                into,
                refusal -> err.println(refusal.source() + ":" + refusal.line() + ": " + refusal.reason()));
        for (var file : files) {
            read(importer, file);
        }
        var result = importer.finish();
        err.flush();
        spec.commandLine()
                .getOut()
                .printf(
                        "%d loaded, %d unchanged, %d refused%n",
                        result.changed(), result.unchanged(), result.refused());
        return result.refused() == 0 ? 0 : 1;
    }

    private void read(Importer importer, Path file) throws IOException {
        if (file.toString().equals("-")) {
            importer.read("standard input", System.in, type);
            return;
        }
        try (var in = Files.newInputStream(file)) {
            importer.read(file.toString(), in, type);
        }
    }
}
