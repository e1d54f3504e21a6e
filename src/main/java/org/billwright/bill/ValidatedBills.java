package org.billwright.bill;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jdbi.v3.core.Handle;

/** What is done with a bill when it is validated. */
@FunctionalInterface
public interface ValidatedBills {
    /**
     * In the transaction that validates the bill, before it is written.
     *
     * @param bill its document with the new state, which may be added to
     */
    void add(Handle tx, String tenant, ObjectNode bill);
}
