package org.billwright.ondemand;

import java.util.Arrays;
import java.util.List;

/** The states of a request for a bill (TMF678 CustomerBillOnDemandStateType). All but the first are final. */
public enum OnDemandState {
    /** Accepted, and waiting for a worker. */
    IN_PROGRESS("inProgress"),
    /** The bill is made. */
    DONE("done"),
    /** No bill is made, for a business reason. */
    REJECTED("rejected"),
    /** The bill could not be made for a technical reason, and the retries are exhausted. */
    TERMINATED_WITH_ERROR("terminatedWithError");

    private final String word;

    OnDemandState(String word) {
        this.word = word;
    }

    /** As the standard spells it. */
    public String code() {
        return word;
    }

    /** The names of all states. */
    static List<String> codes() {
        return Arrays.stream(values()).map(OnDemandState::code).toList();
    }
}
