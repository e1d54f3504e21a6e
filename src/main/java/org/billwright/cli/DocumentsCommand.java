package org.billwright.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.billwright.access.Caller;
import org.billwright.audit.AuditAction;
import org.billwright.audit.AuditEvent;
import org.billwright.audit.AuditTrail;
import org.billwright.document.DocumentGenerator;
import org.billwright.document.DocumentJobs;
import org.billwright.document.DocumentMaker;
import org.billwright.document.DocumentStorage;
import org.billwright.document.FolderFiles;
import org.billwright.document.OutboundFiles;
import org.billwright.document.RunSending;
import org.billwright.http.CorrelationId;
import org.billwright.json.Json;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.server.DocumentStorages;
import org.billwright.store.Database;
import org.jdbi.v3.core.Handle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code billwright documents}: the documents of the bills of runs. */
@Command(
        name = "documents",
        description = {
            "Makes and sends the documents of the bills of a run.",
            "This process makes them, together with the servers that are up; what is stopped is resumed by any of them."
        },
        mixinStandardHelpOptions = true)
final class DocumentsCommand {
    private final Clock clock = Clock.systemUTC();

    @Spec
    CommandSpec spec;

    @Command(
            name = "make",
            description = "Makes the documents of those bills of a run that have none.",
            mixinStandardHelpOptions = true)
    int make(
            @Option(names = "--run", required = true, paramLabel = "ID", description = "the run") String run,
            @Option(
                            names = "--workers",
                            defaultValue = "1",
                            description =
                                    "how many transactions this process has at a time; 0 leaves all to servers (default ${DEFAULT-VALUE})")
                    int workers,
            @Mixin TenantOptions options)
            throws IOException {
        return onStorage(options, (database, tenant, storage) -> {
            database.inTransaction(tenant, tx -> {
                var job = jobs(tx, tenant).request(run);
                record(tx, tenant, AuditAction.CREATE, DocumentJobs.RESOURCE, run);
                return job;
            });
            try (var generator = new DocumentGenerator(Runtime.getRuntime().availableProcessors())) {
                var maker = new DocumentMaker(generator, storage, clock);
                DocumentProgress.work(
                        database,
                        maker,
                        workers,
                        () -> document(database, tenant, run),
                        spec.commandLine().getErr());
            }
            return print(database, tenant, run);
        });
    }

    @Command(name = "show", description = "Prints how far the documents of a run are.", mixinStandardHelpOptions = true)
    int show(
            @Option(names = "--run", required = true, paramLabel = "ID", description = "the run") String run,
            @Mixin TenantOptions options)
            throws IOException {
        return onStorage(options, (database, tenant, storage) -> print(database, tenant, run));
    }

    @Command(
            name = "send",
            description = {
                "Puts the PDFs of the bills of a run into a folder for a print house, with an index.",
                "The index is written at the end: a folder without one is not complete."
            },
            mixinStandardHelpOptions = true)
    int send(
            @Option(names = "--run", required = true, paramLabel = "ID", description = "the run") String run,
            @Option(
                            names = "--to",
                            required = true,
                            paramLabel = "FOLDER",
                            description = "a folder, or s3://BUCKET/PREFIX in the configured object store")
                    String destination,
            @Mixin TenantOptions options)
            throws IOException {
        return onStorage(options, (database, tenant, storage) -> {
            try (var files = files(destination)) {
                int sent = new RunSending(database, tenant, storage).send(run, files);
                database.inTransaction(tenant, tx -> {
                    record(tx, tenant, AuditAction.EXPORT, DocumentJobs.RESOURCE, run);
                    return sent;
                });
                println(sent + (sent == 1 ? " PDF is in " : " PDFs are in ") + destination);
                return 0;
            }
        });
    }

    private static OutboundFiles files(String destination) {
        return destination.startsWith("s3://")
                ? DocumentStorages.outbound(DatabaseOptions.settings().documents(), destination)
                : new FolderFiles(Path.of(destination));
    }

    private int print(Database database, String tenant, String run) {
        var job = document(database, tenant, run);
        println(Json.write(job));
        return job.path("failed").asInt() > 0 ? 1 : 0;
    }

    private ObjectNode document(Database database, String tenant, String run) {
        return database.inTransaction(
                tenant,
                tx -> jobs(tx, tenant)
                        .find(run)
                        .orElseThrow(() -> new ProblemException(new Problem.NotFound(DocumentJobs.RESOURCE, run))));
    }

    private DocumentJobs jobs(Handle tx, String tenant) {
        return new DocumentJobs(tx, tenant, caller(tenant).id(), clock);
    }

    private static Caller caller(String tenant) {
        return Caller.system("documents by " + System.getProperty("user.name"), tenant);
    }

    private void record(Handle tx, String tenant, AuditAction action, String resource, String id) {
        AuditTrail.recordChange(
                tx,
                new AuditEvent(
                        clock.instant(), caller(tenant), action, resource, List.of(id), CorrelationId.generate()));
    }

    /** Work on a database and the storage of documents. */
    private interface Work {
        int on(Database database, String tenant, DocumentStorage storage) throws IOException;
    }

    private int onStorage(TenantOptions options, Work work) throws IOException {
        return options.database.use((database, configured) -> {
            try (var storage = DocumentStorages.open(DatabaseOptions.settings().documents(), database)) {
                return work.on(database, options.tenant.orElse(configured), storage);
            } catch (ProblemException refused) {
                spec.commandLine()
                        .getErr()
                        .println("billwright: " + refused.problem().message());
                return 1;
            }
        });
    }

    private void println(String line) {
        spec.commandLine().getOut().println(line);
    }
}
