package org.billwright.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.billwright.access.Caller;
import org.billwright.audit.AuditAction;
import org.billwright.audit.AuditEvent;
import org.billwright.audit.AuditTrail;
import org.billwright.http.CorrelationId;
import org.billwright.json.TmfVersion;
import org.billwright.load.CsvMapping;
import org.billwright.load.DocumentType;
import org.billwright.load.Export;
import org.billwright.load.ExportRequest;
import org.billwright.load.ExportTypeNames;
import org.billwright.problem.ProblemException;
import org.billwright.store.Database;
import org.jdbi.v3.core.Handle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Writes what is stored as files. */
@Command(
        name = "export",
        description = {
            "Writes documents as NDJSON, or one type's as CSV, that import reads, all of them as they are at one moment.",
            "Without --tmf they are as they are stored, and an import of them gives the same documents again."
        },
        mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
    private static final String ALL = "all";

    @Option(
            names = "--type",
            split = ",",
            defaultValue = ALL,
            description = "account, specification, cycle, bill, rate, document (default ${DEFAULT-VALUE})")
    List<String> types = List.of();

    @Option(
            names = "--filter",
            defaultValue = "",
            description = {"a query of one type's list, as it stands in a URL:", "'state=sent&billDate.gte=2026-01-01'"
            })
    String filter = "";

    @Option(names = "--fields", description = "attributes to write; lines that lack others cannot be imported")
    Optional<String> fields = Optional.empty();

    @Option(names = "--tmf", description = "as TMF678 v4 or v5 shows them")
    Optional<String> version = Optional.empty();

    @Option(
            names = "--base",
            defaultValue = "",
            description = "what links to this server begin with (default: relative)")
    String base = "";

    @Option(
            names = "--mapping",
            paramLabel = "FILE",
            description = "write CSV, in the order of ids, that import reads by the same mapping")
    Optional<Path> mapping = Optional.empty();

    @Option(names = "--tenant", description = "whose they are (default: the configured tenant)")
    Optional<String> tenant = Optional.empty();

    @Mixin
    DestinationOptions destinationOptions = new DestinationOptions();

    @Mixin
    DatabaseOptions storeOptions = new DatabaseOptions();

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        var request = request();
        return storeOptions.use((database, configured) -> write(database, tenant.orElse(configured), request));
    }

    private ExportRequest request() {
        if (mapping.isPresent()) {
            return byMapping(mapping(mapping.get()));
        }
        if (!destinationOptions.isForLines()) {
            throw misuse("a .csv is written by a --mapping");
        }
        var kinds = types.stream().flatMap(this::kinds).toList();
        var links = base.isEmpty() || base.endsWith("/") ? base : base + "/";
        return new ExportRequest(kinds, version.map(this::version), filter, fields, links);
    }

    private ExportRequest byMapping(CsvMapping csv) {
        if (fields.isPresent() || version.isPresent() || !base.isEmpty()) {
            throw misuse("with --mapping the mapping says what is written: no --fields, --tmf or --base");
        }
        if (!destinationOptions.isForCsv()) {
            throw misuse("with --mapping --to is a file that ends with .csv, .csv.gz or .csv.zst, or -");
        }
        if (!types.equals(List.of(ALL))
                && !types.stream().flatMap(this::kinds).toList().equals(List.of(csv.kind()))) {
            throw misuse("the mapping is for " + csv.kind().type() + ", and --type for " + String.join(",", types));
        }
        return ExportRequest.csv(csv, filter);
    }

    private CsvMapping mapping(Path file) {
        try {
            return CsvMapping.read(Files.readAllBytes(file));
        } catch (IOException e) {
            throw misuse(file + " cannot be read");
        } catch (ProblemException e) {
            throw misuse(file + ": " + e.problem().message());
        }
    }

    private ParameterException misuse(String reason) {
        return new ParameterException(spec.commandLine(), reason);
    }

    private Stream<DocumentType> kinds(String type) {
        if (type.equals(ALL)) {
            return ExportTypeNames.ALL.stream();
        }
        return Stream.of(ExportTypeNames.of(type)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "--type is " + ExportTypeNames.words(ExportTypeNames.ALL) + " or all, not " + type)));
    }

    private TmfVersion version(String word) {
        return TmfVersion.of(word.toLowerCase(Locale.ROOT))
                .orElseThrow(() -> new ParameterException(spec.commandLine(), "--tmf is v4 or v5, not " + word));
    }

    private int write(Database database, String from, ExportRequest request) throws IOException {
        var export = export(database, from, request);
        var begun = Clock.systemUTC().instant();
        try (var destination = destinationOptions.open(request.kinds())) {
            var written = export.write(destination);
            destination.finish();
            var ended = Clock.systemUTC().instant();
            tell(written, Duration.between(begun, ended));
            return database.inTransaction(from, tx -> writeDown(tx, from, request.kinds(), ended));
        }
    }

    /** An export is a read of all that it wrote; the trail has what was asked for, not each id. */
    private int writeDown(Handle tx, String tenant, List<DocumentType> kinds, Instant now) {
        var who = Caller.system("export by " + System.getProperty("user.name"), tenant);
        var what = filter.isEmpty() ? List.of("everything") : List.of("filter " + filter);
        var types = ExportTypeNames.words(kinds);
        AuditTrail.changed(tx, new AuditEvent(now, who, AuditAction.EXPORT, types, what, CorrelationId.generate()));
        return 0;
    }

    private void tell(Map<DocumentType, Long> written, Duration took) {
        long documents = written.values().stream().mapToLong(Long::longValue).sum();
        var err = spec.commandLine().getErr();
        written.forEach((kind, count) -> err.printf(Locale.ROOT, "%,d %s, ", count, kind.type()));
        err.printf(Locale.ROOT, "%,d documents a second%n", documents * 1000 / Math.max(1, took.toMillis()));
        err.flush();
    }

    private Export export(Database database, String from, ExportRequest request) {
        try {
            return new Export(database, from, request);
        } catch (ProblemException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
