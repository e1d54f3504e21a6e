package org.billwright.account;

import static org.billwright.json.JsonValues.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.billwright.json.DateTimes;
import org.billwright.json.Json;
import org.billwright.json.RelatedParties;
import org.billwright.money.Money;

/**
 * A billing account: the attributes of the TMF666 BillingAccount that billing reads.
 *
 * @param state one of {@link AccountState}, except where a database of an earlier version has another
 * @param currency ISO 4217; every bill of the account is in it
 * @param timeZone where its billing periods begin and end
 * @param partyIds the related parties
 * @param ownPaymentTerm in days; empty where that of its bill cycle applies
 * @param cycleSpecificationId the bill cycle specification by which it is billed
 * @param taxPolicy {@code computed} or {@code asRated}; empty where the server's own policy applies
 * @param balanceTreatment {@code openItem} or {@code balanceForward}
 * @param collectionHold the lock against collection, which is no hold of its billing
 * @param defect why the document, which an earlier version accepted, is invalid now
 * @param doc the whole document
 */
public record Account(
        String id,
        Optional<String> name,
        String state,
        String currency,
        ZoneId timeZone,
        List<String> partyIds,
        Optional<Integer> ownPaymentTerm,
        Optional<String> cycleSpecificationId,
        List<TaxExemption> taxExemptions,
        Optional<String> taxPolicy,
        String balanceTreatment,
        Optional<AccountHold> hold,
        Optional<AccountHold> collectionHold,
        Optional<String> defect,
        String doc) {
    /** The payment term of an account that has none, in days. */
    public static final int DEFAULT_PAYMENT_TERM_DAYS = 14;

    /** The attribute with the hold of an account. */
    public static final String HOLD = "hold";

    /** The attribute with the lock of an account against collection. */
    public static final String COLLECTION_HOLD = "collectionHold";

    /** How the tax of an account's charges is determined. */
    static final List<String> TAX_POLICIES = List.of("computed", "asRated");

    /** How earlier bills stand on a bill; the first is the default. */
    static final List<String> BALANCE_TREATMENTS = List.of("openItem", "balanceForward");

    private static final int MAX_PAYMENT_TERM_DAYS = 365;

    /** Rejects an unknown currency and a payment term out of range. */
    public Account {
        Money.minorDigits(currency);
        partyIds = List.copyOf(partyIds);
        taxExemptions = List.copyOf(taxExemptions);
        ownPaymentTerm.ifPresent(Account::requirePaymentTerm);
    }

    private static void requirePaymentTerm(int days) {
        if (days < 0 || days > MAX_PAYMENT_TERM_DAYS) {
            throw new IllegalArgumentException("a payment term is 0 to " + MAX_PAYMENT_TERM_DAYS + " days");
        }
    }

    /** What reads an attribute, or is an exception that says what is wrong with it. */
    private static final List<Consumer<ObjectNode>> READERS = List.of(
            AccountAttributes::renamed,
            Account::id,
            AccountAttributes::state,
            account -> Money.minorDigits(currency(account)),
            Account::timeZone,
            RelatedParties::ids,
            account -> AccountAttributes.paymentTermDays(account).ifPresent(Account::requirePaymentTerm),
            AccountAttributes::cycleSpecificationId,
            AccountAttributes::taxExemptions,
            AccountAttributes::taxIds,
            AccountAttributes::language,
            account -> AccountAttributes.oneOf(account, "taxPolicy", TAX_POLICIES),
            account -> AccountAttributes.oneOf(account, "balanceTreatment", BALANCE_TREATMENTS),
            account -> AccountAttributes.hold(account, HOLD),
            account -> AccountAttributes.hold(account, COLLECTION_HOLD));

    /** All that is invalid in a document, one text for each attribute; empty where {@link #of} reads it. */
    public static List<String> problems(ObjectNode account) {
        var problems = new ArrayList<String>();
        for (var reader : READERS) {
            try {
                reader.accept(account);
            } catch (IllegalArgumentException | DateTimeException invalid) {
                problems.add(String.valueOf(invalid.getMessage()));
            }
        }
        return problems;
    }

    /**
     * Reads a TMF666 document with the extensions of docs/accounts.md, and gives its attributes the names that they are stored by.
     * What is invalid is an {@link IllegalArgumentException}.
     */
    public static Account of(ObjectNode account) {
        AccountAttributes.rename(account);
        return new Account(
                id(account),
                text(account, "name"),
                AccountAttributes.state(account),
                currency(account),
                timeZone(account),
                RelatedParties.ids(account),
                AccountAttributes.paymentTermDays(account),
                AccountAttributes.cycleSpecificationId(account),
                AccountAttributes.taxExemptions(account),
                AccountAttributes.oneOf(account, "taxPolicy", TAX_POLICIES),
                AccountAttributes.oneOf(account, "balanceTreatment", BALANCE_TREATMENTS)
                        .orElse(BALANCE_TREATMENTS.getFirst()),
                AccountAttributes.hold(account, HOLD),
                AccountAttributes.hold(account, COLLECTION_HOLD),
                Optional.empty(),
                Json.write(account));
    }

    /** Reads a stored document. An earlier version may have accepted it with attributes that it did not read: such an account is not billed. */
    public static Account stored(ObjectNode account) {
        try {
            return of(account);
        } catch (IllegalArgumentException invalid) {
            return new Account(
                    id(account),
                    text(account, "name"),
                    text(account, "state").orElse(AccountState.ACTIVE.code()),
                    currency(account),
                    timeZone(account),
                    RelatedParties.ids(account),
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    BALANCE_TREATMENTS.getFirst(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.ofNullable(invalid.getMessage()),
                    Json.write(account));
        }
    }

    private static String id(ObjectNode account) {
        return text(account, "id").orElseThrow(() -> new IllegalArgumentException("an account has an id"));
    }

    private static String currency(ObjectNode account) {
        return text(account, "currency").orElseThrow(() -> new IllegalArgumentException("an account has a currency"));
    }

    private static ZoneId timeZone(ObjectNode account) {
        return ZoneId.of(text(account, "timeZone").orElse("UTC"));
    }

    /** The payment term, in days. */
    public int paymentTermDays() {
        return ownPaymentTerm.orElse(DEFAULT_PAYMENT_TERM_DAYS);
    }

    /** The account with a payment term of this many days, unless it has one of its own. */
    public Account withPaymentTerm(int days) {
        return ownPaymentTerm.isPresent()
                ? this
                : new Account(
                        id,
                        name,
                        state,
                        currency,
                        timeZone,
                        partyIds,
                        Optional.of(days),
                        cycleSpecificationId,
                        taxExemptions,
                        taxPolicy,
                        balanceTreatment,
                        hold,
                        collectionHold,
                        defect,
                        doc);
    }

    /** Whether the state allows bills. {@link #reasonNotBillable} has all conditions. */
    public boolean isActive() {
        return defect.isEmpty()
                && AccountState.of(state).filter(AccountState::isBillable).isPresent();
    }

    /** Whether the account is on hold at this time. */
    public boolean isHeldAt(OffsetDateTime at) {
        return hold.filter(present -> present.isInForce(at)).isPresent();
    }

    /** Why the account cannot be billed at this time, as a sentence without a point; empty where it can. */
    public Optional<String> reasonNotBillable(OffsetDateTime at) {
        var account = "billing account '" + id + "' is ";
        if (defect.isPresent()) {
            return Optional.of(account + "invalid: " + defect.get() + "; correct it");
        }
        if (!isActive()) {
            return Optional.of(account + state);
        }
        return hold.filter(present -> present.isInForce(at))
                .map(present -> account + "on hold"
                        + present.until()
                                .map(end -> " until " + DateTimes.format(end))
                                .orElse("") + ": " + present.reason());
    }

    /** The tax identification numbers of the one who is billed. */
    public List<TaxIdentification> taxIds() {
        return defect.isPresent() ? List.of() : AccountAttributes.taxIds(Json.stored(doc));
    }

    /** The language of its bills, as a tag (BCP 47); empty where it is that of the issuer. */
    public Optional<String> language() {
        return defect.isPresent() ? Optional.empty() : AccountAttributes.language(Json.stored(doc));
    }

    /** Where its bills are sent at this time. */
    public Optional<PostalAddress> postalAddress(OffsetDateTime at) {
        return PostalAddress.of(Json.stored(doc), at);
    }
}
