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
import org.billwright.csv.CsvMapping;
import org.billwright.export.Export;
import org.billwright.export.ExportRequest;
import org.billwright.export.ExportTypeNames;
import org.billwright.format.DocumentType;
import org.billwright.http.CorrelationId;
import org.billwright.json.TmfVersion;
import org.billwright.problem.ProblemException;
import org.billwright.store.Database;
import org.jdbi.v3.core.Handle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code billwright export}: writes documents to files. */
@Command(
        name = "export",
        description = {
            "Writes documents, as of one point in time, as NDJSON, or those of one type as CSV. Import reads both.",
            "Without --tmf documents are written as they are stored; an import restores the same documents."
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
            description = {"a query of one type, as in the URL of its list:", "'state=sent&billDate.gte=2026-01-01'"})
    String filter = "";

    @Option(names = "--fields", description = "the attributes to write; lines without the others cannot be imported")
    Optional<String> fields = Optional.empty();

    @Option(names = "--tmf", description = "the TMF678 version whose shape is written: v4 or v5")
    Optional<String> version = Optional.empty();

    @Option(
            names = "--base",
            defaultValue = "",
            description = "base URL of links to this server (default: relative links)")
    String base = "";

    @Option(
            names = "--mapping",
            paramLabel = "FILE",
            description = "write CSV by this mapping, ordered by id; import reads it by the same mapping")
    Optional<Path> mapping = Optional.empty();

    @Option(names = "--tenant", description = "the tenant (default: the configured tenant)")
    Optional<String> tenant = Optional.empty();

    @Mixin
    DestinationOptions destinationOptions = new DestinationOptions();

    @Mixin
    DatabaseOptions databaseOptions = new DatabaseOptions();

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        var request = request();
        return databaseOptions.use((database, configured) -> write(database, tenant.orElse(configured), request));
    }

    private ExportRequest request() {
        if (mapping.isPresent()) {
            return byMapping(mapping(mapping.get()));
        }
        if (!destinationOptions.isForNdjson()) {
            throw usageError("a .csv needs a --mapping");
        }
        var kinds = types.stream().flatMap(this::kinds).toList();
        var links = base.isEmpty() || base.endsWith("/") ? base : base + "/";
        return new ExportRequest(kinds, version.map(this::version), filter, fields, links);
    }

    private ExportRequest byMapping(CsvMapping csv) {
        if (fields.isPresent() || version.isPresent() || !base.isEmpty()) {
            throw usageError("--fields, --tmf and --base cannot be used with --mapping");
        }
        if (!destinationOptions.isForCsv()) {
            throw usageError("with --mapping, --to must be a file named .csv, .csv.gz or .csv.zst, or -");
        }
        if (!types.equals(List.of(ALL))
                && !types.stream().flatMap(this::kinds).toList().equals(List.of(csv.kind()))) {
            throw usageError("the mapping is for " + csv.kind().type() + ", but --type is " + String.join(",", types));
        }
        return ExportRequest.csv(csv, filter);
    }

    private CsvMapping mapping(Path file) {
        try {
            return CsvMapping.read(Files.readAllBytes(file));
        } catch (IOException e) {
            throw usageError(file + " cannot be read");
        } catch (ProblemException e) {
            throw usageError(file + ": " + e.problem().message());
        }
    }

    private ParameterException usageError(String reason) {
        return new ParameterException(spec.commandLine(), reason);
    }

    private Stream<DocumentType> kinds(String type) {
        if (type.equals(ALL)) {
            return ExportTypeNames.ALL.stream();
        }
        return Stream.of(ExportTypeNames.of(type)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "--type must be " + ExportTypeNames.words(ExportTypeNames.ALL) + " or all, not " + type)));
    }

    private TmfVersion version(String word) {
        return TmfVersion.of(word.toLowerCase(Locale.ROOT))
                .orElseThrow(() -> new ParameterException(spec.commandLine(), "--tmf must be v4 or v5, not " + word));
    }

    private int write(Database database, String from, ExportRequest request) throws IOException {
        var export = export(database, from, request);
        var started = Clock.systemUTC().instant();
        try (var destination = destinationOptions.open(request.kinds())) {
            var written = export.write(destination);
            destination.finish();
            var ended = Clock.systemUTC().instant();
            report(written, Duration.between(started, ended));
            return database.inTransaction(from, tx -> record(tx, from, request.kinds(), ended));
        }
    }

    /** The audit trail records the query of an export, not each id that it wrote. */
    private int record(Handle tx, String tenant, List<DocumentType> kinds, Instant now) {
        var who = Caller.system("export by " + System.getProperty("user.name"), tenant);
        var what = filter.isEmpty() ? List.of("everything") : List.of("filter " + filter);
        var types = ExportTypeNames.words(kinds);
        AuditTrail.recordChange(
                tx, new AuditEvent(now, who, AuditAction.EXPORT, types, what, CorrelationId.generate()));
        return 0;
    }

    private void report(Map<DocumentType, Long> written, Duration took) {
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
