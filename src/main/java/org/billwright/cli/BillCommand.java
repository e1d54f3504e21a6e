package org.billwright.cli;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.billwright.access.Caller;
import org.billwright.audit.AuditAction;
import org.billwright.audit.AuditEvent;
import org.billwright.audit.AuditTrail;
import org.billwright.document.BillLinkOperations;
import org.billwright.document.BillLinks;
import org.billwright.http.CorrelationId;
import org.billwright.json.DateTimes;
import org.billwright.json.Json;
import org.jdbi.v3.core.Handle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code billwright bill}: links to the pages of bills. */
@Command(
        name = "bill",
        description = "Makes, lists and revokes links, by which people without credentials see the page of a bill.",
        mixinStandardHelpOptions = true)
final class BillCommand {
    private final Clock clock = Clock.systemUTC();

    @Spec
    CommandSpec spec;

    @Command(
            name = "link",
            description = "Makes a link to a bill and prints it, this time only.",
            mixinStandardHelpOptions = true)
    int link(
            @Parameters(paramLabel = "ID", description = "the id of the bill") String bill,
            @Option(
                            names = "--expires",
                            paramLabel = "DURATION",
                            defaultValue = "30d",
                            converter = DurationConverter.class,
                            description = "for how long it is valid (default ${DEFAULT-VALUE})")
                    Duration expires,
            @Option(
                            names = "--url",
                            description =
                                    "where the server is reached, such as https://bills.example.com (default: BILLWRIGHT_PUBLIC_URL, or http://localhost:8080)")
                    Optional<String> url,
            @Mixin TenantOptions options)
            throws IOException {
        var root = url.or(() -> DatabaseOptions.settings().publicUrl()).orElse("http://localhost:8080");
        return options.inTransaction(spec.commandLine().getErr(), (tx, tenant) -> {
            var links = links(tx, tenant);
            var created = links.create(bill, expires);
            record(tx, tenant, AuditAction.CREATE, created.link().id());
            println(Json.write(created.document(root)));
            return 0;
        });
    }

    @Command(
            name = "links",
            description = "Prints the links to a bill, newest first, one JSON document a line.",
            mixinStandardHelpOptions = true)
    int list(
            @Parameters(paramLabel = "ID", description = "the id of the bill") String bill,
            @Mixin TenantOptions options)
            throws IOException {
        return options.inTransaction(spec.commandLine().getErr(), (tx, tenant) -> {
            links(tx, tenant).list(bill).forEach(link -> println(Json.write(link)));
            return 0;
        });
    }

    @Command(
            name = "revoke",
            description = "Revokes a link to a bill: it leads to no bill any more.",
            mixinStandardHelpOptions = true)
    int revoke(
            @Parameters(paramLabel = "ID", description = "the id of the bill") String bill,
            @Parameters(paramLabel = "LINK", description = "the id of the link") String link,
            @Mixin TenantOptions options)
            throws IOException {
        return options.inTransaction(spec.commandLine().getErr(), (tx, tenant) -> {
            links(tx, tenant).revoke(bill, link);
            record(tx, tenant, AuditAction.DELETE, link);
            println("the link is revoked");
            return 0;
        });
    }

    private BillLinks links(Handle tx, String tenant) {
        return new BillLinks(tx, tenant, caller(tenant).id(), DateTimes.now(clock));
    }

    private static Caller caller(String tenant) {
        return Caller.system("bill by " + System.getProperty("user.name"), tenant);
    }

    private void record(Handle tx, String tenant, AuditAction action, String link) {
        AuditTrail.recordChange(
                tx,
                new AuditEvent(
                        clock.instant(),
                        caller(tenant),
                        action,
                        BillLinkOperations.RESOURCE,
                        List.of(link),
                        CorrelationId.generate()));
    }

    private void println(String line) {
        spec.commandLine().getOut().println(line);
    }
}
