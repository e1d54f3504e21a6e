package org.billwright.dispute;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.billwright.creditnote.CreditNoteRequest.Reason;

/** Why a customer contests a bill, and the reason of the credit note where it is granted. */
enum DisputeReason {
    BILLING_ERROR("billingError", Reason.BILLING_ERROR),
    PRICE_ERROR("priceError", Reason.PRICE_ERROR),
    SERVICE_NOT_PROVIDED("serviceNotProvided", Reason.SERVICE_NOT_PROVIDED),
    NOT_ORDERED("notOrdered", Reason.BILLING_ERROR),
    USAGE_NOT_RECOGNIZED("usageNotRecognized", Reason.BILLING_ERROR),
    DUPLICATE("duplicate", Reason.DUPLICATE),
    OTHER("other", Reason.OTHER);

    private final String word;
    private final Reason ofCredit;

    DisputeReason(String word, Reason ofCredit) {
        this.word = word;
        this.ofCredit = ofCredit;
    }

    String code() {
        return word;
    }

    Reason ofCredit() {
        return ofCredit;
    }

    static List<String> codes() {
        return Arrays.stream(values()).map(DisputeReason::code).toList();
    }

    static Optional<DisputeReason> of(String word) {
        return Arrays.stream(values())
                .filter(reason -> reason.word.equals(word))
                .findFirst();
    }
}
