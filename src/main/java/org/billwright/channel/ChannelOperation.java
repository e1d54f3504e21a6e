package org.billwright.channel;

import java.util.Arrays;
import java.util.Optional;

/** An operation of the channel API. A business enables operations for each of its channels. */
public enum ChannelOperation {
    /** The lines of one bill. */
    LIST_RATES("listAppliedCustomerBillingRate", "appliedCustomerBillingRate"),

    /** The bills of one account in the visible period. */
    LIST_BILLS("listCustomerBill", "customerBill"),

    /** One bill of an account in the visible period. */
    RETRIEVE_BILL("retrieveCustomerBill", "customerBill/:id"),

    /** Why a bill differs from the one before it: an addition to dxp-ux. */
    EXPLAIN_BILL("explainCustomerBill", "customerBill/:id/explanation");

    private final String word;
    private final String path;

    ChannelOperation(String word, String path) {
        this.word = word;
        this.path = path;
    }

    /** The name in the configuration and in scopes. */
    public String code() {
        return word;
    }

    /** The path below the business's; a segment that begins with a colon is a parameter. */
    String path() {
        return path;
    }

    /** The operation of this name. */
    public static Optional<ChannelOperation> of(String word) {
        return Arrays.stream(values()).filter(o -> o.word.equals(word)).findFirst();
    }
}
