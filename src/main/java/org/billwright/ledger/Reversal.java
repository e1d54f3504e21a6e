package org.billwright.ledger;

/** How a payment is reversed. */
public enum Reversal {
    /** By the one who took it: it was a mistake. */
    REVERSAL("reversal", "reversed"),
    /** By the bank or the card of the payer. */
    CHARGEBACK("chargeback", "chargedBack");

    private final String entry;
    private final String status;

    Reversal(String entry, String status) {
        this.entry = entry;
        this.status = status;
    }

    /** The kind of the entry that counters the payment, and the last part of the operation's path. */
    public String entry() {
        return entry;
    }

    /** The status of the payment afterwards. */
    public String status() {
        return status;
    }
}
