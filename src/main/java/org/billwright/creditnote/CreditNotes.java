package org.billwright.creditnote;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.billwright.account.AccountStore;
import org.billwright.bill.BillRow;
import org.billwright.bill.BillShape;
import org.billwright.bill.BillStore;
import org.billwright.bill.NumberSeries;
import org.billwright.bill.NumberSeriesStore;
import org.billwright.event.EventType;
import org.billwright.event.Outbox;
import org.billwright.json.DateTimes;
import org.billwright.json.JsonValues;
import org.billwright.ledger.Ledger;
import org.billwright.money.Money;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.rate.RateRow;
import org.billwright.rate.RateStore;
import org.billwright.store.copy.StagingTable;
import org.jdbi.v3.core.Handle;

/** Makes credit notes. The account and the bill are locked first, so that two credit notes of a bill follow each other. */
public final class CreditNotes {
    private final Handle tx;
    private final String tenant;
    private final String actor;
    private final OffsetDateTime at;
    private final Ledger ledger;

    /** @param actor who makes them, as the entries of the ledger name it */
    public CreditNotes(Handle tx, String tenant, String actor, OffsetDateTime at) {
        this.tx = tx;
        this.tenant = tenant;
        this.actor = actor;
        this.at = at;
        this.ledger = Ledger.begin(tx, tenant, actor, at);
    }

    /**
     * A credit note.
     *
     * @param isNew false where a request with its correlatorId was made before
     * @param otherBills the ids of other bills that its credit paid
     */
    public record Made(ObjectNode document, boolean isNew, List<String> otherBills) {
        Made(ObjectNode document, boolean isNew) {
            this(document, isNew, List.of());
        }
    }

    /**
     * Makes the credit note of a request. What cannot be given back is a {@link Problem.Conflict} with the reason.
     *
     * @param allowance refuses the amount that the actor has given back of the bill then
     */
    public Made make(CreditNoteRequest request, Consumer<Money> allowance) {
        var locked = lock(request.billId());
        var earlier = CreditNoteStore.ofBill(tx, tenant, request.billId());
        var repeated = repeated(request, earlier);
        if (repeated.isPresent()) {
            return new Made(repeated.get(), false);
        }
        var bill = creditable(locked, earlier);
        var draft = new CreditNoteDraft(bill, request, at);
        RateStore.allowBillsLater(tx);
        draw(bill, request, draft, rows -> RateStore.insert(tx, tenant, rows));
        allowance.accept(draft.total().plus(creditedByActor(bill)));
        return new Made(write(locked.document(), draft, request), true);
    }

    /** The same; and what the bill does not use of it is used for other open bills of its account. */
    public Made makeAndUse(CreditNoteRequest request, Consumer<Money> allowance) {
        var made = make(request, allowance);
        var account = JsonValues.text(made.document(), "billingAccount", "id");
        if (!made.isNew() || account.isEmpty()) {
            return made;
        }
        return new Made(made.document(), true, Ledger.useCredit(tx, tenant, at, List.of(account.get())));
    }

    /** The amount with taxes that the credit note of a request would give back at present. Nothing is written; the bill is locked. */
    public Money amount(CreditNoteRequest request) {
        var bill = creditable(request.billId());
        var draft = new CreditNoteDraft(bill, request, at);
        draw(bill, request, draft, rows -> {});
        return draft.total();
    }

    /** A bill with what credit notes have left of it. It is locked; one that cannot be credited is a {@link Problem.Conflict}. */
    public CreditableBill creditable(String billId) {
        return creditable(lock(billId), CreditNoteStore.ofBill(tx, tenant, billId));
    }

    /** What the actor has given back of a bill, with taxes. */
    public Money creditedByActor(CreditableBill bill) {
        return new Money(bill.unit(), CreditNoteStore.creditedBy(tx, tenant, bill.id(), actor));
    }

    private static CreditableBill creditable(BillStore.LockedBill locked, List<ObjectNode> earlier) {
        var credited = earlier.stream()
                .flatMap(note -> JsonValues.decimal(note, "taxIncludedAmount", "value").stream())
                .reduce(BigDecimal.ZERO, BigDecimal::subtract);
        var bill = CreditableBill.of(locked.document(), credited);
        CreditableBill.require(
                bill.rest().signum() > 0, "all of bill '" + bill.id() + "' was given back by credit notes");
        return bill;
    }

    private void draw(
            CreditableBill bill,
            CreditNoteRequest request,
            CreditNoteDraft draft,
            Consumer<StagingTable.Rows<RateRow>> sink) {
        var lines = new CreditNoteLines(tx, tenant, bill, request);
        var missing = lines.draw(draft, sink);
        CreditableBill.require(
                missing.isEmpty(),
                "bill '" + bill.id() + "' has no line of rate '" + String.join("', '", missing)
                        + "' that is in its balance");
        requireTotal(bill, lines.isWhole(), draft);
    }

    private BillStore.LockedBill lock(String billId) {
        var account = BillStore.account(tx, tenant, billId);
        account.ifPresent(id -> AccountStore.lock(tx, tenant, id));
        return BillStore.lock(tx, tenant, billId)
                .orElseThrow(() -> new ProblemException(
                        new Problem.InvalidBody("bill.id", "is not the id of a bill: '" + billId + "'")));
    }

    private static Optional<ObjectNode> repeated(CreditNoteRequest request, List<ObjectNode> earlier) {
        var repeated = request.correlatorId()
                .flatMap(id -> earlier.stream()
                        .filter(note -> JsonValues.text(note, CreditNoteShape.CORRELATOR)
                                .filter(id::equals)
                                .isPresent())
                        .findFirst());
        repeated.flatMap(note -> JsonValues.text(note, BillShape.REQUEST_FINGERPRINT))
                .ifPresent(before -> CreditableBill.require(
                        before.equals(String.valueOf(request.fingerprint())),
                        "the correlatorId was used for this bill before, with another content; a retry has the same"
                                + " content, and another credit note another correlatorId"));
        return repeated;
    }

    private static void requireTotal(CreditableBill bill, boolean isWhole, CreditNoteDraft draft) {
        var total = draft.total();
        CreditableBill.require(
                total.signum() > 0, "these lines of bill '" + bill.id() + "' give nothing back to the customer");
        boolean fits = total.value().compareTo(bill.rest().value()) <= 0;
        CreditableBill.require(
                isWhole ? total.equals(bill.rest()) : fits,
                "the lines of bill '" + bill.id() + "' make " + total.value().toPlainString() + " " + total.unit()
                        + ", and " + bill.rest().value().toPlainString() + " of the bill can be given back"
                        + (isWhole ? "; its lines do not add up to it" : ""));
    }

    private ObjectNode write(ObjectNode corrected, CreditNoteDraft draft, CreditNoteRequest request) {
        var number = NumberSeriesStore.draw(tx, tenant, NumberSeries.CREDIT_NOTES, 1);
        var note = draft.document(number.billNo(0));
        request.correlatorId()
                .ifPresent(id -> note.put(CreditNoteShape.CORRELATOR, id)
                        .put(BillShape.REQUEST_FINGERPRINT, String.valueOf(request.fingerprint())));
        var rows = BillStore.STAGING.rows(0);
        rows.add(new StagingTable.Loaded(0, 0, 0), BillRow.produced(note));
        BillStore.insertProduced(tx, tenant, rows);
        corrected.put("lastUpdate", DateTimes.format(at));
        corrected.withArrayProperty(BillShape.CREDIT_NOTES).add(CreditableBill.reference(note));
        BillStore.rewrite(tx, tenant, List.of(corrected));
        Outbox.add(tx, tenant, EventType.BILL_CREATE, note, at);
        ledger.use(draft.id(), request.billId());
        return note;
    }
}
