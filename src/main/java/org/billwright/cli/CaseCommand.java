package org.billwright.cli;

import com.fasterxml.jackson.databind.JsonNode;
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
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.run.BillRuns;
import org.billwright.run.BillingCaseShape;
import org.billwright.run.BillingCaseState;
import org.billwright.run.RunPolicy;
import org.billwright.run.RunSample;
import org.billwright.run.RunShape;
import org.jdbi.v3.core.Handle;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code billwright case}: the cases of bills and runs that break a billing rule. */
@Command(
        name = "case",
        description = {
            "Lists and decides the cases of bill runs, and draws samples of their bills.",
            "A bill or run that breaks a billing rule has a case, which is decided once."
        },
        mixinStandardHelpOptions = true)
final class CaseCommand {
    private static final int DEFAULT_LISTED = 100;

    private final Clock clock = Clock.systemUTC();

    @Spec
    CommandSpec spec;

    /** Which cases are closed. */
    static final class ClosedCases {
        @Option(names = "--case", required = true, description = "the id of one case")
        Optional<String> id = Optional.empty();

        @ArgGroup(exclusive = false, multiplicity = "1")
        CasesOfRule ofRule = new CasesOfRule();
    }

    /** All open cases of a rule in a run. */
    static final class CasesOfRule {
        @Option(names = "--run", required = true, description = "the id of a run, with --rule")
        String run = "";

        @Option(names = "--rule", required = true, description = "the id of a rule: all its open cases in the run")
        String rule = "";
    }

    @Command(name = "list", description = "Prints cases, one a line.", mixinStandardHelpOptions = true)
    int list(
            @Option(names = "--run", description = "of this run alone") Optional<String> run,
            @Option(names = "--state", description = "in this state alone, such as open") Optional<String> state,
            @Option(
                            names = "--limit",
                            defaultValue = "" + DEFAULT_LISTED,
                            description = "how many at most (default ${DEFAULT-VALUE})")
                    int limit,
            @Mixin TenantOptions options)
            throws IOException {
        return options.inTransaction(spec.commandLine().getErr(), (tx, tenant) -> {
            BillRuns.cases(tx, tenant, run, state, limit).forEach(found -> println(line(found)));
            return 0;
        });
    }

    private static String line(JsonNode found) {
        return String.join(
                "  ",
                found.path("id").asText(),
                found.path("state").asText(),
                found.path("severity").asText(),
                found.path("billingAccount").path("id").asText("the run"),
                found.path("billingRule").path("id").asText() + ": "
                        + found.path("text").asText());
    }

    @Command(
            name = "close",
            description = "Decides a case, or all open ones of a rule. A planned run gets another digest.",
            mixinStandardHelpOptions = true)
    int close(
            @ArgGroup(multiplicity = "1") ClosedCases cases,
            @Option(
                            names = "--as",
                            required = true,
                            description =
                                    "released: the bill is right; corrected: a later run bills it; suppressed: no bill of the period")
                    String state,
            @Option(names = "--reason", required = true, description = "why") String reason,
            @Mixin TenantOptions options)
            throws IOException {
        var decision = BillingCaseState.decision(state)
                .orElseThrow(() -> new ProblemException(
                        new Problem.InvalidValue("--as", state, "released, corrected or suppressed")));
        return options.inTransaction(spec.commandLine().getErr(), (tx, tenant) -> {
            var caller = Caller.system("case by " + System.getProperty("user.name"), tenant);
            var runs = new BillRuns(tx, tenant, caller.id(), clock, RunPolicy.DEFAULT);
            int closed = 1;
            if (cases.id.isPresent()) {
                runs.closeCase(cases.id.get(), decision, reason);
                record(tx, caller, BillingCaseShape.RESOURCE, cases.id.get());
            } else {
                closed = runs.closeCases(cases.ofRule.run, cases.ofRule.rule, decision, reason);
                record(tx, caller, RunShape.RESOURCE, cases.ofRule.run);
            }
            println(closed + (closed == 1 ? " case is " : " cases are ") + state);
            return 0;
        });
    }

    private void record(Handle tx, Caller caller, String resource, String id) {
        AuditTrail.recordChange(
                tx,
                new AuditEvent(
                        clock.instant(), caller, AuditAction.CHANGE, resource, List.of(id), CorrelationId.generate()));
    }

    @Command(
            name = "sample",
            description =
                    "Prints some accounts of a run to look at, one a line: as many of each kind of change as there is room for.",
            mixinStandardHelpOptions = true)
    int sample(
            @Parameters(paramLabel = "RUN") String run,
            @Option(
                            names = "--size",
                            defaultValue = "" + RunSample.DEFAULT_SIZE,
                            description = "how many (default ${DEFAULT-VALUE})")
                    int size,
            @Option(
                            names = "--seed",
                            defaultValue = "0",
                            description = "the same seed gives the same sample (default ${DEFAULT-VALUE})")
                    int seed,
            @Mixin TenantOptions options)
            throws IOException {
        return options.inTransaction(spec.commandLine().getErr(), (tx, tenant) -> {
            RunSample.of(tx, tenant, run, Math.clamp(size, 1, RunSample.MAX_SIZE), seed)
                    .path("billRunAccount")
                    .forEach(account -> println(Json.write(account)));
            return 0;
        });
    }

    private void println(String line) {
        spec.commandLine().getOut().println(line);
    }
}
