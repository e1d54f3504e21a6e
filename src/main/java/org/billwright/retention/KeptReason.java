package org.billwright.retention;

import java.util.Arrays;

/** Why a bill whose period is over is kept. */
public enum KeptReason {
    /** It is open, on hold, or was never sent. */
    NOT_SETTLED("notSettled", "not settled"),
    /** A dispute of it is not decided. */
    DISPUTED("disputed", "an open dispute"),
    /** Its amount is negative, and a part of it is neither used nor refunded. */
    OPEN_CREDIT("openCredit", "its credit is not used up"),
    /** What it was paid with is younger than the period, or its account got a refund since. */
    PAID_LATER("paidLater", "a payment, a credit or a refund within the period"),
    /** An event of it is stored, which a subscriber or a topic may still need. */
    EVENTS("events", "events of it are kept"),
    /** The next bill of the account begins where it ended, and is compared with it. */
    LAST_OF_ACCOUNT("lastOfAccount", "the last bill of its account"),
    /** It has to go together with another bill, which is kept. */
    REFERRED("referred", "a bill that belongs to it is kept");

    private final String code;
    private final String text;

    KeptReason(String code, String text) {
        this.code = code;
        this.text = text;
    }

    /** Its name in statements. */
    String code() {
        return code;
    }

    /** For people. */
    public String text() {
        return text;
    }

    static KeptReason of(String code) {
        return Arrays.stream(values())
                .filter(reason -> reason.code.equals(code))
                .findFirst()
                .orElseThrow();
    }
}
