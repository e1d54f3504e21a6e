package org.billwright.billing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;
import org.billwright.account.Account;
import org.billwright.json.Json;
import org.billwright.json.JsonValues;
import org.billwright.store.Ids;

/**
 * When and for what an account is billed.
 *
 * @param billId the id that its bill gets
 * @param billDate as the bill shows it
 * @param until rates of a later date are left for a later bill; inclusive, in microseconds as the database has times
 * @param cycle the bill cycle, of a bill on cycle
 * @param correction of a bill that replaces another one
 */
public record BillingTerms(
        Account account,
        String billId,
        OffsetDateTime billDate,
        OffsetDateTime until,
        Optional<Cycle> cycle,
        Optional<Correction> correction) {
    /**
     * A bill cycle in the days of an account.
     *
     * @param id of the bill cycle
     * @param previousStart of the period before; an account whose last bill ended later has its next period from there
     * @param period from billing date to billing date
     * @param chargesUntil charges of this date and later are left for a later bill
     */
    public record Cycle(
            String id,
            Optional<String> name,
            OffsetDateTime previousStart,
            BillingPeriod period,
            OffsetDateTime chargesUntil) {}

    /**
     * What a bill that replaces another one is of.
     *
     * @param correctedBill a reference to the other bill
     * @param period of that one
     * @param rates the only rates of the bill
     */
    public record Correction(ObjectNode correctedBill, BillingPeriod period, Set<String> rates) {}

    /** A bill that replaces another one, of these rates alone. */
    public static BillingTerms rebill(
            Account account, OffsetDateTime at, ObjectNode correctedBill, BillingPeriod period, Set<String> rates) {
        var correction = new Correction(correctedBill, period, rates);
        return new BillingTerms(account, Ids.next(), at, at, Optional.empty(), Optional.of(correction));
    }

    /** Whether an unbilled rate of the account is for this bill. */
    boolean takes(String rateDocument) {
        return correction
                .map(of -> of.rates()
                        .contains(
                                JsonValues.text(Json.stored(rateDocument), "id").orElseThrow()))
                .orElse(true);
    }

    /** A bill at this time, for all that there is until then. */
    public static BillingTerms onDemand(Account account, OffsetDateTime at) {
        return new BillingTerms(account, Ids.next(), at, at, Optional.empty(), Optional.empty());
    }

    /** A bill at the end of a period, for all charges of the cycle until then. */
    public static BillingTerms onCycle(Account account, String billId, Cycle cycle) {
        var until = cycle.chargesUntil().minusNanos(1_000);
        return new BillingTerms(account, billId, cycle.period().end(), until, Optional.of(cycle), Optional.empty());
    }

    /** {@code onCycle} or {@code offCycle}, as TMF678 names it. */
    public String runType() {
        return cycle.isPresent() ? "onCycle" : "offCycle";
    }

    /** What the calculation uses of them, as a text. */
    String text() {
        return billDate + " " + until + " " + account.paymentTermDays() + " "
                + cycle.map(of -> of.id() + ' ' + of.name().orElse("") + ' ' + of.previousStart() + ' ' + of.period())
                        .orElse("");
    }
}
