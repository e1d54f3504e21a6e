package org.billwright.channel;

import java.util.Arrays;
import java.util.Optional;

/** What the face can be asked. A channel has those that its business enables. */
public enum ChannelOperation {
    /** The lines of one bill. */
    LIST_RATES("listAppliedCustomerBillingRate", "appliedCustomerBillingRate"),

    /** The bills of one account, within the window. */
    LIST_BILLS("listCustomerBill", "customerBill"),

    /** One bill of an account, within the window. */
    RETRIEVE_BILL("retrieveCustomerBill", "customerBill/:id");

    private final String word;
    private final String path;

    ChannelOperation(String word, String path) {
        this.word = word;
        this.path = path;
    }

    /** As configuration and scopes name it. */
    public String word() {
        return word;
    }

    /** Below the business's path; a part that begins with a colon is a parameter. */
    String path() {
        return path;
    }

    /** The operation of this name. */
    public static Optional<ChannelOperation> of(String word) {
        return Arrays.stream(values()).filter(o -> o.word.equals(word)).findFirst();
    }
}
