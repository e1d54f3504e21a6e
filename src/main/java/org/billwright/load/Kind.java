package org.billwright.load;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Optional;

/** What can be loaded, in the order in which it must be: a rate's bill comes before the rate. */
public enum Kind {
    ACCOUNT("BillingAccount"),
    CYCLE_SPECIFICATION("BillCycleSpecification"),
    CYCLE("BillCycle"),
    BILL("CustomerBill"),
    RATE("AppliedCustomerBillingRate");

    private final String type;

    Kind(String type) {
        this.type = type;
    }

    /** The {@code @type} of its documents. */
    public String type() {
        return type;
    }

    /** The kind that the document says it is. */
    static Optional<Kind> of(ObjectNode document) {
        var type = Optional.ofNullable(document.path("@type").textValue())
                .or(() -> Optional.ofNullable(document.path("@baseType").textValue()));
        return Arrays.stream(values())
                .filter(kind -> type.filter(kind.type::equals).isPresent())
                .findFirst();
    }
}
