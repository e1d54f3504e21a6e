package org.billwright.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.billwright.audit.AnchorCheck;
import org.billwright.audit.TrailVerification;
import org.billwright.store.Database;
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
    private static final int DAMAGED = 1;
    private static final int EMPTY = 4;

    @Spec
    CommandSpec spec;

    @Command(
            name = "verify",
            description = {
                "Recomputes every entry and every seal and prints the last seal's hash.",
                "Exit code 1 if an entry was changed, removed or inserted, or if an expected seal is missing; 4 if the trail is empty."
            },
            mixinStandardHelpOptions = true)
    int verify(
            @Option(
                            names = "--tenant",
                            description = "the tenant whose trail is verified (default: the configured tenant)")
                    Optional<String> ofTenant,
            @Option(names = "--contains", description = "the hash of a seal, from a log, that the chain must contain")
                    Optional<String> expected,
            @Option(
                            names = "--anchor",
                            description = "an anchor file or a log, all of whose seals the chain must contain")
                    Optional<Path> anchor,
            @Mixin DatabaseOptions databaseOptions)
            throws IOException {
        return databaseOptions.use(
                (database, configured) -> verify(database, ofTenant.orElse(configured), expected, anchor));
    }

    private int verify(Database database, String tenant, Optional<String> expected, Optional<Path> anchor)
            throws IOException {
        var finding = TrailVerification.verify(database, tenant, expected);
        var damage = finding.damage();
        if (damage.isEmpty() && anchor.isPresent()) {
            damage = AnchorCheck.damage(database, tenant, anchor.get());
        }
        damage.ifPresent(
                text -> spec.commandLine().getErr().println("billwright: the audit trail is damaged: " + text));
        if (damage.isEmpty() && finding.isEmpty()) {
            spec.commandLine().getErr().println("billwright: the audit trail of " + tenant + " is empty");
            return EMPTY;
        }
        spec.commandLine()
                .getOut()
                .printf(
                        "%d seals over %d entries are intact; the last is %s%n",
                        finding.seals(), finding.entries(), finding.head());
        if (finding.unsealed() > 0) {
            spec.commandLine().getOut().printf("%d entries are not sealed yet%n", finding.unsealed());
        }
        return damage.isEmpty() ? 0 : DAMAGED;
    }
}
