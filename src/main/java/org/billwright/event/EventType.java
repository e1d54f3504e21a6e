package org.billwright.event;

/** What can happen, as TMF678 names it. */
public enum EventType {
    /** A bill was made. */
    BILL_CREATE("CustomerBillCreateEvent", "customerBill", "A bill was created"),
    /** A bill is in another state. */
    BILL_STATE_CHANGE("CustomerBillStateChangeEvent", "customerBill", "A bill changed its state"),
    /** A bill was asked for. */
    ON_DEMAND_CREATE("CustomerBillOnDemandCreateEvent", "customerBillOnDemand", "A bill was requested"),
    /** A request for a bill was met or refused. */
    ON_DEMAND_STATE_CHANGE(
            "CustomerBillOnDemandStateChangeEvent", "customerBillOnDemand", "A request for a bill changed its state");

    private final String word;
    private final String resource;
    private final String title;

    EventType(String word, String resource, String title) {
        this.word = word;
        this.resource = resource;
        this.title = title;
    }

    /** The standard's name. */
    public String word() {
        return word;
    }

    /** The resource that it happened to, as the payload names it. */
    public String resource() {
        return resource;
    }

    String title() {
        return title;
    }
}
