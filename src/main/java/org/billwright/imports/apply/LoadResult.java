package org.billwright.imports.apply;

import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The result of loading documents. Lines are named by their number in the batch.
 *
 * @param changed how many rows were added or replaced
 * @param rejected the reasons of lines that were not loaded
 * @param deferred documents whose bill or billing account is not in the database
 */
public record LoadResult(
        int changed, NavigableMap<Integer, String> rejected, NavigableMap<Integer, DeferredDocument> deferred) {
    /** The maps are copied, and cannot be changed. */
    public LoadResult {
        rejected = Collections.unmodifiableNavigableMap(new TreeMap<>(rejected));
        deferred = Collections.unmodifiableNavigableMap(new TreeMap<>(deferred));
    }
}
