package org.billwright.console.page;

import java.util.Set;

/** The colour of a state: a name of Bootstrap's colours. The state is always written, too. */
final class StateColor {
    private static final Set<String> GOOD =
            Set.of("settled", "done", "posted", "granted", "billed", "completed", "active");
    private static final Set<String> BAD = Set.of(
            "failed",
            "refused",
            "deadLettered",
            "rejected",
            "terminatedWithError",
            "reversed",
            "chargedBack",
            "blockRun");
    private static final Set<String> WAITING = Set.of(
            "onHold",
            "open",
            "held",
            "holdBill",
            "partiallyPaid",
            "suspense",
            "underReview",
            "planned",
            "interrupted",
            "changedSincePlan",
            "warn");
    private static final Set<String> GOING =
            Set.of("running", "planning", "billing", "queued", "inProgress", "approved", "waiting");

    private StateColor() {}

    static String of(String state) {
        if (GOOD.contains(state)) {
            return "success";
        }
        if (BAD.contains(state)) {
            return "danger";
        }
        if (WAITING.contains(state)) {
            return "warning";
        }
        return GOING.contains(state) ? "info" : "secondary";
    }
}
