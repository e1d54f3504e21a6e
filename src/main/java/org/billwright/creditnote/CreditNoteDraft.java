package org.billwright.creditnote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.billwright.bill.BillDocument;
import org.billwright.bill.BillShape;
import org.billwright.bill.BillState;
import org.billwright.billing.BillDraft;
import org.billwright.creditnote.CreditableLine.Amounts;
import org.billwright.json.DateTimes;
import org.billwright.json.Json;
import org.billwright.json.JsonValues;
import org.billwright.json.Links;
import org.billwright.money.Money;
import org.billwright.rate.RateCharacteristics;
import org.billwright.rate.RateShape;
import org.billwright.store.Ids;

/** The documents of a credit note: a bill with negative amounts, and its lines. */
final class CreditNoteDraft {
    /** What a line of a bill says of its price and usage is not true of a part of it. */
    private static final List<String> OF_WHOLE_LINES =
            List.of(RateCharacteristics.QUANTITY, RateCharacteristics.RATED_AMOUNT, RateCharacteristics.LATE_USAGE);

    private static final String TAX_AMOUNT = "taxAmount";

    private final String id = Ids.next();
    private final CreditableBill bill;
    private final CreditNoteRequest request;
    private final OffsetDateTime at;
    private final Map<ObjectNode, Money> taxes = new LinkedHashMap<>();
    private Money net;

    CreditNoteDraft(CreditableBill bill, CreditNoteRequest request, OffsetDateTime at) {
        this.bill = bill;
        this.request = request;
        this.at = at;
        this.net = Money.zero(bill.unit());
    }

    String id() {
        return id;
    }

    /** The amount with taxes that is given back so far, positive. */
    Money total() {
        return taxes.values().stream().reduce(net, Money::plus);
    }

    /** Adds a line that gives back a part of a rate, and returns its document. */
    ObjectNode line(ObjectNode rate, Amounts part) {
        var credited = JsonValues.text(rate, "id").orElseThrow();
        var line = rate.deepCopy();
        var lineId = Ids.next();
        line.put("id", lineId).put("href", Links.to(RateShape.RESOURCE, lineId)).put("isBilled", true);
        line.set("bill", Json.object().put("id", id).put("href", Links.to(BillShape.RESOURCE, id)));
        RateCharacteristics.remove(line, OF_WHOLE_LINES);
        RateCharacteristics.set(line, RateCharacteristics.CREDITED_RATE, "string", credited);
        line.set("taxExcludedAmount", negative(part.net()));
        line.set("taxIncludedAmount", negative(part.total()));
        net = net.plus(part.net());
        int i = 0;
        for (var tax : line.path("appliedTax")) {
            var amount = part.taxes().get(i++);
            ((ObjectNode) tax).set(TAX_AMOUNT, negative(amount));
            taxes.merge(group(tax), amount, Money::plus);
        }
        return line;
    }

    /** What taxes of one group have in common. */
    private static ObjectNode group(JsonNode tax) {
        ObjectNode group = tax.deepCopy();
        group.remove(List.of(TAX_AMOUNT, "@type", "id", "href"));
        return group;
    }

    private static JsonNode negative(Money amount) {
        return BillDraft.money(Money.zero(amount.unit()).minus(amount));
    }

    /** The bill, once it has all lines. */
    ObjectNode document(String billNo) {
        var corrected = bill.document();
        var note = Json.object()
                .put("id", id)
                .put("href", Links.to(BillShape.RESOURCE, id))
                .put("billNo", billNo)
                .put("state", BillState.NEW.code())
                .put("category", BillShape.CREDIT_NOTE_CATEGORY)
                .put("runType", "offCycle")
                .put("billDate", DateTimes.format(at))
                .put("lastUpdate", DateTimes.format(at))
                .put("creditReason", request.reason().code());
        request.description().ifPresent(text -> note.put("description", text));
        note.set(BillShape.CORRECTED_BILL, CreditableBill.reference(corrected));
        for (var name : List.of("billingPeriod", "billingAccount", "financialAccount", "relatedParty")) {
            if (corrected.has(name)) {
                note.set(name, corrected.path(name).deepCopy());
            }
        }
        note.set("taxExcludedAmount", negative(net));
        note.set("taxIncludedAmount", negative(total()));
        note.set("amountDue", negative(total()));
        note.set("remainingAmount", BillDraft.money(Money.zero(bill.unit())));
        var items = note.putArray("taxItem");
        taxes.forEach((group, amount) -> items.add(group.deepCopy().set(TAX_AMOUNT, negative(amount))));
        note.putArray("billDocument").add(BillDocument.page(id, billNo));
        return note;
    }
}
