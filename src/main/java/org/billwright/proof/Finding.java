package org.billwright.proof;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.billwright.json.Json;

/**
 * What is wrong with a bill.
 *
 * @param where the attribute, and the rate it is of, if any
 * @param message with the amounts
 */
public record Finding(Invariant invariant, String where, String message) {
    /** Whether it may be right: tax rules and accounts may have been changed since the bill was made. */
    public boolean isWarning() {
        return invariant == Invariant.RECALCULATION;
    }

    /** As a sentence. */
    public String text() {
        return (where.isEmpty() ? "" : where + ": ") + message;
    }

    /** As it is shown. */
    public ObjectNode document() {
        return Json.object()
                .put("invariant", invariant.code())
                .put("severity", isWarning() ? "warning" : "error")
                .put("path", where)
                .put("message", message);
    }
}
