package org.billwright.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.billwright.access.Caller;
import org.billwright.account.Account;
import org.billwright.account.AccountPatch;
import org.billwright.account.AccountShape;
import org.billwright.account.AccountState;
import org.billwright.account.AccountStore;
import org.billwright.audit.AuditAction;
import org.billwright.audit.AuditEvent;
import org.billwright.audit.AuditTrail;
import org.billwright.http.CorrelationId;
import org.billwright.json.DateTimes;
import org.billwright.json.Json;
import org.billwright.ledger.Balance;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.server.AccountDocuments;
import org.jdbi.v3.core.Handle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code billwright account}: billing accounts. */
@Command(
        name = "account",
        description = {
            "Shows, lists, holds, releases and closes billing accounts, and their balance.",
            "What it shows and changes is recorded in the audit trail."
        },
        subcommands = AccountOverdue.class,
        mixinStandardHelpOptions = true)
final class AccountCommand {
    private static final int MAX_LISTED = 10_000;

    private final Clock clock = Clock.systemUTC();

    @Spec
    CommandSpec spec;

    @Command(name = "show", description = "Prints the document of an account.", mixinStandardHelpOptions = true)
    int show(@Parameters(paramLabel = "ID") String id, @Mixin TenantOptions options) throws IOException {
        return inTransaction(options, (tx, tenant) -> {
            var document = AccountStore.document(tx, tenant, id)
                    .orElseThrow(() -> new ProblemException(new Problem.NotFound(AccountShape.RESOURCE, id)));
            record(tx, tenant, AuditAction.READ, id);
            return print(document);
        });
    }

    @Command(
            name = "list",
            description =
                    "Prints accounts by id, one a line: id, state, currency, bill cycle specification, name, hold.",
            mixinStandardHelpOptions = true)
    int list(
            @Option(names = "--state", description = "only accounts in this state") Optional<String> state,
            @Option(names = "--cycle", description = "only accounts with this bill cycle specification")
                    Optional<String> cycle,
            @Option(names = "--party", description = "only accounts of this party") Optional<String> party,
            @Option(names = "--held", description = "only accounts that are on hold now") boolean held,
            @Option(
                            names = "--limit",
                            defaultValue = "100",
                            description = "the maximum number of accounts, up to 10,000 (default ${DEFAULT-VALUE})")
                    int limit,
            @Mixin TenantOptions options)
            throws IOException {
        if (limit < 1 || limit > MAX_LISTED) {
            throw new ParameterException(spec.commandLine(), "--limit must be from 1 to " + MAX_LISTED);
        }
        var known = state.map(this::state);
        var now = DateTimes.now(clock);
        return inTransaction(options, (tx, tenant) -> {
            try (var all = AccountStore.all(tx, tenant, known, cycle, party)) {
                var accounts = all.filter(account -> !held || account.isHeldAt(now))
                        .limit(limit + 1L)
                        .toList();
                var shown = accounts.stream().limit(limit).toList();
                recordListed(tx, tenant, shown);
                shown.forEach(account -> print(line(account, now)));
                if (accounts.size() > limit) {
                    spec.commandLine().getErr().println("there are more; --limit shows them");
                }
                return 0;
            }
        });
    }

    private String state(String word) {
        return AccountState.of(word)
                .map(AccountState::code)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "--state must be one of " + String.join(", ", AccountState.words())));
    }

    private static String line(Account account, OffsetDateTime now) {
        return String.join(
                "  ",
                account.id(),
                account.state(),
                account.currency(),
                account.cycleSpecificationId().orElse("-"),
                account.name().orElse("-"),
                account.hold()
                        .filter(hold -> hold.isInForce(now))
                        .map(hold -> "on hold"
                                + hold.until()
                                        .map(end -> " until " + DateTimes.format(end))
                                        .orElse("")
                                + ": " + hold.reason())
                        .orElse(""));
    }

    @Command(
            name = "balance",
            description = "Prints what an account owes: sums, ages, open bills and credits, as JSON.",
            mixinStandardHelpOptions = true)
    int balance(@Parameters(paramLabel = "ID") String id, @Mixin TenantOptions options) throws IOException {
        return inTransaction(options, (tx, tenant) -> {
            var account = AccountStore.document(tx, tenant, id)
                    .map(document -> Account.stored(Json.stored(document)))
                    .orElseThrow(() -> new ProblemException(new Problem.NotFound(AccountShape.RESOURCE, id)));
            record(tx, tenant, AuditAction.READ, id);
            return print(Json.write(Balance.of(tx, tenant, account, DateTimes.now(clock))));
        });
    }

    @Command(
            name = "hold",
            description = "Puts an account on hold: it is not billed. A present hold is replaced.",
            mixinStandardHelpOptions = true)
    int hold(
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--reason", required = true, description = "why, as requests for a bill return it")
                    String reason,
            @Option(
                            names = "--until",
                            converter = PointInTimeConverter.class,
                            description = "the end, exclusive: 2026-01-31T00:00:00Z (default: until it is released)")
                    Optional<OffsetDateTime> until,
            @Mixin TenantOptions options)
            throws IOException {
        if (until.filter(end -> !end.isAfter(DateTimes.now(clock))).isPresent()) {
            throw new ParameterException(spec.commandLine(), "--until must be in the future");
        }
        var patch = Json.object();
        // A null removes the end of a present hold.
        var hold = patch.putObject("hold").put("reason", reason).putNull("until");
        until.ifPresent(end -> hold.put("until", DateTimes.format(end)));
        return change(options, id, patch, (tx, tenant) -> {});
    }

    @Command(
            name = "release",
            description = "Ends the hold of an account: it is billed again.",
            mixinStandardHelpOptions = true)
    int release(@Parameters(paramLabel = "ID") String id, @Mixin TenantOptions options) throws IOException {
        return change(options, id, Json.object().putNull("hold"), (tx, tenant) -> {});
    }

    @Command(
            name = "close",
            description = "Closes an account: it is not billed any more. Produce its last bill before.",
            mixinStandardHelpOptions = true)
    int close(
            @Parameters(paramLabel = "ID") String id,
            @Option(names = "--force", description = "close it although it has unbilled rates, which stay unbilled")
                    boolean force,
            @Mixin TenantOptions options)
            throws IOException {
        var patch = Json.object().put("state", AccountState.CLOSED.code());
        return change(options, id, patch, (tx, tenant) -> {
            if (!force && AccountStore.hasUnbilledRates(tx, tenant, id)) {
                throw new ProblemException(new Problem.Conflict("billing account '" + id
                        + "' has unbilled rates; request a bill (customerBillOnDemand) first, or use --force"));
            }
        });
    }

    /** @param check runs in the transaction when the account is locked */
    private int change(TenantOptions options, String id, ObjectNode patch, BiConsumer<Handle, String> check)
            throws IOException {
        return inTransaction(options, (tx, tenant) -> {
            var patched = new AccountPatch(patch, AccountDocuments::read)
                    .apply(tx, tenant, id, revision -> check.accept(tx, tenant));
            if (patched.isChanged()) {
                record(tx, tenant, AuditAction.CHANGE, id);
            }
            return print(patched.isChanged() ? "changed" : "unchanged");
        });
    }

    private int inTransaction(TenantOptions options, TenantOptions.TenantWork work) throws IOException {
        return options.inTransaction(spec.commandLine().getErr(), work);
    }

    private void record(Handle tx, String tenant, AuditAction action, String id) {
        AuditTrail.recordChange(
                tx,
                new AuditEvent(
                        clock.instant(),
                        caller(tenant),
                        action,
                        AccountShape.RESOURCE,
                        List.of(id),
                        CorrelationId.generate()));
    }

    private void recordListed(Handle tx, String tenant, List<Account> shown) {
        if (!shown.isEmpty()) {
            var ids = shown.stream().map(Account::id).toList();
            AuditTrail.recordChange(
                    tx,
                    AuditEvent.shown(
                            clock.instant(),
                            caller(tenant),
                            AuditAction.LIST,
                            AccountShape.RESOURCE,
                            ids,
                            "account list",
                            CorrelationId.generate()));
        }
    }

    private static Caller caller(String tenant) {
        return Caller.system("account by " + System.getProperty("user.name"), tenant);
    }

    private int print(String line) {
        spec.commandLine().getOut().println(line.stripTrailing());
        return 0;
    }
}
