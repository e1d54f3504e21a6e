package org.billwright.event;

import java.util.Arrays;
import java.util.List;

/** The events of TMF678, and those of disputes and of collection. */
public enum EventType {
    /** A bill was created. */
    BILL_CREATE("CustomerBillCreateEvent", "customerBill", "A bill was created"),
    /** A bill changed its state. */
    BILL_STATE_CHANGE("CustomerBillStateChangeEvent", "customerBill", "A bill changed its state"),
    /** A bill was voided before anybody was sent it: no event of the standard. */
    BILL_DELETE("CustomerBillDeleteEvent", "customerBill", "A bill was voided"),
    /** A bill was requested on demand. */
    ON_DEMAND_CREATE("CustomerBillOnDemandCreateEvent", "customerBillOnDemand", "A bill was requested"),
    /** A request for a bill was fulfilled or rejected. */
    ON_DEMAND_STATE_CHANGE(
            "CustomerBillOnDemandStateChangeEvent", "customerBillOnDemand", "A request for a bill changed its state"),
    /** A part of a bill was disputed: no event of the standard. */
    DISPUTE_CREATE("DisputeCreateEvent", "dispute", "A bill was disputed"),
    /** A dispute changed its state. */
    DISPUTE_STATE_CHANGE("DisputeStateChangeEvent", "dispute", "A dispute changed its state"),
    /** A bill is to be collected: it is overdue, not held, and a part of it is not disputed. */
    BILL_OVERDUE("CustomerBillOverdueEvent", "customerBill", "A bill is overdue"),
    /** A bill is not to be collected any more. */
    BILL_OVERDUE_END("CustomerBillOverdueEndEvent", "customerBill", "A bill is not overdue any more"),
    /** The documents of a bill were made: no event of the standard. */
    BILL_DOCUMENTS_READY("CustomerBillDocumentsReadyEvent", "customerBill", "The documents of a bill were made"),
    /** A bill is far above what the account's bills usually are: no event of the standard. */
    BILL_SHOCK("CustomerBillShockEvent", "customerBill", "A bill is far above the usual");

    private final String word;
    private final String resource;
    private final String title;

    EventType(String word, String resource, String title) {
        this.word = word;
        this.resource = resource;
        this.title = title;
    }

    /** The name in the standard. */
    public String code() {
        return word;
    }

    /** The names of all events. */
    static List<String> codes() {
        return Arrays.stream(values()).map(EventType::code).toList();
    }

    /** The resource of the event, as the payload names it. */
    public String resource() {
        return resource;
    }

    String title() {
        return title;
    }
}
