package org.billwright.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.billwright.json.Json;
import org.billwright.parity.DocumentSource;
import org.billwright.parity.Parity;
import org.billwright.parity.ParityDocument;
import org.billwright.parity.ParityOptions;
import org.billwright.parity.ParityPage;
import org.billwright.parity.ParityResult;
import org.billwright.parity.ParityText;
import org.billwright.parity.StoreSource;
import org.billwright.parity.UnreadableSourceException;
import org.billwright.server.CauseChain;
import org.billwright.store.Database;
import org.billwright.tax.TaxRateUnit;
import org.jdbi.v3.core.JdbiException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code billwright parity}: the bills of two billers, compared one by one. */
@Command(
        name = "parity",
        description = {
            "Compares the bills of two billers one by one, and groups their differences by root cause.",
            "A side is a file or a folder, NDJSON or CSV by a mapping; the URL of a TMF678 server, …/customerBillManagement/v4;"
                    + " or store: for the database (store:TENANT).",
            "Exit code 0 if all bills are equal within the tolerance, 1 if not, 2 if a source cannot be read."
        },
        mixinStandardHelpOptions = true)
final class ParityCommand implements Callable<Integer> {
    private static final int DIFFERENT = 1;
    private static final int UNREADABLE = 2;
    private static final int NOTHING = 4;
    private static final int MAX_THREADS = 6;

    @Spec
    CommandSpec spec;

    @Parameters(index = "0", paramLabel = "LEFT", description = "one side, such as the older biller")
    String left = "";

    @Parameters(index = "1", paramLabel = "RIGHT", description = "the other; differences are this one less the left")
    String right = "";

    @Option(
            names = "--mapping",
            paramLabel = "[PATTERN=]FILE",
            description =
                    "the mapping of CSV files of both sides whose names match the pattern (default: *); may be repeated")
    List<String> mappings = List.of();

    @Option(names = "--left-mapping", paramLabel = "[PATTERN=]FILE", description = "the same for the left side only")
    List<String> leftMappings = List.of();

    @Option(names = "--right-mapping", paramLabel = "[PATTERN=]FILE", description = "the same for the right side only")
    List<String> rightMappings = List.of();

    @Option(
            names = "--left-header",
            paramLabel = "HEADER",
            description = "'NAME: VALUE', sent to the server of the left side, or @FILE with one on each line")
    List<String> leftHeaders = List.of();

    @Option(names = "--right-header", paramLabel = "HEADER", description = "the same for the right side")
    List<String> rightHeaders = List.of();

    @Option(
            names = "--tolerance",
            defaultValue = "0",
            description = "up to which amounts count as equal, such as 0.01 (default ${DEFAULT-VALUE})")
    BigDecimal tolerance = BigDecimal.ZERO;

    @Option(names = "--from", paramLabel = "DATE", description = "only bills of this date (UTC) or later")
    Optional<LocalDate> from = Optional.empty();

    @Option(names = "--to", paramLabel = "DATE", description = "only bills before this date (UTC)")
    Optional<LocalDate> to = Optional.empty();

    @Option(
            names = "--tax-rate",
            description =
                    "the unit of tax rates in files and on servers: PERCENT or FRACTION (default: the amounts decide)")
    Optional<TaxRateUnit> taxRate = Optional.empty();

    @Option(
            names = "--max-errors",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "pass over so many invalid records of each side; the exit code is 1 then (default ${DEFAULT-VALUE})")
    long maxErrors;

    @Option(
            names = "--groups",
            paramLabel = "N",
            defaultValue = "100",
            description = "how many groups are listed; the smaller ones are folded (default ${DEFAULT-VALUE})")
    int groups;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "write the report to a file named .html or .json, with examples")
    Optional<Path> report = Optional.empty();

    @Option(names = "--json", description = "print the report as a JSON document")
    boolean isJson;

    @Option(
            names = "--temporary",
            paramLabel = "FOLDER",
            description = "the folder for temporary files (default: that of the system)")
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));

    @Mixin
    TenantOptions options = new TenantOptions();

    @Override
    public Integer call() throws IOException {
        checkOptions();
        try {
            var leftSide = side(left, leftMappings, leftHeaders);
            var rightSide = side(right, rightMappings, rightHeaders);
            if (leftSide.isStore() || rightSide.isStore()) {
                return options.database.use((database, configured) -> {
                    var tenant = options.tenant.orElse(configured);
                    return compare(source(leftSide, database, tenant), source(rightSide, database, tenant));
                });
            }
            return compare(leftSide.source(), rightSide.source());
        } catch (ParitySide.InvalidSideException
                | UnreadableSourceException
                | IOException
                | UncheckedIOException
                | IllegalStateException
                | JdbiException e) {
            return failed(e);
        }
    }

    private int failed(Exception failure) {
        spec.commandLine().getErr().println("billwright: " + CauseChain.describe(failure));
        return UNREADABLE;
    }

    private void checkOptions() {
        if (tolerance.signum() < 0 || maxErrors < 0 || groups < 1) {
            throw usageError("--tolerance and --max-errors are 0 or more, and --groups is 1 or more");
        }
        if (report.filter(file -> !file.toString().matches(".*\\.(html|json)")).isPresent()) {
            throw usageError("--report must be a file named .html or .json");
        }
        if (!Files.isDirectory(temporary) || !Files.isWritable(temporary)) {
            throw usageError("--temporary: " + temporary + " is no folder that can be written");
        }
    }

    private ParameterException usageError(String reason) {
        return new ParameterException(spec.commandLine(), reason);
    }

    private ParitySide side(String name, List<String> own, List<String> headers) {
        return new ParitySide(
                name, Stream.concat(own.stream(), mappings.stream()).toList(), headers, taxRate);
    }

    private static DocumentSource source(ParitySide side, Database database, String tenant) {
        return side.isStore() ? new StoreSource(database, side.tenant().orElse(tenant)) : side.source();
    }

    private int compare(DocumentSource leftSource, DocumentSource rightSource) throws IOException {
        var progress = new ParityProgress(spec.commandLine().getErr());
        var result = new Parity(options(), progress).compare(leftSource, rightSource);
        progress.done(result.left().bills() + result.right().bills(), result.temporaryBytes());
        if (report.isPresent()) {
            write(report.get(), result);
        }
        print(result);
        if (result.left().bills() + result.right().bills() == 0) {
            spec.commandLine().getErr().println("billwright: there were no bills to compare");
            return NOTHING;
        }
        return result.isEqual() ? 0 : DIFFERENT;
    }

    private ParityOptions options() {
        int threads = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MAX_THREADS);
        return new ParityOptions(
                tolerance,
                from.map(ParityCommand::startOfDay),
                to.map(ParityCommand::startOfDay),
                maxErrors,
                temporary,
                threads,
                ParityOptions.partitionBytes(Runtime.getRuntime().maxMemory(), threads),
                groups);
    }

    private static Instant startOfDay(LocalDate day) {
        return day.atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    private static void write(Path file, ParityResult result) throws IOException {
        Files.writeString(
                file,
                file.toString().endsWith(".html")
                        ? ParityPage.of(result)
                        : Json.write(ParityDocument.of(result)) + System.lineSeparator());
    }

    private void print(ParityResult result) {
        var out = spec.commandLine().getOut();
        if (isJson) {
            out.println(Json.write(ParityDocument.of(result)));
        } else {
            ParityText.lines(result).forEach(out::println);
        }
        out.flush();
    }
}
