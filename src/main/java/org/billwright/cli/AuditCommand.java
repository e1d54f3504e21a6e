package org.billwright.cli;

import java.io.IOException;
import java.util.Optional;
import org.billwright.audit.HashChain;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Whether the audit trail is as it was written. */
@Command(
        name = "audit",
        description = "Checks the audit trail. What is in it, operators read at /operations/v1/auditEntry.",
        mixinStandardHelpOptions = true)
final class AuditCommand {
    @Spec
    CommandSpec spec;

    @Command(
            name = "verify",
            description = {
                "Recomputes every seal from its entries, and prints the last seal's hash.",
                "Exit code 1 where an entry was changed, taken out or slipped in, or the hash is not the expected one."
            },
            mixinStandardHelpOptions = true)
    int verify(
            @Option(names = "--tenant", description = "whose trail (default: the configured tenant)")
                    Optional<String> ofTenant,
            @Option(names = "--contains", description = "a seal's hash, from a log, that the chain must contain")
                    Optional<String> expected,
            @Mixin DatabaseOptions storeOptions)
            throws IOException {
        return storeOptions.use((database, configured) -> {
            var tenant = ofTenant.orElse(configured);
            var finding = database.inTransaction(tenant, tx -> HashChain.verify(tx, expected));
            finding.damage()
                    .ifPresent(damage ->
                            spec.commandLine().getErr().println("billwright: the audit trail is damaged: " + damage));
            spec.commandLine()
                    .getOut()
                    .printf(
                            "%d seals over %d entries hold; the last is %s%n",
                            finding.seals(), finding.entries(), finding.head());
            return finding.damage().isEmpty() ? 0 : 1;
        });
    }
}
