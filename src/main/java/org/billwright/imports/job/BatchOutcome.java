package org.billwright.imports.job;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.billwright.imports.apply.LoadResult;
import org.billwright.imports.check.ImportBatch;

/**
 * The outcome of a batch: a line is loaded, unchanged, rejected or deferred.
 *
 * @param rejected the reasons of rejected lines, by number
 * @param deferred lines to try again at the end
 * @param quota how much of the import is deferred after this batch
 */
record BatchOutcome(
        ImportBatch batch,
        ImportCounts counts,
        NavigableMap<Integer, String> rejected,
        List<DeferredLine> deferred,
        DeferredQuota quota) {
    /** Defers the lines whose bill or billing account is not in the database, as far as the quota allows; the others are rejected. */
    static BatchOutcome deferring(ImportBatch batch, LoadResult result, DeferredQuota before) {
        var rejected = new TreeMap<>(result.rejected());
        var deferred = new ArrayList<DeferredLine>();
        var quota = before;
        for (var entry : result.deferred().entrySet()) {
            var line = batch.lines().get(entry.getKey());
            var document = entry.getValue();
            if (quota.allows(line)) {
                quota = quota.plus(line);
                deferred.add(new DeferredLine(line, document.kind(), document.document()));
            } else {
                rejected.put(entry.getKey(), document.reason() + DeferredQuota.EXCEEDED);
            }
        }
        return of(batch, result, rejected, List.copyOf(deferred), quota);
    }

    /** Rejects the lines whose bill or billing account is not in the database. */
    static BatchOutcome rejecting(ImportBatch batch, LoadResult result, DeferredQuota quota) {
        var rejected = new TreeMap<>(result.rejected());
        result.deferred().forEach((number, document) -> rejected.put(number, document.reason()));
        return of(batch, result, rejected, List.of(), quota);
    }

    private static BatchOutcome of(
            ImportBatch batch,
            LoadResult result,
            NavigableMap<Integer, String> rejected,
            List<DeferredLine> deferred,
            DeferredQuota quota) {
        int unchanged = batch.lines().size() - rejected.size() - deferred.size() - result.changed() - batch.skipped();
        var counts = new ImportCounts(
                result.changed(), unchanged, rejected.size(), batch.warnings().size(), batch.skipped());
        return new BatchOutcome(batch, counts, rejected, deferred, quota);
    }
}
