package org.billwright.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.billwright.audit.AnchorCheck;
import org.billwright.audit.TrailVerification;
import org.billwright.store.Database;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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
                            description =
                                    "an anchor file or a log, all of whose seals the chain must contain; one for each server")
                    @Nullable
                    List<Path> anchors,
            @Mixin DatabaseOptions databaseOptions)
            throws IOException {
        return databaseOptions.use(
                (database, configured) -> verify(database, ofTenant.orElse(configured), expected, files(anchors)));
    }

    private List<Path> files(@Nullable List<Path> anchors) {
        var files = anchors == null ? List.<Path>of() : anchors;
        for (var file : files) {
            if (!Files.isReadable(file)) {
                throw new ParameterException(spec.commandLine(), "the anchor file " + file + " cannot be read");
            }
        }
        return files;
    }

    private int verify(Database database, String tenant, Optional<String> expected, List<Path> anchors)
            throws IOException {
        var finding = TrailVerification.verify(database, tenant, expected);
        var damage = finding.damage();
        if (damage.isEmpty() && !anchors.isEmpty()) {
            var anchored = AnchorCheck.check(database, tenant, anchors);
            damage = anchored.damage();
            if (damage.isEmpty() && anchored.last() < finding.seals()) {
                spec.commandLine()
                        .getOut()
                        .printf(
                                "the anchors end at seal %d of %d: of the last ones they do not show whether others followed%n",
                                anchored.last(), finding.seals());
            }
        }
        if (damage.isPresent()) {
            spec.commandLine().getErr().println("billwright: the audit trail is damaged: " + damage.get());
            return DAMAGED;
        }
        if (finding.isEmpty()) {
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
        return 0;
    }
}
