package org.billwright.imports.job;

import java.nio.file.Path;
import java.util.Optional;
import org.billwright.format.DocumentType;
import org.billwright.imports.check.ReconcileMode;
import org.billwright.json.TmfVersion;

/**
 * How an import is done.
 *
 * @param kind of lines that do not say
 * @param version whose shapes lines are in; each line tells by itself where it is empty
 * @param events whether bills that are new or in another state are told
 * @param dryRun whether all is undone at the end
 * @param restart whether one that was broken off is begun anew
 * @param maxRejects after how many refused lines it is given up
 * @param rejects where refused lines go
 */
public record ImportOptions(
        Optional<DocumentType> kind,
        Optional<TmfVersion> version,
        ReconcileMode reconcile,
        boolean events,
        boolean dryRun,
        boolean restart,
        long maxRejects,
        Optional<Path> rejects) {
    /** As they are where nothing is said. */
    public static final ImportOptions DEFAULTS = new ImportOptions(
            Optional.empty(),
            Optional.empty(),
            ReconcileMode.STRICT,
            false,
            false,
            false,
            Long.MAX_VALUE,
            Optional.empty());

    /** What must be the same for an import to go on where it was broken off. */
    String identity() {
        return kind + "|" + version + "|" + reconcile + "|" + events;
    }
}
