package org.billwright.document;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.Optional;
import org.billwright.json.DateTimes;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.jdbi.v3.core.Handle;

/**
 * The documents of the bills of runs, which workers make after a run.
 *
 * @param caller who requests them
 */
public record DocumentJobs(Handle tx, String tenant, String caller, Clock clock) {
    /** The resource's name in URLs, below a run. */
    public static final String RESOURCE = "documentJob";

    /** How many bills are done in one transaction. */
    private static final int BILLS_OF_REQUEST = 50;

    private static final String DONE = "done";
    private static final String RUN = "billRun";

    /**
     * Requests the documents of the bills of a run that have none. Those that are requested already stay so, and those that have failed are
     * tried again. A run that is not done is a {@link Problem.Conflict}.
     */
    public ObjectNode request(String run) {
        var state = DocumentJobStore.lockRun(tx, tenant, run)
                .orElseThrow(() -> new ProblemException(new Problem.NotFound(RUN, run)));
        requireDone(state, "made");
        if (DocumentJobStore.waiting(tx, tenant, run) > 0) {
            DocumentJobStore.retryFailed(tx, tenant, run);
        } else {
            var bills = DocumentJobStore.withoutDocuments(tx, tenant, run);
            DocumentJobStore.put(tx, tenant, run, bills.size(), caller, DateTimes.now(clock));
            DocumentRequestStore.add(tx, tenant, run, bills, BILLS_OF_REQUEST);
        }
        return find(run).orElseThrow();
    }

    /** Refuses a run that is not done: before, its bills are not made, and after an undo they are gone. */
    static void requireDone(String state, String what) {
        if (!DONE.equals(state)) {
            throw new ProblemException(
                    new Problem.Conflict("the run is " + state + "; only documents of a run that is done are " + what));
        }
    }

    /** How far the job of a run is; empty where its documents were not requested. */
    public Optional<ObjectNode> find(String run) {
        return DocumentJobStore.document(tx, tenant, run);
    }
}
