package org.billwright.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.billwright.access.Caller;
import org.billwright.audit.AuditAction;
import org.billwright.audit.AuditEvent;
import org.billwright.audit.AuditTrail;
import org.billwright.http.CorrelationId;
import org.billwright.issuer.Issuer;
import org.billwright.issuer.IssuerStore;
import org.billwright.json.Json;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code billwright issuer}: who sends the bills. */
@Command(
        name = "issuer",
        description = {
            "Shows and sets the issuer of the bills of a tenant.",
            "What show prints can be set in another database."
        },
        mixinStandardHelpOptions = true)
final class IssuerCommand {
    private final Clock clock = Clock.systemUTC();

    @Spec
    CommandSpec spec;

    @Command(name = "show", description = "Prints the document of the issuer.", mixinStandardHelpOptions = true)
    int show(@Mixin TenantOptions options) throws IOException {
        return options.inTransaction(spec.commandLine().getErr(), (tx, tenant) -> {
            var stored = IssuerStore.find(tx, tenant)
                    .orElseThrow(() -> new ProblemException(new Problem.NotFound(Issuer.RESOURCE, tenant)));
            return print(stored.issuer().doc());
        });
    }

    @Command(
            name = "set",
            description = "Sets the issuer to the document of a file. A present issuer is replaced as a whole.",
            mixinStandardHelpOptions = true)
    int set(@Parameters(paramLabel = "FILE") Path file, @Mixin TenantOptions options) throws IOException {
        var bytes = Files.readAllBytes(file);
        return options.inTransaction(spec.commandLine().getErr(), (tx, tenant) -> {
            var issuer = Issuer.of(Json.read(bytes));
            var present = IssuerStore.find(tx, tenant);
            long before = present.map(IssuerStore.StoredIssuer::revision).orElse(0L);
            IssuerStore.put(tx, tenant, issuer, before);
            var who = Caller.system("issuer by " + System.getProperty("user.name"), tenant);
            var action = present.isPresent() ? AuditAction.CHANGE : AuditAction.CREATE;
            AuditTrail.recordChange(
                    tx,
                    new AuditEvent(
                            clock.instant(), who, action, Issuer.RESOURCE, List.of(tenant), CorrelationId.generate()));
            return print(present.isPresent() ? "replaced" : "added");
        });
    }

    private int print(String line) {
        spec.commandLine().getOut().println(line);
        return 0;
    }
}
