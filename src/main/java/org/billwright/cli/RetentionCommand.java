package org.billwright.cli;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.billwright.access.Caller;
import org.billwright.audit.AuditAction;
import org.billwright.audit.AuditEvent;
import org.billwright.audit.AuditTrail;
import org.billwright.http.CorrelationId;
import org.billwright.json.Json;
import org.billwright.retention.BillRetention;
import org.billwright.retention.Retention;
import org.billwright.retention.RetentionDocument;
import org.billwright.retention.RetentionPatch;
import org.billwright.retention.RetentionStore;
import org.billwright.server.RetentionModule;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code billwright retention}: how long a tenant keeps what it has. */
@Command(
        name = "retention",
        description = "Shows and sets how long bills, events and rejected lines of a tenant are kept.",
        mixinStandardHelpOptions = true)
final class RetentionCommand {
    private final Clock clock = Clock.systemUTC();

    @Spec
    CommandSpec spec;

    @Command(
            name = "show",
            description = "Prints what the tenant has set, and which periods hold.",
            mixinStandardHelpOptions = true)
    int show(@Mixin TenantOptions options) throws IOException {
        return options.inTransaction(
                spec.commandLine().getErr(),
                (tx, tenant) -> print(RetentionStore.find(tx, tenant).retention()));
    }

    @Command(
            name = "set",
            description = {"Sets what is given, and leaves the rest.", "'server' stands for the setting of the server."
            },
            mixinStandardHelpOptions = true)
    int set(
            @Option(names = "--bill-years", description = "years for which bills are kept from their bill date")
                    Optional<String> billYears,
            @Option(names = "--event-days", description = "days for which events are kept") Optional<String> eventDays,
            @Option(names = "--rejected-line-days", description = "days for which rejected lines are kept")
                    Optional<String> rejectedLineDays,
            @Option(
                            names = "--deletes-bills",
                            arity = "1",
                            paramLabel = "true|false",
                            description = "whether bills are deleted when their period is over")
                    Optional<Boolean> deletesBills,
            @Mixin TenantOptions options)
            throws IOException {
        var changes = Json.object();
        billYears.ifPresent(given -> changes.set("billYears", RetentionPatch.period(given)));
        eventDays.ifPresent(given -> changes.set("eventDays", RetentionPatch.period(given)));
        rejectedLineDays.ifPresent(given -> changes.set("rejectedLineDays", RetentionPatch.period(given)));
        deletesBills.ifPresent(given -> changes.put("deletesBills", given));
        return options.inTransaction(spec.commandLine().getErr(), (tx, tenant) -> {
            var patched = new RetentionPatch(changes).apply(tx, tenant, revision -> {});
            if (patched.isChanged()) {
                var who = Caller.system("retention by " + System.getProperty("user.name"), tenant);
                AuditTrail.recordChange(
                        tx,
                        new AuditEvent(
                                clock.instant(),
                                who,
                                AuditAction.CHANGE,
                                Retention.RESOURCE,
                                List.of(tenant),
                                CorrelationId.generate()));
            }
            return print(patched.stored().retention());
        });
    }

    @Command(
            name = "apply",
            description = {
                "Deletes the bills whose period is over, where the tenant wants it (--deletes-bills).",
                "The server does the same once a day."
            },
            mixinStandardHelpOptions = true)
    int apply(
            @Option(
                            names = "--dry-run",
                            description =
                                    "deletes nothing; says how many would be deleted, and how many are kept and why")
                    boolean dryRun,
            @Mixin TenantOptions options)
            throws IOException {
        return options.database.use((database, configured) -> {
            var tenant = options.tenant.orElse(configured);
            var bills = new BillRetention(database, clock, RetentionModule.defaults(DatabaseOptions.settings()));
            if (dryRun) {
                return printText(bills.dryRun(tenant).text("would be deleted"));
            }
            boolean isWanted = database.inTransaction(
                    tenant, tx -> RetentionStore.find(tx, tenant).retention().deletesBills());
            if (!isWanted) {
                spec.commandLine()
                        .getErr()
                        .println(
                                "billwright: the tenant keeps its bills; 'billwright retention set --deletes-bills true'"
                                        + " has them deleted");
                return 1;
            }
            var caller = Caller.system("retention by " + System.getProperty("user.name"), tenant);
            var report = bills.apply(caller, () -> true);
            printText(report.text("deleted"));
            if (report.isLeftToAnother()) {
                spec.commandLine()
                        .getErr()
                        .println(
                                "billwright: another process deletes bills of this tenant now; start this again when it has ended");
                return 1;
            }
            return 0;
        });
    }

    private int printText(String text) {
        spec.commandLine().getOut().print(text);
        spec.commandLine().getOut().flush();
        return 0;
    }

    private int print(Retention retention) {
        var document = RetentionDocument.of(retention, RetentionModule.defaults(DatabaseOptions.settings()));
        spec.commandLine().getOut().println(Json.write(document));
        return 0;
    }
}
