package org.billwright.imports.job;

/**
 * How many lines of an import had which outcome.
 *
 * @param loaded added or changed
 * @param unchanged the same as in the database, or as an earlier line of the import
 * @param rejected not loaded, each for a reason
 * @param warnings loaded although their amounts do not agree
 * @param skipped records that the mapping of their file skips
 */
public record ImportCounts(long loaded, long unchanged, long rejected, long warnings, long skipped) {
    /** No lines. */
    public static final ImportCounts NONE = new ImportCounts(0, 0, 0, 0);

    /** None of them skipped. */
    public ImportCounts(long loaded, long unchanged, long rejected, long warnings) {
        this(loaded, unchanged, rejected, warnings, 0);
    }

    /** The sum of both. */
    public ImportCounts plus(ImportCounts more) {
        return new ImportCounts(
                loaded + more.loaded,
                unchanged + more.unchanged,
                rejected + more.rejected,
                warnings + more.warnings,
                skipped + more.skipped);
    }

    /** In words, for a log. */
    public String describe() {
        return "%d lines: %d loaded, %d unchanged, %d rejected, %d skipped, %d warnings"
                .formatted(lines(), loaded, unchanged, rejected, skipped, warnings);
    }

    /** All lines that are done. */
    public long lines() {
        return loaded + unchanged + rejected + skipped;
    }
}
