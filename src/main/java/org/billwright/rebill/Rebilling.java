package org.billwright.rebill;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.billwright.access.Caller;
import org.billwright.account.Account;
import org.billwright.account.AccountStore;
import org.billwright.bill.BillShape;
import org.billwright.bill.BillStore;
import org.billwright.billing.BillMaker;
import org.billwright.billing.BillingPeriod;
import org.billwright.billing.BillingTerms;
import org.billwright.creditnote.CreditNotes;
import org.billwright.creditnote.CreditableBill;
import org.billwright.json.Json;
import org.billwright.json.JsonValues;
import org.billwright.money.Money;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.rate.RateRow;
import org.billwright.rate.RateStore;
import org.billwright.store.copy.StagingTable;
import org.billwright.tax.TaxPolicy;
import org.billwright.tax.TaxStore;
import org.jdbi.v3.core.Handle;

/** Cancels a bill and bills it again, in one transaction: a credit note of the whole bill, copies of its lines, and a bill of them. */
final class Rebilling {
    /** The most lines of a bill that is billed again. */
    static final int MAX_LINES = 10_000;

    private final Handle tx;
    private final Caller caller;
    private final OffsetDateTime now;
    private final BillMaker bills;

    Rebilling(Handle tx, Caller caller, OffsetDateTime now, BillMaker bills) {
        this.tx = tx;
        this.caller = caller;
        this.now = now;
        this.bills = bills;
    }

    /**
     * What was made of a request.
     *
     * @param document with the three bills
     * @param isNew false where a request with its correlatorId was made before
     */
    record Made(ObjectNode document, String billId, String creditNoteId, boolean isNew) {}

    /**
     * Fulfils a request. What cannot be billed again is a {@link Problem.Conflict} with the reason, and nothing is changed.
     *
     * @param allowance refuses the amount that is given back
     */
    Made make(RebillRequest request, Consumer<Money> allowance) {
        var billId = request.credit().billId();
        var notes = new CreditNotes(tx, caller.tenant(), caller.id(), now);
        requireNothingBuiltOnIt(request);
        var note = notes.make(request.credit(), allowance);
        var corrected = lock(billId);
        if (!note.isNew()) {
            return made(corrected, note.document(), false);
        }
        var replacing = bill(request, corrected);
        // The new bill may have carried forward what is left of the other one.
        var carried = lock(billId);
        carried.set(BillShape.REPLACING_BILL, replacing);
        BillStore.rewrite(tx, caller.tenant(), List.of(carried));
        return made(carried, note.document(), true);
    }

    private ObjectNode lock(String billId) {
        return BillStore.lock(tx, caller.tenant(), billId).orElseThrow().document();
    }

    /** What an earlier credit note gave back would be charged again, and a dispute would be of a bill that is given back. */
    private void requireNothingBuiltOnIt(RebillRequest request) {
        var document = BillStore.account(tx, caller.tenant(), request.credit().billId())
                .flatMap(account -> AccountStore.lock(tx, caller.tenant(), account))
                .flatMap(account ->
                        BillStore.lock(tx, caller.tenant(), request.credit().billId()))
                .map(BillStore.LockedBill::document);
        boolean isRepeated =
                document.filter(bill -> bill.has(BillShape.REPLACING_BILL)).isPresent()
                        && request.credit().correlatorId().isPresent();
        if (!isRepeated && hasOpenDispute(request.credit().billId())) {
            throw new ProblemException(
                    new Problem.Conflict("the bill is disputed; decide its disputes or have them withdrawn first"));
        }
        if (!isRepeated
                && document.filter(bill -> !bill.path(BillShape.CREDIT_NOTES).isEmpty())
                        .isPresent()) {
            throw new ProblemException(
                    new Problem.Conflict(
                            "the bill has credit notes, and what they gave back would be charged again; correct the rest by another credit note"));
        }
    }

    private boolean hasOpenDispute(String billId) {
        return tx.createQuery("""
                        select exists (
                            select from dispute
                            where tenant = :tenant and bill_id = :bill and state in ('opened', 'underReview'))
                        """)
                .bind("tenant", caller.tenant())
                .bind("bill", billId)
                .mapTo(Boolean.class)
                .one();
    }

    private static Made made(ObjectNode corrected, ObjectNode note, boolean isNew) {
        var replacing = corrected.path(BillShape.REPLACING_BILL);
        if (replacing.isMissingNode()) {
            throw new ProblemException(
                    new Problem.Conflict("the correlatorId was used before, for a credit note alone"));
        }
        var document = Json.object();
        document.set(BillShape.CORRECTED_BILL, CreditableBill.reference(corrected));
        document.set("creditNote", CreditableBill.reference(note));
        document.set(BillShape.REPLACING_BILL, replacing);
        return new Made(document, replacing.path("id").asText(), note.path("id").asText(), isNew);
    }

    /** Makes the new bill, and returns a reference to it. */
    private ObjectNode bill(RebillRequest request, ObjectNode corrected) {
        var account = JsonValues.text(corrected, "billingAccount", "id")
                .flatMap(id -> AccountStore.lock(tx, caller.tenant(), id))
                .orElseThrow(() -> conflict("the billing account of the bill does not exist"));
        var copies = copies(request, corrected, account);
        var terms = BillingTerms.rebill(account, now, CreditableBill.reference(corrected), period(corrected), copies);
        var run = new BillMaker.Run(
                caller.tenant(), now, caller, "rebill of " + request.credit().billId());
        return switch (bills.make(tx, run, List.of(terms)).getFirst()) {
            case BillMaker.Outcome.Made(var id, var billId, var digest) ->
                CreditableBill.reference(BillStore.lock(tx, caller.tenant(), billId)
                        .orElseThrow()
                        .document());
            case BillMaker.Outcome.NothingToBill nothing ->
                throw conflict("no line is left for the new bill; make a credit note in place of it");
            case BillMaker.Outcome.Refused(var id, var reason) -> throw conflict(reason);
            case BillMaker.Outcome.Changed changed -> throw new IllegalStateException("nothing was planned");
        };
    }

    private static BillingPeriod period(ObjectNode bill) {
        var start = JsonValues.dateTime(bill, "billingPeriod", "startDateTime");
        var end = JsonValues.dateTime(bill, "billingPeriod", "endDateTime");
        if (start.isEmpty() || end.isEmpty()) {
            throw conflict("the bill has no billingPeriod, which the new bill would have");
        }
        return new BillingPeriod(start.get(), end.get());
    }

    /** Adds the copies of the lines, and returns their ids. */
    private Set<String> copies(RebillRequest request, ObjectNode corrected, Account account) {
        var table = TaxStore.table(tx, caller.tenant());
        var policy = account.taxPolicy().flatMap(TaxPolicy::of).orElse(table.policy());
        var lines =
                RateStore.ofBill(
                                tx,
                                caller.tenant(),
                                JsonValues.text(corrected, "id").orElseThrow(),
                                "",
                                MAX_LINES + 1)
                        .stream()
                        .map(Json::stored)
                        .toList();
        if (lines.size() > MAX_LINES) {
            throw conflict("the bill has more than " + MAX_LINES + " lines");
        }
        var missing = new HashSet<>(request.lines().keySet());
        var ids = new HashSet<String>();
        var rows = RateStore.STAGING.rows(0);
        var copies = new RateCopies(table, policy, now);
        for (var line : lines) {
            var id = JsonValues.text(line, "id").orElseThrow();
            var other = Optional.ofNullable(request.lines().get(id));
            missing.remove(id);
            if (other.filter(given -> given.price().isEmpty()).isEmpty()) {
                var copy = copies.of(line, other);
                copy.set(
                        "billingAccount", Json.object().put("id", account.id()).put("@referredType", "BillingAccount"));
                ids.add(copy.path("id").asText());
                rows.add(new StagingTable.Loaded(rows.size(), 0, 0), RateRow.of(copy));
            }
        }
        if (!missing.isEmpty()) {
            throw conflict("the bill has no line of rate '" + String.join("', '", missing) + "'");
        }
        if (rows.size() > 0) {
            RateStore.insert(tx, caller.tenant(), rows);
        }
        return ids;
    }

    private static ProblemException conflict(String reason) {
        return new ProblemException(new Problem.Conflict(reason));
    }
}
