package org.billwright.account;

import static org.billwright.json.JsonValues.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.billwright.json.Json;
import org.billwright.json.RelatedParties;
import org.billwright.money.Money;

/**
 * A billing account: the attributes of the TMF666 BillingAccount that billing reads.
 *
 * @param currency ISO 4217; every bill of the account is in it
 * @param timeZone where its billing periods begin and end
 * @param partyIds the related parties
 * @param doc the whole document
 */
public record Account(
        String id,
        Optional<String> name,
        String state,
        String currency,
        ZoneId timeZone,
        List<String> partyIds,
        int paymentTermDays,
        String doc) {
    /** The payment term of an account that has none, in days. */
    public static final int DEFAULT_PAYMENT_TERM_DAYS = 14;

    private static final int MAX_PAYMENT_TERM_DAYS = 365;

    /** Rejects an unknown currency and a payment term out of range. */
    public Account {
        Money.minorDigits(currency);
        partyIds = List.copyOf(partyIds);
        if (paymentTermDays < 0 || paymentTermDays > MAX_PAYMENT_TERM_DAYS) {
            throw new IllegalArgumentException("a payment term is 0 to " + MAX_PAYMENT_TERM_DAYS + " days");
        }
    }

    /** Reads a TMF666 document with the extensions {@code currency}, {@code timeZone} and {@code paymentTermDays}. */
    public static Account of(ObjectNode account) {
        return new Account(
                text(account, "id").orElseThrow(() -> new IllegalArgumentException("an account has an id")),
                text(account, "name"),
                text(account, "state").orElse("active"),
                text(account, "currency").orElseThrow(() -> new IllegalArgumentException("an account has a currency")),
                ZoneId.of(text(account, "timeZone").orElse("UTC")),
                RelatedParties.ids(account),
                account.path("paymentTermDays").asInt(DEFAULT_PAYMENT_TERM_DAYS),
                Json.write(account));
    }

    /** Whether the account may be billed. */
    public boolean isActive() {
        return state.equalsIgnoreCase("active");
    }
}
