package org.billwright.statement;

import org.jdbi.v3.core.Handle;

/** Counts the lines of bills. */
public final class LineCount {
    private LineCount() {}

    /** How many lines a bill has. */
    public static int of(Handle tx, String tenant, String bill) {
        return StatementStore.countRates(tx, tenant, bill);
    }
}
