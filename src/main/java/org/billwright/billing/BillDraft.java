package org.billwright.billing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.billwright.account.Account;
import org.billwright.bill.BillDocument;
import org.billwright.bill.BillShape;
import org.billwright.bill.BillState;
import org.billwright.json.DateTimes;
import org.billwright.json.Json;
import org.billwright.json.JsonValues;
import org.billwright.json.Links;
import org.billwright.money.Money;
import org.billwright.money.Tax;
import org.billwright.rate.RateCharacteristics;

/**
 * Builds the documents of a bill and its rates from the result of the calculation.
 *
 * @param runType {@code onCycle} or {@code offCycle}
 */
public record BillDraft(String id, String billNo, String runType, OffsetDateTime billDate) {
    /** Reads a rate's document as a charge. Throws {@link IllegalArgumentException} for an invalid amount or tax. */
    public static Charge charge(ObjectNode rate) {
        var id = JsonValues.text(rate, "id").orElseThrow();
        var amount = rate.path("taxExcludedAmount");
        var unit = JsonValues.text(amount, "unit");
        var value = JsonValues.decimal(amount, "value");
        if (unit.isEmpty() || value.isEmpty()) {
            throw new IllegalArgumentException("rate " + id + " has no taxExcludedAmount");
        }
        try {
            return new Charge(
                    id, new Money(unit.get(), value.get()), RateCharacteristics.isInBalance(rate), taxes(rate));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("rate " + id + ": " + e.getMessage(), e);
        }
    }

    private static List<Tax> taxes(ObjectNode rate) {
        var taxes = new ArrayList<Tax>();
        for (var applied : rate.path("appliedTax")) {
            var percent = JsonValues.decimal(applied, "taxRate")
                    .orElseThrow(() -> new IllegalArgumentException("an applied tax has no taxRate"));
            taxes.add(new Tax(JsonValues.text(applied, "taxCategory").orElse(""), percent));
        }
        return taxes;
    }

    /** The document of the bill: in state new, or settled if nothing is due. */
    public ObjectNode bill(Account account, BillingResult.Billed billed, List<ObjectNode> rates) {
        var due = billed.amountDue();
        var bill = Json.object()
                .put("id", id)
                .put("href", Links.to(BillShape.RESOURCE, id))
                .put("billNo", billNo)
                .put("state", (due.signum() > 0 ? BillState.NEW : BillState.SETTLED).code())
                .put("category", "normal")
                .put("runType", runType)
                .put("billDate", DateTimes.format(billDate))
                .put("lastUpdate", DateTimes.format(billDate))
                .put("paymentDueDate", DateTimes.format(dueDate(account)));
        bill.set("billingPeriod", period(rates));
        bill.set("billingAccount", accountReference(account));
        var parties = Json.stored(account.doc()).path("relatedParty");
        if (parties.isArray() && !parties.isEmpty()) {
            bill.set("relatedParty", parties);
        }
        bill.set("taxExcludedAmount", money(billed.taxExcluded()));
        bill.set("taxIncludedAmount", money(billed.taxIncluded()));
        bill.set("amountDue", money(due));
        bill.set("remainingAmount", money(due.orZero()));
        var taxItems = bill.putArray("taxItem");
        billed.taxItems().forEach(item -> taxItems.add(tax(item)));
        bill.putArray("billDocument").add(BillDocument.page(id, billNo));
        return bill;
    }

    /** The end of the last day of the account's payment term, in the account's time zone. */
    private OffsetDateTime dueDate(Account account) {
        return billDate.atZoneSameInstant(account.timeZone())
                .toLocalDate()
                .plusDays(account.paymentTermDays() + 1L)
                .atStartOfDay(account.timeZone())
                .toOffsetDateTime()
                .minusSeconds(1);
    }

    private ObjectNode period(List<ObjectNode> rates) {
        var start = rates.stream()
                .flatMap(rate -> Stream.of(
                                JsonValues.dateTime(rate, "periodCoverage", "startDateTime"),
                                JsonValues.dateTime(rate, "date"))
                        .flatMap(Optional::stream))
                .min(Comparator.naturalOrder())
                .filter(earliest -> earliest.isBefore(billDate))
                .orElse(billDate);
        return Json.object()
                .put("startDateTime", DateTimes.format(start))
                .put("endDateTime", DateTimes.format(billDate));
    }

    private static ObjectNode accountReference(Account account) {
        var reference = Json.object().put("id", account.id());
        account.name().ifPresent(name -> reference.put("name", name));
        return reference.put("@referredType", "BillingAccount");
    }

    /** The document of a billed rate: on this bill, with its taxes and total as calculated. */
    public ObjectNode billed(ObjectNode rate, BillingResult.TaxedCharge line) {
        rate.put("isBilled", true);
        rate.set("bill", Json.object().put("id", id).put("href", Links.to(BillShape.RESOURCE, id)));
        rate.set("taxIncludedAmount", money(line.taxIncluded()));
        var applied = rate.putArray("appliedTax");
        line.taxes().forEach(tax -> applied.add(tax(tax)));
        return rate;
    }

    private static ObjectNode tax(BillingResult.TaxAmount tax) {
        var node = Json.object()
                .put("taxCategory", tax.tax().category())
                .put("taxRate", tax.tax().percent());
        node.set("taxAmount", money(tax.amount()));
        return node;
    }

    /** An amount as documents have it. */
    public static JsonNode money(Money money) {
        return Json.object().put("unit", money.unit()).put("value", money.value());
    }
}
