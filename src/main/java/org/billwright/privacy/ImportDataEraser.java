package org.billwright.privacy;

import java.util.List;
import org.jdbi.v3.core.Handle;

/** What there is of a party on the way into the store. */
public interface ImportDataEraser {
    /**
     * How much of it was erased.
     *
     * @param notReached what should have been looked through and could not be
     */
    record Erased(int waitingLines, int refusedLines, List<NotReached> notReached) {}

    /** Refused lines of an import, and why they could not be looked through. */
    record NotReached(String importId, String reason) {}

    /**
     * Erases what names the party or one of these bills. While something is still being loaded, which could bring the
     * party back, this is a conflict.
     */
    Erased erase(Handle tx, String tenant, String party, List<String> bills);
}
