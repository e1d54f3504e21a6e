package org.billwright.imports.job;

import org.billwright.imports.apply.BatchLoader;
import org.billwright.imports.check.ImportBatch;

/**
 * What became of lines.
 *
 * @param loaded added or changed
 * @param unchanged there already as they came, or replaced by a later line of the same batch
 * @param refused not loaded, each with its reason
 * @param warned loaded although their amounts do not agree
 */
public record ImportCounts(long loaded, long unchanged, long refused, long warned) {
    /** Nothing. */
    public static final ImportCounts NONE = new ImportCounts(0, 0, 0, 0);

    /** Of a batch, some lines of which are left for later. */
    static ImportCounts of(ImportBatch batch, BatchLoader.LoadResult result, int later) {
        int refused = result.refused().size();
        int unchanged = batch.lines().size() - refused - later - result.changed();
        return new ImportCounts(
                result.changed(), unchanged, refused, batch.warned().size());
    }

    /** Both together. */
    public ImportCounts plus(ImportCounts more) {
        return new ImportCounts(
                loaded + more.loaded, unchanged + more.unchanged, refused + more.refused, warned + more.warned);
    }

    /** All lines that something became of. */
    public long lines() {
        return loaded + unchanged + refused;
    }
}
