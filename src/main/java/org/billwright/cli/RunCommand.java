package org.billwright.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.billwright.access.Caller;
import org.billwright.audit.AuditAction;
import org.billwright.audit.AuditEvent;
import org.billwright.audit.AuditTrail;
import org.billwright.http.CorrelationId;
import org.billwright.json.Json;
import org.billwright.problem.ProblemException;
import org.billwright.run.BillRuns;
import org.billwright.run.RunDiff;
import org.billwright.run.RunPolicy;
import org.billwright.run.RunRequest;
import org.billwright.run.RunShape;
import org.billwright.store.Database;
import org.billwright.store.StoredDocument;
import org.jdbi.v3.core.Handle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code billwright run}: bill runs. */
@Command(
        name = "run",
        description = {
            "Plans, shows, approves and bills the accounts of a bill cycle.",
            "This process does the work, together with the servers that are up; a run that is stopped is resumed by any of them."
        },
        mixinStandardHelpOptions = true)
final class RunCommand {
    private static final int DEFAULT_LISTED = 20;

    private final Clock clock = Clock.systemUTC();

    @Spec
    CommandSpec spec;

    /** How much of the work this process does. */
    static final class WorkOptions {
        @Option(
                names = "--workers",
                defaultValue = "1",
                description =
                        "how many chunks this process works on at a time; 0 leaves all to servers (default ${DEFAULT-VALUE})")
        int workers;

        @Option(names = "--json", description = "print the document of the run in place of a summary")
        boolean json;
    }

    @Command(
            name = "plan",
            description = "Calculates the bills of a cycle's accounts and writes none. Prints the plan and its digest.",
            mixinStandardHelpOptions = true)
    int plan(@Mixin RunPlanOptions plan, @Mixin WorkOptions work, @Mixin TenantOptions options) throws IOException {
        var request = plan.body();
        return onDatabase(options, (database, tenant) -> {
            var policy = new RunPolicy(plan.chunkSize, false);
            var planned =
                    change(database, tenant, policy, AuditAction.CREATE, runs -> runs.plan(RunRequest.of(request)));
            return worked(database, tenant, planned.id(), work);
        });
    }

    @Command(
            name = "approve",
            description = "Makes the bills of a plan, as they were planned.",
            mixinStandardHelpOptions = true)
    int approve(
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--digest", required = true, description = "the digest of the plan that is approved")
                    String digest,
            @Option(
                            names = "--separate-approver",
                            description =
                                    "refuse it where the same person made the plan, also without BILLWRIGHT_RUNS_SEPARATE_APPROVER")
                    boolean separate,
            @Mixin WorkOptions work,
            @Mixin TenantOptions options)
            throws IOException {
        return onDatabase(options, (database, tenant) -> {
            var policy = new RunPolicy(
                    RunPolicy.DEFAULT_CHUNK_SIZE,
                    separate || DatabaseOptions.settings().runs().separateApprover());
            change(database, tenant, policy, AuditAction.CHANGE, runs -> runs.approve(id, digest));
            return worked(database, tenant, id, work);
        });
    }

    @Command(
            name = "resume",
            description = "Goes on with a run that is on hold, failed, or has no worker.",
            mixinStandardHelpOptions = true)
    int resume(@Parameters(paramLabel = "ID") String id, @Mixin WorkOptions work, @Mixin TenantOptions options)
            throws IOException {
        return onDatabase(options, (database, tenant) -> {
            var state = RunProgress.state(document(database, tenant, id));
            if (!RunProgress.isInWork(state)) {
                change(database, tenant, RunPolicy.DEFAULT, AuditAction.CHANGE, runs -> runs.resume(id));
            }
            return worked(database, tenant, id, work);
        });
    }

    @Command(
            name = "show",
            description = "Prints a run: its state, control totals and digest.",
            mixinStandardHelpOptions = true)
    int show(
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--json", description = "print the document of the run in place of a summary") boolean json,
            @Mixin TenantOptions options)
            throws IOException {
        return onDatabase(options, (database, tenant) -> print(document(database, tenant, id), json));
    }

    @Command(
            name = "diff",
            description = "Prints how the bills of a run differ from the last bill of each account.",
            mixinStandardHelpOptions = true)
    int diff(
            @Parameters(paramLabel = "ID") String id,
            @Option(
                            names = "--threshold",
                            defaultValue = "10",
                            description =
                                    "in percent: a change of more is higher or lower, another one similar (default ${DEFAULT-VALUE})")
                    BigDecimal threshold,
            @Mixin TenantOptions options)
            throws IOException {
        return onDatabase(options, (database, tenant) -> {
            document(database, tenant, id);
            var differences = database.inTransaction(tenant, tx -> RunDiff.of(tx, tenant, id, threshold));
            RunSummary.differences(differences).forEach(this::println);
            return 0;
        });
    }

    @Command(name = "list", description = "Prints the newest runs, one a line.", mixinStandardHelpOptions = true)
    int list(@Mixin TenantOptions options) throws IOException {
        return onDatabase(options, (database, tenant) -> {
            database.inTransaction(
                            tenant, tx -> runs(tx, tenant, RunPolicy.DEFAULT).newest(DEFAULT_LISTED))
                    .forEach(run -> println(RunSummary.line(run)));
            return 0;
        });
    }

    @Command(
            name = "hold",
            description =
                    "Begins no further chunk of a run, or takes accounts out of a plan, which gets another digest.",
            mixinStandardHelpOptions = true)
    int hold(
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--reason", required = true, description = "why") String reason,
            @Option(names = "--account", description = "this account alone; may be repeated") List<String> accounts,
            @Mixin TenantOptions options)
            throws IOException {
        return changed(
                options, runs -> accounts == null ? runs.hold(id, reason) : runs.holdAccounts(id, accounts, reason));
    }

    @Command(
            name = "release",
            description = "Goes on with a run that is on hold, or puts held accounts into their plan again.",
            mixinStandardHelpOptions = true)
    int release(
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--account", description = "this account alone; may be repeated") List<String> accounts,
            @Option(names = "--reason", description = "why; required where the accounts have open cases")
                    Optional<String> reason,
            @Mixin TenantOptions options)
            throws IOException {
        return changed(
                options, runs -> accounts == null ? runs.resume(id) : runs.releaseAccounts(id, accounts, reason));
    }

    @Command(name = "cancel", description = "Ends a run that is not approved.", mixinStandardHelpOptions = true)
    int cancel(@Parameters(paramLabel = "ID") String id, @Mixin TenantOptions options) throws IOException {
        return changed(options, runs -> runs.cancel(id));
    }

    @Command(
            name = "undo",
            description = "Voids the bills of a run, none of which was sent. Their rates are unbilled again.",
            mixinStandardHelpOptions = true)
    int undo(
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--reason", required = true, description = "why") String reason,
            @Mixin WorkOptions work,
            @Mixin TenantOptions options)
            throws IOException {
        return onDatabase(options, (database, tenant) -> {
            change(database, tenant, RunPolicy.DEFAULT, AuditAction.CHANGE, runs -> runs.undo(id, reason));
            return worked(database, tenant, id, work);
        });
    }

    private int changed(TenantOptions options, Function<BillRuns, StoredDocument> change) throws IOException {
        return onDatabase(
                options,
                (database, tenant) ->
                        print(json(change(database, tenant, RunPolicy.DEFAULT, AuditAction.CHANGE, change)), false));
    }

    private StoredDocument change(
            Database database,
            String tenant,
            RunPolicy policy,
            AuditAction action,
            Function<BillRuns, StoredDocument> change) {
        return database.inTransaction(tenant, tx -> {
            var changed = change.apply(runs(tx, tenant, policy));
            AuditTrail.recordChange(
                    tx,
                    new AuditEvent(
                            clock.instant(),
                            caller(tenant),
                            action,
                            RunShape.RESOURCE,
                            List.of(changed.id()),
                            CorrelationId.generate()));
            return changed;
        });
    }

    private int worked(Database database, String tenant, String id, WorkOptions work) {
        var err = spec.commandLine().getErr();
        RunProgress.work(database, tenant, id, work.workers, clock, err);
        var run = document(database, tenant, id);
        print(run, work.json);
        return RunProgress.state(run).equals("failed") ? 1 : 0;
    }

    private ObjectNode document(Database database, String tenant, String id) {
        return database.inTransaction(
                tenant, tx -> json(runs(tx, tenant, RunPolicy.DEFAULT).document(id)));
    }

    private BillRuns runs(Handle tx, String tenant, RunPolicy policy) {
        return new BillRuns(tx, tenant, caller(tenant).id(), clock, policy);
    }

    private static Caller caller(String tenant) {
        return Caller.system("run by " + System.getProperty("user.name"), tenant);
    }

    private static ObjectNode json(StoredDocument stored) {
        return Json.stored(stored.document().toString());
    }

    private int onDatabase(TenantOptions options, DatabaseOptions.Work work) throws IOException {
        return options.database.use((database, configured) -> {
            try {
                return work.on(database, options.tenant.orElse(configured));
            } catch (ProblemException refused) {
                spec.commandLine()
                        .getErr()
                        .println("billwright: " + refused.problem().message());
                return 1;
            }
        });
    }

    private int print(ObjectNode run, boolean json) {
        if (json) {
            println(Json.write(run));
        } else {
            RunSummary.of(run).forEach(this::println);
        }
        return 0;
    }

    private void println(String line) {
        spec.commandLine().getOut().println(line);
    }
}
