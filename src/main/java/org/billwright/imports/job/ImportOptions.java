package org.billwright.imports.job;

import java.nio.file.Path;
import java.util.Optional;
import org.billwright.format.DocumentType;
import org.billwright.imports.check.CheckMode;
import org.billwright.json.TmfVersion;
import org.billwright.tax.TaxRateUnit;

/**
 * The options of an import.
 *
 * @param kind the document type of lines without {@code @type}
 * @param version the version whose shapes lines are in; where it is empty, it is detected for each line
 * @param accounts what happens to bills and unbilled rates on a billing account that does not exist
 * @param taxRate the unit of tax rates; where it is empty, that of the tenant, or the tax amounts decide
 * @param events whether events are published for bills that are new or change their state
 * @param dryRun whether nothing is changed
 * @param restart whether an interrupted import starts again from the beginning
 * @param maxRejects the import stops after more rejected lines than this
 * @param rejects the file that rejected lines are written to
 */
public record ImportOptions(
        Optional<DocumentType> kind,
        Optional<TmfVersion> version,
        CheckMode reconcile,
        CheckMode accounts,
        Optional<TaxRateUnit> taxRate,
        boolean events,
        boolean dryRun,
        boolean restart,
        long maxRejects,
        Optional<Path> rejects) {
    /** The defaults. */
    public static final ImportOptions DEFAULTS = new ImportOptions(
            Optional.empty(),
            Optional.empty(),
            CheckMode.STRICT,
            CheckMode.WARN,
            Optional.empty(),
            false,
            false,
            false,
            Long.MAX_VALUE,
            Optional.empty());

    /** An import that stops when a line is rejected. */
    static ImportOptions withoutRejects(Optional<DocumentType> kind) {
        return new ImportOptions(
                kind,
                Optional.empty(),
                CheckMode.STRICT,
                CheckMode.OFF,
                Optional.empty(),
                false,
                false,
                false,
                0,
                Optional.empty());
    }

    /** These options for lines of this version. */
    public ImportOptions withVersion(Optional<TmfVersion> other) {
        return new ImportOptions(
                kind, other, reconcile, accounts, taxRate, events, dryRun, restart, maxRejects, rejects);
    }

    /** These options with other checks of amounts and of accounts. */
    public ImportOptions withChecks(CheckMode amounts, CheckMode ofAccounts) {
        return new ImportOptions(
                kind, version, amounts, ofAccounts, taxRate, events, dryRun, restart, maxRejects, rejects);
    }

    /** These options with the unit of tax rates. */
    public ImportOptions withTaxRate(Optional<TaxRateUnit> unit) {
        return new ImportOptions(
                kind, version, reconcile, accounts, unit, events, dryRun, restart, maxRejects, rejects);
    }

    /** These options with or without events. */
    public ImportOptions withEvents(boolean other) {
        return new ImportOptions(
                kind, version, reconcile, accounts, taxRate, other, dryRun, restart, maxRejects, rejects);
    }

    /** These options, where more rejected lines than this stop the import. */
    public ImportOptions withMaxRejects(long other) {
        return new ImportOptions(kind, version, reconcile, accounts, taxRate, events, dryRun, restart, other, rejects);
    }

    /** These options for an import that changes something or nothing. */
    public ImportOptions withDryRun(boolean other) {
        return new ImportOptions(
                kind, version, reconcile, accounts, taxRate, events, other, restart, maxRejects, rejects);
    }

    /** These options with a file of rejected lines. */
    public ImportOptions withRejects(Path file) {
        return new ImportOptions(
                kind, version, reconcile, accounts, taxRate, events, dryRun, restart, maxRejects, Optional.of(file));
    }

    /** The options that must not change for an import to be resumed. */
    String fingerprint() {
        return kind + "|" + version + "|" + reconcile + "|" + accounts + "|" + taxRate + "|" + events;
    }
}
