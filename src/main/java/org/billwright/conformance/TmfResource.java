package org.billwright.conformance;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.billwright.json.TmfVersion;

/** A resource of TMF678 with lists. */
enum TmfResource {
    CUSTOMER_BILL("customerBill", "state"),
    RATE("appliedCustomerBillingRate", "isBilled"),
    ON_DEMAND("customerBillOnDemand", "state"),
    /** Of v5 alone. */
    BILL_CYCLE("billCycle", "name");

    private final String path;
    private final String example;

    TmfResource(String path, String example) {
        this.path = path;
        this.example = example;
    }

    /** The name in URLs. */
    String path() {
        return path;
    }

    /** An attribute that is usually present. */
    String exampleAttribute() {
        return example;
    }

    /** The name of the type and of its schema. */
    String type() {
        return path.substring(0, 1).toUpperCase(Locale.ROOT) + path.substring(1);
    }

    /** Whether each server must have it; the others are optional in practice. */
    boolean isRequired() {
        return this == CUSTOMER_BILL;
    }

    static List<TmfResource> of(TmfVersion version) {
        return Arrays.stream(values())
                .filter(resource -> resource != BILL_CYCLE || version == TmfVersion.V5)
                .toList();
    }
}
