package org.billwright.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code billwright migrate}: the schema of the database. */
@Command(
        name = "migrate",
        description = {
            "Creates the schema of the database, or upgrades it to this version.",
            "A server does the same at its start; other commands never change a schema."
        },
        mixinStandardHelpOptions = true)
final class MigrateCommand implements Callable<Integer> {
    @Mixin
    DatabaseOptions databaseOptions = new DatabaseOptions();

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        return databaseOptions.open((database, tenant) -> {
            int migrations = database.migrate();
            spec.commandLine()
                    .getOut()
                    .println(
                            migrations == 0
                                    ? "nothing to do: the schema has the version of this program"
                                    : migrations + " migrations done: the schema has the version of this program");
            return 0;
        });
    }
}
