package org.billwright.billingrule;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What follows where a billing rule is broken. */
public enum RuleSeverity {
    /** A case, and nothing else. */
    WARN("warn"),
    /** The bill is not made while its case is open. */
    HOLD_BILL("holdBill"),
    /** The run is not approved while the case is open. */
    BLOCK_RUN("blockRun");

    private final String code;

    RuleSeverity(String code) {
        this.code = code;
    }

    /** As it is stored and shown. */
    public String code() {
        return code;
    }

    static Optional<RuleSeverity> of(String code) {
        return Arrays.stream(values())
                .filter(severity -> severity.code.equals(code))
                .findFirst();
    }

    /** All codes. */
    public static List<String> codes() {
        return Arrays.stream(values()).map(RuleSeverity::code).toList();
    }
}
