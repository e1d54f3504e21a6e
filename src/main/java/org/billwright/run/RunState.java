package org.billwright.run;

import java.util.Arrays;
import java.util.List;

/** The states of a bill run. */
public enum RunState {
    /** Accounts are calculated. */
    PLANNING("planning"),
    /** The plan waits for its approval. */
    PLANNED("planned"),
    /** The plan is approved, and bills are made. */
    BILLING("billing"),
    /** All planned bills are made, but for those of accounts that changed since. */
    DONE("done"),
    /** An operator stopped it for a time. */
    ON_HOLD("onHold"),
    /** A part of it failed for a technical reason. It can be resumed. */
    FAILED("failed"),
    /** It is never billed. */
    CANCELLED("cancelled"),
    /** Its bills are voided. */
    REVERTING("reverting"),
    /** Its bills are voided, but for those that were sent meanwhile or on which something was built. */
    REVERTED("reverted");

    private final String code;

    RunState(String code) {
        this.code = code;
    }

    /** Whether workers work on a run in this state. */
    public boolean isInWork() {
        return this == PLANNING || this == BILLING || this == REVERTING;
    }

    /** As it is stored and shown. */
    public String code() {
        return code;
    }

    /** The state with this code. */
    public static RunState of(String code) {
        return Arrays.stream(values())
                .filter(state -> state.code.equals(code))
                .findFirst()
                .orElseThrow();
    }

    /** All codes. */
    public static List<String> codes() {
        return Arrays.stream(values()).map(RunState::code).toList();
    }
}
