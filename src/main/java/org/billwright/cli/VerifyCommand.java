package org.billwright.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.billwright.json.Json;
import org.billwright.problem.ProblemException;
import org.billwright.proof.BillProof;
import org.billwright.proof.Finding;
import org.billwright.proof.RunProofs;
import org.billwright.proof.Verification;
import org.billwright.proof.Verification.Counts;
import org.billwright.store.Database;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code billwright verify}: recomputes bills from their stored rows. */
@Command(
        name = "verify",
        description = {
            "Recomputes bills from their stored rates, and balances of accounts from the ledger, and prints what does not agree.",
            "With --proof it checks one bill against the root of its bill run, without a database.",
            "Exit code 1 if an amount or the proof is wrong, 4 if there was nothing to verify."
        },
        mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
    private static final int WRONG = 1;
    private static final int NOTHING = 4;
    private static final int MAX_PRINTED = 1_000;

    @Spec
    CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    Scope scope = new Scope();

    @Option(
            names = "--strict",
            description =
                    "exit code 1 also for warnings: bills that have other amounts by today's tax rules and accounts")
    boolean isStrict;

    @Option(
            names = "--write-proof",
            paramLabel = "FILE",
            description = "with --bill: write the proof of the bill, which --proof checks")
    Optional<Path> writtenProof = Optional.empty();

    @Option(
            names = "--root",
            paramLabel = "HEX",
            description =
                    "with --proof: the root of the bill run as the audit trail has it, which the proof must be of")
    Optional<String> root = Optional.empty();

    @Option(names = "--json", description = "print each finding, and the counts at the end, as a JSON document a line")
    boolean isJson;

    @Mixin
    TenantOptions options = new TenantOptions();

    /** What is verified. */
    static final class Scope {
        @Option(names = "--bill", paramLabel = "ID", description = "a bill, and the ledger of its account")
        Optional<String> bill = Optional.empty();

        @Option(names = "--account", paramLabel = "ID", description = "the bills of an account, and its ledger")
        Optional<String> account = Optional.empty();

        @Option(
                names = "--run",
                paramLabel = "ID",
                description = "the bills that a bill run made, and the ledgers of their accounts")
        Optional<String> run = Optional.empty();

        @Option(names = "--all", description = "all bills and all ledgers")
        boolean all;

        @Option(names = "--proof", paramLabel = "FILE", description = "a file with the proof of a bill")
        Optional<Path> proof = Optional.empty();

        Counts verify(Verification verification) {
            if (all) {
                return verification.ofAll();
            }
            return bill.map(verification::ofBill)
                    .or(() -> account.map(verification::ofAccount))
                    .orElseGet(() -> verification.ofRun(run.orElseThrow()));
        }
    }

    @Override
    public Integer call() throws IOException {
        if (writtenProof.isPresent() && scope.bill.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--write-proof needs --bill");
        }
        if (scope.proof.isPresent()) {
            return check(scope.proof.get());
        }
        return options.database.use((database, configured) -> {
            var tenant = options.tenant.orElse(configured);
            if (writtenProof.isPresent() && !writeProof(database, tenant, scope.bill.orElseThrow())) {
                return NOTHING;
            }
            var counts = scope.verify(new Verification(database, tenant, new Printer()));
            print(counts);
            if (counts.errors() > 0 || (isStrict && counts.warnings() > 0)) {
                return WRONG;
            }
            return counts.bills() == 0 ? NOTHING : 0;
        });
    }

    private boolean writeProof(Database database, String tenant, String bill) throws IOException {
        var proof = database.inTransaction(tenant, tx -> RunProofs.ofBill(tx, tenant, bill));
        if (proof.isEmpty()) {
            spec.commandLine()
                    .getErr()
                    .println("billwright: there is no proof of bill " + bill
                            + ": no bill run of this version made it, or its run has not ended");
            return false;
        }
        Files.writeString(writtenProof.orElseThrow(), Json.write(proof.get().document()) + System.lineSeparator());
        return true;
    }

    private int check(Path file) throws IOException {
        try {
            var proof = BillProof.of(Json.read(Files.readAllBytes(file)));
            var fault = proof.fault()
                    .or(() -> root.filter(expected -> !expected.equalsIgnoreCase(proof.root()))
                            .map(expected -> "it is of the root " + proof.root() + ", and not of " + expected));
            if (fault.isEmpty()) {
                spec.commandLine()
                        .getOut()
                        .println("bill " + proof.name() + " is one of the bills with the root " + proof.root()
                                + (root.isPresent() ? "" : "; compare it with the audit trail, or name it by --root"));
                return 0;
            }
            spec.commandLine().getErr().println("billwright: the proof is wrong: " + fault.get());
        } catch (ProblemException noJson) {
            spec.commandLine()
                    .getErr()
                    .println("billwright: " + file + " is no proof: "
                            + noJson.problem().message());
        } catch (IllegalArgumentException noProof) {
            spec.commandLine().getErr().println("billwright: " + file + " is no proof: " + noProof.getMessage());
        }
        return WRONG;
    }

    /** Prints findings as they come, up to a number. */
    private final class Printer implements Verification.Listener {
        private long found;

        @Override
        public void found(Verification.Subject of, Finding finding) {
            var out = spec.commandLine().getOut();
            if (isJson) {
                var document = finding.document();
                document.putObject(of.resource()).put("id", of.id()).put("name", of.name());
                out.println(Json.write(document));
            } else if (found++ < MAX_PRINTED) {
                out.println((finding.isWarning() ? "warning: " : "error: ") + of.text() + ": " + finding.text());
            } else if (found == MAX_PRINTED + 2L) {
                out.println("… more, which --json prints");
            }
        }

        @Override
        public void progress(Counts counts) {
            spec.commandLine().getOut().flush();
        }
    }

    private void print(Counts counts) {
        var out = spec.commandLine().getOut();
        if (isJson) {
            out.println(Json.write(Json.object()
                    .put("customerBill", counts.bills())
                    .put("appliedCustomerBillingRate", counts.rates())
                    .put("billingAccount", counts.accounts())
                    .put("errors", counts.errors())
                    .put("warnings", counts.warnings())));
        } else {
            out.println("verified " + counts.bills() + " bills with " + counts.rates() + " rates, and the ledgers of "
                    + counts.accounts() + " accounts: " + counts.errors() + " errors, " + counts.warnings()
                    + " warnings");
        }
        out.flush();
    }
}
