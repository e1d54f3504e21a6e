package org.billwright.run;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The states of a case: of a bill or a run that breaks a billing rule. */
public enum BillingCaseState {
    /** Nobody has decided yet. */
    OPEN("open"),
    /** The bill is right, and is made. */
    RELEASED("released"),
    /** What the bill is made from is corrected: it is planned again by a later run. */
    CORRECTED("corrected"),
    /** No bill of the period is made. */
    SUPPRESSED("suppressed"),
    /** The run was cancelled or undone, or another run of the period has planned the account again. */
    CANCELLED("cancelled");

    /** In which a person closes a case. */
    static final List<BillingCaseState> DECISIONS = List.of(RELEASED, CORRECTED, SUPPRESSED);

    private final String code;

    BillingCaseState(String code) {
        this.code = code;
    }

    /** As it is stored and shown. */
    public String code() {
        return code;
    }

    /** The decision with this code. */
    public static Optional<BillingCaseState> decision(String code) {
        return DECISIONS.stream().filter(state -> state.code.equals(code)).findFirst();
    }

    /** All codes. */
    static List<String> codes() {
        return Arrays.stream(values()).map(BillingCaseState::code).toList();
    }
}
