package org.billwright.imports.apply;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.billwright.store.Fingerprint;
import org.billwright.store.copy.StagingTable;

/**
 * What all batches of an import share.
 *
 * @param tenant that documents are loaded for
 * @param job the id of the import
 * @param sources the names of its sources
 * @param events whether events are published for bills that are new or change their state
 * @param accounts the check that billing accounts exist
 * @param lineTotals the check of line totals at the end, where it is wanted
 * @param existing the rows that a dry run copies; empty for an import that changes the tables themselves
 * @param tablesToMerge tables that already had a row of the import: rows are merged into them, and inserted into the others
 */
public record ImportContext(
        String tenant,
        String job,
        List<String> sources,
        Clock clock,
        boolean events,
        AccountCheck accounts,
        Optional<LineTotalCheck> lineTotals,
        Optional<ExistingRows> existing,
        Set<String> tablesToMerge) {
    /** The context of an import that has loaded nothing yet. */
    public ImportContext(
            String tenant,
            String job,
            List<String> sources,
            Clock clock,
            boolean events,
            AccountCheck accounts,
            Optional<LineTotalCheck> lineTotals,
            Optional<ExistingRows> existing) {
        this(
                tenant,
                job,
                List.copyOf(sources),
                clock,
                events,
                accounts,
                lineTotals,
                existing,
                ConcurrentHashMap.newKeySet());
    }

    /** The import in the rows that it loads. */
    long importNumber() {
        return Fingerprint.of(job);
    }

    StagingTable.Load load() {
        return new StagingTable.Load(tenant, importNumber());
    }
}
