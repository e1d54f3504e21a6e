package org.billwright.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.billwright.access.Caller;
import org.billwright.csv.CsvMapping;
import org.billwright.format.DocumentType;
import org.billwright.format.FileFormat;
import org.billwright.imports.apply.AccountCheck;
import org.billwright.imports.check.CheckMode;
import org.billwright.imports.job.Import;
import org.billwright.imports.job.ImportOptions;
import org.billwright.imports.job.ImportReport;
import org.billwright.imports.job.ImportSource;
import org.billwright.imports.job.ImportSources;
import org.billwright.json.TmfVersion;
import org.billwright.problem.ProblemException;
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

/** {@code billwright import}: loads files of bills, rates and related documents. */
@Command(
        name = "import",
        description = {
            "Loads customer bills, applied billing rates, billing accounts, bill cycles, payments and PDF documents of bills.",
            "Each line is one document in a TM Forum shape, added or replaced by its id. A line that cannot be loaded is"
                    + " reported with its number and reason; the others are loaded. An interrupted import resumes"
                    + " where it stopped when it is called again with the same files and options."
        },
        footer = {
            "Exit codes: 0 all loaded; 1 some lines rejected, or, with --reconcile strict, bills whose lines do not add up;"
                    + " 2 invalid usage; 3 stopped before the end."
        },
        mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {
    private static final int SOME_REJECTED = 1;
    private static final int STOPPED = 3;

    /** How many missing accounts the summary has; standard error has more of them. */
    private static final int PRINTED_ACCOUNTS = 10;

    private static final int PRINTED_REASONS = 10;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description =
                    "NDJSON files, plain or compressed with gzip or zstd; PDFs named after their bills (<id>.pdf); folders"
                            + " of these; - for standard input")
    List<Path> files = List.of();

    @Option(names = "--type", description = "the document type of lines without an @type: ${COMPLETION-CANDIDATES}")
    Optional<DocumentType> type = Optional.empty();

    @Option(
            names = "--mapping",
            paramLabel = "FILE",
            description = "a mapping from CSV records to documents, for all files that are not .ndjson")
    Optional<Path> mapping = Optional.empty();

    @Option(
            names = "--tmf",
            description = "the TMF678 version of the lines: v4 or v5 (default: detected for each line)")
    Optional<String> tmf = Optional.empty();

    @Option(
            names = "--reconcile",
            defaultValue = "STRICT",
            description =
                    "how amounts are checked: STRICT rejects lines whose amounts do not agree, WARN loads and reports"
                            + " them, OFF does not check (default ${DEFAULT-VALUE})")
    CheckMode reconcile = CheckMode.STRICT;

    @Option(
            names = "--accounts",
            defaultValue = "WARN",
            description =
                    "bills and unbilled rates on a billing account that does not exist, neither in the database nor in the"
                            + " files: STRICT rejects them, WARN loads them, OFF does not check; the accounts are reported"
                            + " (default ${DEFAULT-VALUE})")
    CheckMode accounts = CheckMode.WARN;

    @Option(
            names = "--tax-rate",
            description =
                    "the unit of tax rates: PERCENT (21) or FRACTION (0.21) (default: that of the mapping or the tenant, or the tax"
                            + " amounts decide, and a rate below 1 without an amount is rejected)")
    Optional<TaxRateUnit> taxRate = Optional.empty();

    @Option(
            names = "--events",
            defaultValue = "off",
            description = "on: publish events of bills that are new or in another state")
    String events = "off";

    @Option(names = "--rejects", paramLabel = "FILE", description = "write rejected lines to this file, as NDJSON")
    Optional<Path> rejects = Optional.empty();

    @Option(names = "--max-rejects", paramLabel = "N", description = "stop after more rejected lines than this")
    Optional<Long> maxRejects = Optional.empty();

    @Option(names = "--dry-run", description = "do everything on temporary copies, and change nothing")
    boolean dryRun;

    @Option(names = "--restart", description = "start from the beginning, even if an import was interrupted")
    boolean restart;

    @Option(names = "--tenant", description = "the tenant (default: the configured tenant)")
    Optional<String> tenant = Optional.empty();

    @Mixin
    DatabaseOptions databaseOptions = new DatabaseOptions();

    private RejectReasons reasons = new RejectReasons();

    @Spec
    CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        var options = options();
        files.stream().filter(file -> !file.toString().equals("-")).forEach(this::requireReadable);
        return databaseOptions.use(
                (database, configuredTenant) -> load(database, tenant.orElse(configuredTenant), options));
    }

    private ImportOptions options() {
        return new ImportOptions(
                type,
                tmf.map(this::version),
                reconcile,
                accounts,
                taxRate,
                hasEvents(),
                dryRun,
                restart,
                maxRejects.orElse(Long.MAX_VALUE),
                rejects);
    }

    private TmfVersion version(String word) {
        return TmfVersion.of(word).orElseThrow(() -> usageError("--tmf must be v4 or v5, not '" + word + "'"));
    }

    private boolean hasEvents() {
        if (!events.equals("on") && !events.equals("off")) {
            throw usageError("--events must be off or on, not '" + events + "'");
        }
        return events.equals("on");
    }

    private void requireReadable(Path file) {
        if (!Files.isReadable(file)) {
            throw usageError(file + " cannot be read");
        }
    }

    private ParameterException usageError(String reason) {
        return new ParameterException(spec.commandLine(), reason);
    }

    private Function<Path, FileFormat> form() {
        if (mapping.isEmpty()) {
            files.stream()
                    .filter(file -> file.getFileName().toString().matches("(?i).*\\.csv(\\.gz|\\.zst)?"))
                    .findFirst()
                    .ifPresent(file -> {
                        throw usageError(file + " is CSV: --mapping names the file that says what its columns are");
                    });
            return file -> FileFormat.NDJSON;
        }
        try {
            var read = CsvMapping.read(Files.readAllBytes(mapping.get()));
            return file -> file.getFileName().toString().matches(".*\\.ndjson(\\.gz|\\.zst)?")
                    ? FileFormat.NDJSON
                    : read.fileFormat();
        } catch (IOException e) {
            throw usageError(mapping.get() + " cannot be read");
        } catch (ProblemException e) {
            throw usageError(mapping.get() + ": " + e.problem().message());
        }
    }

    private int load(Database database, String into, ImportOptions options) {
        var sources = ImportSources.of(files, form(), System.in);
        try {
            return print(run(database, into, sources, options));
        } catch (JdbiException | IllegalStateException | UncheckedIOException e) {
            spec.commandLine().getErr().println("billwright: the import was interrupted: " + CauseChain.describe(e));
            return STOPPED;
        }
    }

    private ImportReport run(Database database, String into, List<ImportSource> sources, ImportOptions options) {
        try (var progress = new ImportProgress(spec.commandLine().getErr(), size(sources))) {
            var by = Caller.system("import by " + System.getProperty("user.name"), into);
            reasons = progress.reasons();
            return new Import(database, into, Clock.systemUTC(), sources, options, progress, () -> false).run(by);
        }
    }

    private static long size(List<ImportSource> sources) {
        try {
            long size = 0;
            for (var source : sources) {
                size += source.file().isPresent() ? Files.size(source.file().get()) : 0;
            }
            return size;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int print(ImportReport report) {
        var out = spec.commandLine().getOut();
        var counts = report.counts();
        out.printf("%d loaded, %d unchanged, %d rejected%n", counts.loaded(), counts.unchanged(), counts.rejected());
        printDetails(out, report);
        out.flush();
        boolean unreconciled = reconcile == CheckMode.STRICT && report.differences() > 0;
        return switch (report.end()) {
            case DONE -> counts.rejected() > 0 || unreconciled ? SOME_REJECTED : 0;
            case STOPPED, CANCELLED, INTERRUPTED -> STOPPED;
        };
    }

    private void printDetails(PrintWriter out, ImportReport report) {
        if (report.counts().skipped() > 0) {
            out.printf("%d skipped by the mapping%n", report.counts().skipped());
        }
        if (report.counts().warnings() > 0) {
            out.printf(
                    "%d loaded although their amounts do not agree%n",
                    report.counts().warnings());
        }
        if (report.differences() > 0) {
            out.printf("%d bills whose lines do not add up%n", report.differences());
        }
        reasons.lines(PRINTED_REASONS).forEach(out::println);
        printMissingAccounts(out, report.missingAccounts());
        if (dryRun) {
            out.println("a dry run: nothing was changed");
        }
        if (report.end() == ImportReport.End.STOPPED) {
            out.println("stopped: more lines were rejected than --max-rejects; the same command resumes from here");
        }
    }

    private static void printMissingAccounts(PrintWriter out, AccountCheck.MissingAccounts missing) {
        if (missing.count() > 0) {
            var first = missing.first().stream().limit(PRINTED_ACCOUNTS).toList();
            out.printf(
                    "%d billing %s not exist although lines are on %s: %s%s%n",
                    missing.count(),
                    missing.count() == 1 ? "account does" : "accounts do",
                    missing.count() == 1 ? "it" : "them",
                    String.join(", ", first),
                    missing.count() == first.size() ? "" : ", …");
        }
    }
}
