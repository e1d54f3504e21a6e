package org.billwright.imports.apply;

import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/**
 * Loads lines with one change. Where the database rejects one of them, the lines are halved until that line is alone, so that all others
 * are loaded and the line's own reason is known.
 */
final class LineHalving {
    private final Handle tx;
    private final NavigableMap<Integer, String> rejected = new TreeMap<>();
    private final NavigableMap<Integer, DeferredDocument> deferred = new TreeMap<>();
    private int changed;

    private LineHalving(Handle tx) {
        this.tx = tx;
    }

    /**
     * Loads lines, by their number in the batch. A failure that is not caused by a row is thrown.
     *
     * @param change loads some of the lines; what it has done is rolled back where one of them is rejected
     */
    static <L> LoadResult load(
            Handle tx, NavigableMap<Integer, L> lines, Function<NavigableMap<Integer, L>, LoadResult> change) {
        var halving = new LineHalving(tx);
        if (!lines.isEmpty()) {
            halving.halve(lines, change);
        }
        return new LoadResult(halving.changed, halving.rejected, halving.deferred);
    }

    private <L> void halve(NavigableMap<Integer, L> lines, Function<NavigableMap<Integer, L>, LoadResult> change) {
        attempt(tx, () -> add(change.apply(lines))).ifPresent(violation -> {
            if (lines.size() == 1) {
                rejected.put(lines.firstKey(), ConstraintViolation.reason(violation));
                return;
            }
            var middle =
                    lines.keySet().stream().skip(lines.size() / 2).findFirst().orElseThrow();
            halve(lines.headMap(middle, false), change);
            halve(lines.tailMap(middle, true), change);
        });
    }

    private void add(LoadResult result) {
        changed += result.changed();
        rejected.putAll(result.rejected());
        deferred.putAll(result.deferred());
    }

    /** Makes a change, or none: the exception of the row that was rejected. */
    static Optional<UnableToExecuteStatementException> attempt(Handle tx, Runnable change) {
        tx.execute("savepoint part");
        try {
            change.run();
            tx.execute("release savepoint part");
            return Optional.empty();
        } catch (UnableToExecuteStatementException e) {
            tx.execute("rollback to savepoint part");
            tx.execute("release savepoint part");
            if (!ConstraintViolation.isCausedByRow(e)) {
                throw e;
            }
            return Optional.of(e);
        }
    }
}
