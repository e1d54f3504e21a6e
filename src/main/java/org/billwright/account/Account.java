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
 * A billing account (the TMF666 BillingAccount as far as bills need it).
 *
 * @param currency ISO 4217; every bill of the account is in it
 * @param timeZone in which its periods begin and end
 * @param partyIds whose account it is
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
    /** How long a customer has to pay where the account does not say, in days. */
    public static final int DEFAULT_PAYMENT_TERM_DAYS = 14;

    private static final int LONGEST_PAYMENT_TERM_DAYS = 365;

    /** Refuses currencies that do not exist and payment terms that nobody has. */
    public Account {
        Money.minorDigits(currency);
        partyIds = List.copyOf(partyIds);
        if (paymentTermDays < 0 || paymentTermDays > LONGEST_PAYMENT_TERM_DAYS) {
            throw new IllegalArgumentException("a payment term is 0 to " + LONGEST_PAYMENT_TERM_DAYS + " days");
        }
    }

    /** Reads a document in the shape of TMF666, with our {@code currency}, {@code timeZone} and {@code paymentTermDays}. */
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

    /** Whether bills may be made for it. */
    public boolean isActive() {
        return state.equalsIgnoreCase("active");
    }
}
