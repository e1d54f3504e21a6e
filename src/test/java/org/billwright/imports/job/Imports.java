package org.billwright.imports.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.billwright.access.Caller;
import org.billwright.api.Store;
import org.billwright.format.FileFormat;
import org.billwright.imports.check.CheckMode;
import org.billwright.store.Database;

/** Imports of files as tests run them, with what the listener was notified of. */
public final class Imports implements ImportListener {
    public final List<String> rejected = new ArrayList<>();
    public final List<String> warned = new ArrayList<>();
    public final List<String> missingAccounts = new ArrayList<>();
    public final List<Long> resumedAt = new ArrayList<>();

    private final Database database;
    private final Path folder;

    public Imports(Database database, Path folder) {
        this.database = database;
        this.folder = folder;
    }

    public static ImportOptions options(CheckMode reconcile) {
        return ImportOptions.DEFAULTS.withChecks(reconcile, CheckMode.WARN);
    }

    public static ImportOptions accounts(CheckMode mode) {
        return ImportOptions.DEFAULTS.withChecks(CheckMode.STRICT, mode);
    }

    public static ImportOptions events() {
        return ImportOptions.DEFAULTS.withEvents(true);
    }

    public static ImportOptions dryRun() {
        return with(true, false, Long.MAX_VALUE);
    }

    /** From the beginning, with at most so many rejected lines. */
    public static ImportOptions anew(long rejects) {
        return with(false, true, rejects);
    }

    private static ImportOptions with(boolean dryRun, boolean restart, long rejects) {
        return new ImportOptions(
                Optional.empty(),
                Optional.empty(),
                CheckMode.STRICT,
                CheckMode.WARN,
                Optional.empty(),
                false,
                dryRun,
                restart,
                rejects,
                Optional.empty());
    }

    public static ImportOptions atMost(long rejects, Path into) {
        return ImportOptions.DEFAULTS.withMaxRejects(rejects).withRejects(into);
    }

    public Path file(String name, byte[] content) {
        try {
            return Files.write(folder.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path file(String name, String... lines) {
        return file(name, text(lines));
    }

    public static byte[] text(String... lines) {
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    public ImportReport load(Path... files) {
        return load(ImportOptions.DEFAULTS, files);
    }

    public ImportReport load(ImportOptions options, Path... files) {
        return run(options, ImportSources.of(List.of(files), file -> FileFormat.NDJSON, System.in));
    }

    /** Runs an import after its dry run, which has the same outcome and changes nothing; an import that is resumed begins further on. */
    public ImportReport run(ImportOptions options, List<ImportSource> sources) {
        var dry = new Imports(database, folder);
        var expected = dry.runOnce(dry(options), sources);
        if (options.dryRun()) {
            return expected;
        }
        int resumed = resumedAt.size();
        int rejectedBefore = rejected.size();
        int warnedBefore = warned.size();
        var report = runOnce(options, sources);
        if (resumedAt.size() == resumed) {
            assertThat(expected)
                    .usingRecursiveComparison()
                    .ignoringFields("job")
                    .isEqualTo(report);
            assertThat(dry.rejected).isEqualTo(rejected.subList(rejectedBefore, rejected.size()));
            assertThat(dry.warned).isEqualTo(warned.subList(warnedBefore, warned.size()));
        }
        return report;
    }

    private static ImportOptions dry(ImportOptions options) {
        return new ImportOptions(
                options.kind(),
                options.version(),
                options.reconcile(),
                options.accounts(),
                options.taxRate(),
                options.events(),
                true,
                options.restart(),
                options.maxRejects(),
                Optional.empty());
    }

    private ImportReport runOnce(ImportOptions options, List<ImportSource> sources) {
        return new Import(database, Store.TENANT, Clock.systemUTC(), sources, options, this, () -> false)
                .run(Caller.system("test", Store.TENANT));
    }

    @Override
    public void resumed(String source, long line, ImportCounts before) {
        resumedAt.add(line);
    }

    @Override
    public void rejected(String source, long line, String reason) {
        rejected.add(Path.of(source).getFileName() + ":" + line + ": " + reason);
    }

    @Override
    public void warned(String source, long line, String text) {
        warned.add(line + ": " + text);
    }

    @Override
    public void accountMissing(String account) {
        missingAccounts.add(account);
    }
}
