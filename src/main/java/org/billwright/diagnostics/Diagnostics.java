package org.billwright.diagnostics;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.billwright.store.Database;

/**
 * All checks of a server's surroundings. They read; nothing is written.
 *
 * @param clock of this machine
 * @param tenants whose data is checked
 * @param connections the most that one server opens
 * @param folders that a server writes to
 * @param unknownVariables of the environment, which look like settings and are none
 */
public record Diagnostics(
        Database database,
        Clock clock,
        Set<String> tenants,
        int connections,
        List<Path> folders,
        List<String> unknownVariables) {
    /** Runs the checks. Where the database cannot be used, those that need it are left out. */
    public List<Diagnosis> run() {
        var found = new ArrayList<Diagnosis>();
        found.add(settings());
        var server = new ServerChecks(database, clock);
        var reached = checked("database", server::connection);
        found.add(reached);
        if (reached.severity() != Diagnosis.Severity.ERROR) {
            found.add(checked("durability", server::durability));
            found.add(checked("clocks", server::clocks));
            found.add(checked("connections", () -> server.connections(connections)));
            found.add(checked("transactions", server::transactions));
            var schema = checked("schema", new SchemaCheck(database)::diagnosis);
            found.add(schema);
            if (schema.severity() != Diagnosis.Severity.ERROR) {
                found.add(checked("statistics", server::statistics));
                tenants.stream().sorted().forEach(tenant -> addData(found, tenant));
            }
        }
        folders.forEach(folder -> found.add(checked("disk", () -> DiskCheck.of(folder))));
        return found;
    }

    /** A wrong value ends the command before; a wrong name does not. */
    private Diagnosis settings() {
        return unknownVariables.isEmpty()
                ? Diagnosis.ok("settings", "every variable BILLWRIGHT_… of this environment is a setting")
                : Diagnosis.warning(
                        "settings",
                        String.join(", ", unknownVariables) + " of this environment is no setting, and is ignored",
                        "correct the name, or remove it: docs/settings.md has all names");
    }

    private void addData(List<Diagnosis> found, String tenant) {
        var data = new DataChecks(database, tenant);
        found.add(checked("audit trail", data::auditTrail));
        found.add(checked("bills", data::bills));
        found.add(checked("events", data::events));
        found.add(checked("bill runs", data::billRuns));
    }

    private static Diagnosis checked(String check, Supplier<Diagnosis> diagnosis) {
        try {
            return diagnosis.get();
        } catch (RuntimeException e) {
            var cause = cause(e);
            return Diagnosis.error(check, "the check failed: " + cause, advice(cause));
        }
    }

    private static String advice(String cause) {
        if (cause.contains("role \"billwright_")) {
            return "the database has no schema yet: run 'billwright migrate'";
        }
        return cause.contains("refused")
                ? "see BILLWRIGHT_DATABASE_URL, and whether PostgreSQL runs there"
                : "see the message, and the log of PostgreSQL";
    }

    private static String cause(Throwable failure) {
        return failure.getCause() == null ? String.valueOf(failure.getMessage()) : cause(failure.getCause());
    }
}
