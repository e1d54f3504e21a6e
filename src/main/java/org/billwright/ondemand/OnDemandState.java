package org.billwright.ondemand;

/** The states of a request for a bill (TMF678 CustomerBillOnDemandStateType). All but the first are final. */
public enum OnDemandState {
    /** Accepted; a worker will come to it. */
    IN_PROGRESS("inProgress"),
    /** The bill is made. */
    DONE("done"),
    /** There is a business reason why no bill is made. */
    REJECTED("rejected"),
    /** The bill could not be made for a technical reason, and that was tried often enough. */
    TERMINATED_WITH_ERROR("terminatedWithError");

    private final String word;

    OnDemandState(String word) {
        this.word = word;
    }

    /** As the standard spells it. */
    public String word() {
        return word;
    }
}
