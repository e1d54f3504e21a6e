package org.billwright.creditnote;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.billwright.account.AccountStore;
import org.billwright.bill.BillRow;
import org.billwright.bill.BillShape;
import org.billwright.bill.BillStore;
import org.billwright.bill.NumberSeries;
import org.billwright.bill.NumberSeriesStore;
import org.billwright.creditnote.CreditNoteRequest.Part;
import org.billwright.creditnote.CreditableLine.Amounts;
import org.billwright.event.EventType;
import org.billwright.event.Outbox;
import org.billwright.json.DateTimes;
import org.billwright.json.Json;
import org.billwright.json.JsonValues;
import org.billwright.ledger.Ledger;
import org.billwright.money.Money;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.rate.RateCharacteristics;
import org.billwright.rate.RateRow;
import org.billwright.rate.RateStore;
import org.billwright.store.copy.StagingTable;
import org.jdbi.v3.core.Handle;

/** Makes credit notes. The account and the bill are locked first, so that two credit notes of a bill follow each other. */
final class CreditNotes {
    private static final int LINES_OF_BATCH = 2_000;

    private final Handle tx;
    private final String tenant;
    private final OffsetDateTime at;
    private final Ledger ledger;

    /** @param actor who makes them, as the entries of the ledger name it */
    CreditNotes(Handle tx, String tenant, String actor, OffsetDateTime at) {
        this.tx = tx;
        this.tenant = tenant;
        this.at = at;
        this.ledger = Ledger.begin(tx, tenant, actor, at);
    }

    /**
     * A credit note.
     *
     * @param isNew false where a request with its correlatorId was made before
     */
    record Made(ObjectNode document, boolean isNew) {}

    /** Makes the credit note of a request. What cannot be given back is a {@link Problem.Conflict} with the reason. */
    Made make(CreditNoteRequest request) {
        var locked = lock(request.billId());
        var earlier = CreditNoteStore.ofBill(tx, tenant, request.billId());
        var repeated = repeated(request, earlier);
        if (repeated.isPresent()) {
            return new Made(repeated.get(), false);
        }
        var credited = earlier.stream()
                .flatMap(note -> JsonValues.decimal(note, "taxIncludedAmount", "value").stream())
                .reduce(BigDecimal.ZERO, BigDecimal::subtract);
        var bill = CreditableBill.of(locked.document(), credited);
        CreditableBill.require(
                bill.rest().signum() > 0, "all of bill '" + bill.id() + "' was given back by credit notes");
        var draft = new CreditNoteDraft(bill, request, at);
        RateStore.allowBillsLater(tx);
        var missing = lines(bill, request, draft);
        CreditableBill.require(
                missing.isEmpty(),
                "bill '" + bill.id() + "' has no line of rate '" + String.join("', '", missing)
                        + "' that is in its balance");
        requireTotal(bill, request, draft);
        return new Made(write(locked.document(), draft, request), true);
    }

    private BillStore.LockedBill lock(String billId) {
        var account = BillStore.account(tx, tenant, billId);
        account.ifPresent(id -> AccountStore.lock(tx, tenant, id));
        return BillStore.lock(tx, tenant, billId)
                .orElseThrow(() -> new ProblemException(
                        new Problem.InvalidBody("bill.id", "is not the id of a bill: '" + billId + "'")));
    }

    private static Optional<ObjectNode> repeated(CreditNoteRequest request, List<ObjectNode> earlier) {
        return request.correlatorId()
                .flatMap(id -> earlier.stream()
                        .filter(note -> JsonValues.text(note, CreditNoteShape.CORRELATOR)
                                .filter(id::equals)
                                .isPresent())
                        .findFirst());
    }

    /** Writes the lines of the credit note, batch by batch. Returns the rates that are no lines of the bill. */
    private Set<String> lines(CreditableBill bill, CreditNoteRequest request, CreditNoteDraft draft) {
        var parts = request.parts().stream().collect(toMap(Part::rateId, Function.identity()));
        var missing =
                new LinkedHashSet<>(request.parts().stream().map(Part::rateId).toList());
        var after = "";
        for (var page = page(bill, after); !page.isEmpty(); page = page(bill, after)) {
            var rows = RateStore.STAGING.rows(0);
            var credits = credits(page);
            for (var rate : page) {
                after = JsonValues.text(rate, "id").orElseThrow();
                missing.remove(after);
                boolean isWanted = parts.isEmpty() || parts.containsKey(after);
                if (isWanted && RateCharacteristics.isInBalance(rate)) {
                    var line = bill.line(rate, credits.getOrDefault(after, List.of()));
                    var amounts = part(line, Optional.ofNullable(parts.get(after)));
                    if (!amounts.isZero()) {
                        rows.add(new StagingTable.Loaded(rows.size(), 0, 0), RateRow.billed(draft.line(rate, amounts)));
                    }
                }
            }
            if (rows.size() > 0) {
                RateStore.insertBilled(tx, tenant, rows);
            }
        }
        return missing;
    }

    private List<ObjectNode> page(CreditableBill bill, String after) {
        return RateStore.ofBill(tx, tenant, bill.id(), after, LINES_OF_BATCH).stream()
                .map(Json::stored)
                .toList();
    }

    private Map<String, List<ObjectNode>> credits(List<ObjectNode> rates) {
        var ids = rates.stream()
                .map(rate -> JsonValues.text(rate, "id").orElseThrow())
                .toList();
        return RateStore.crediting(tx, tenant, ids).stream()
                .map(Json::stored)
                .collect(groupingBy(
                        line -> RateCharacteristics.creditedRate(line).orElseThrow()));
    }

    private static Amounts part(CreditableLine line, Optional<Part> wanted) {
        var rest = line.rest();
        if (wanted.isEmpty()) {
            return rest;
        }
        CreditableBill.require(!rest.isZero(), "all of rate '" + line.rateId() + "' was given back by credit notes");
        return wanted.get().net().map(net -> line(line, net)).orElse(rest);
    }

    private static Amounts line(CreditableLine line, Money net) {
        var left = line.rest().net();
        CreditableBill.require(
                net.unit().equals(left.unit()),
                "rate '" + line.rateId() + "' is in " + left.unit() + ", not in " + net.unit());
        return line.part(net)
                .orElseThrow(() -> new ProblemException(new Problem.Conflict("of rate '" + line.rateId() + "' "
                        + left.unit() + " " + left.value().toPlainString()
                        + " without taxes can be given back, with this sign, not "
                        + net.value().toPlainString())));
    }

    private static void requireTotal(CreditableBill bill, CreditNoteRequest request, CreditNoteDraft draft) {
        var total = draft.total();
        CreditableBill.require(
                total.signum() > 0, "these lines of bill '" + bill.id() + "' give nothing back to the customer");
        boolean isWhole = request.parts().isEmpty();
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
        request.correlatorId().ifPresent(id -> note.put(CreditNoteShape.CORRELATOR, id));
        var rows = BillStore.STAGING.rows(0);
        rows.add(new StagingTable.Loaded(0, 0, 0), BillRow.produced(note));
        BillStore.insertProduced(tx, tenant, rows);
        corrected.put("lastUpdate", DateTimes.format(at));
        corrected.withArrayProperty(BillShape.CREDIT_NOTES).add(CreditNoteDraft.reference(note));
        BillStore.rewrite(tx, tenant, List.of(corrected));
        Outbox.add(tx, tenant, EventType.BILL_CREATE, note, at);
        ledger.use(draft.id(), request.billId());
        return note;
    }
}
