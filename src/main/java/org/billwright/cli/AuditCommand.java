package org.billwright.cli;

import java.io.IOException;
import java.util.Optional;
import org.billwright.audit.HashChain;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code billwright audit}: verifies the audit trail. */
@Command(
        name = "audit",
        description = "Verifies the audit trail. Its entries can be read at /operations/v1/auditEntry.",
        mixinStandardHelpOptions = true)
final class AuditCommand {
    @Spec
    CommandSpec spec;

    @Command(
            name = "verify",
            description = {
                "Recomputes every seal from its entries and prints the last seal's hash.",
                "Exit code 1 if an entry was changed, removed or inserted, or if the chain does not contain the expected hash."
            },
            mixinStandardHelpOptions = true)
    int verify(
            @Option(
                            names = "--tenant",
                            description = "the tenant whose trail is verified (default: the configured tenant)")
                    Optional<String> ofTenant,
            @Option(names = "--contains", description = "the hash of a seal, from a log, that the chain must contain")
                    Optional<String> expected,
            @Mixin DatabaseOptions databaseOptions)
            throws IOException {
        return databaseOptions.use((database, configured) -> {
            var tenant = ofTenant.orElse(configured);
            var finding = database.inTransaction(tenant, tx -> HashChain.verify(tx, expected));
            finding.damage()
                    .ifPresent(damage ->
                            spec.commandLine().getErr().println("billwright: the audit trail is damaged: " + damage));
            spec.commandLine()
                    .getOut()
                    .printf(
                            "%d seals over %d entries are intact; the last is %s%n",
                            finding.seals(), finding.entries(), finding.head());
            return finding.damage().isEmpty() ? 0 : 1;
        });
    }
}
