package org.billwright.cli;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.billwright.diagnostics.Diagnosis;
import org.billwright.diagnostics.Diagnosis.Severity;
import org.billwright.diagnostics.Diagnostics;
import org.billwright.json.Json;
import org.billwright.server.DiagnosticsSettings;
import org.billwright.server.SettingVariables;
import org.billwright.server.Settings;
import org.billwright.store.Database;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code billwright doctor}: whether a server would run well here. */
@Command(
        name = "doctor",
        description = {
            "Checks settings, database, schema, clocks, connections, disks, the audit trail and a sample of the bills.",
            "It changes nothing. Exit code 1 if a check finds an error."
        },
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    @Mixin
    DatabaseOptions databaseOptions = new DatabaseOptions();

    @Option(names = "--json", description = "print each result as a JSON document a line")
    boolean isJson;

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        return databaseOptions.open((database, tenant) -> {
            var settings = DatabaseOptions.settings();
            var found = diagnostics(database, tenant, settings).run();
            found.forEach(this::print);
            spec.commandLine().getOut().flush();
            return found.stream().anyMatch(result -> result.severity() == Severity.ERROR) ? 1 : 0;
        });
    }

    private Diagnostics diagnostics(Database database, String tenant, Settings settings) {
        return databaseOptions.data.isPresent()
                ? new Diagnostics(
                        database,
                        Clock.systemUTC(),
                        Set.of(tenant),
                        DiagnosticsSettings.connections(settings),
                        List.of(databaseOptions.data.get()),
                        SettingVariables.unknown(System.getenv().keySet()))
                : DiagnosticsSettings.of(database, settings);
    }

    private void print(Diagnosis result) {
        var out = spec.commandLine().getOut();
        if (isJson) {
            out.println(Json.write(result.document()));
            return;
        }
        out.printf("%-8s %-13s %s%n", result.severity().name().toLowerCase(Locale.ROOT), result.check(), result.text());
        if (!result.advice().isEmpty()) {
            out.printf("%-8s %-13s %s%n", "", "", "→ " + result.advice());
        }
    }
}
