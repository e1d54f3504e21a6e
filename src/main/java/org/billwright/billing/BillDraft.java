package org.billwright.billing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.billwright.account.Account;
import org.billwright.bill.BillDocument;
import org.billwright.bill.BillShape;
import org.billwright.bill.BillState;
import org.billwright.cycle.CycleShape;
import org.billwright.json.DateTimes;
import org.billwright.json.Json;
import org.billwright.json.Links;
import org.billwright.money.Money;
import org.billwright.rate.RateCharacteristics;

/**
 * Builds the documents of a bill and its rates from the result of the calculation.
 *
 * @param runType {@code onCycle} or {@code offCycle}
 * @param billDate as the bill shows it
 * @param cycle the bill cycle, of a bill on cycle
 * @param correction of a bill that replaces another one
 */
public record BillDraft(
        String id,
        String billNo,
        String runType,
        OffsetDateTime billDate,
        BillingPeriod period,
        Optional<BillingTerms.Cycle> cycle,
        Optional<BillingTerms.Correction> correction) {
    /** A bill that gets its number later. */
    static BillDraft unnumbered(BillingTerms terms, BillingPeriod period) {
        return new BillDraft(
                terms.billId(), "", terms.runType(), terms.billDate(), period, terms.cycle(), terms.correction());
    }

    /** A bill without a cycle. */
    public BillDraft(String id, String billNo, String runType, OffsetDateTime billDate, BillingPeriod period) {
        this(id, billNo, runType, billDate, period, Optional.empty(), Optional.empty());
    }

    /** Gives the document of an unnumbered bill its number, and the time when it is made. */
    static void number(ObjectNode bill, String billNo, OffsetDateTime now) {
        bill.put("billNo", billNo).put("lastUpdate", DateTimes.format(now));
        bill.putArray("billDocument").add(BillDocument.page(bill.path("id").textValue(), billNo));
    }

    /** The document of the bill: in state new, or settled if its amount is 0. A negative one is a credit. */
    public ObjectNode bill(Account account, BillingResult.Billed billed) {
        var due = billed.amountDue();
        var bill = Json.object()
                .put("id", id)
                .put("href", Links.to(BillShape.RESOURCE, id))
                .put("billNo", billNo)
                .put("state", (due.signum() == 0 ? BillState.SETTLED : BillState.NEW).code())
                .put("category", "normal")
                .put("runType", runType)
                .put("billDate", DateTimes.format(billDate))
                .put("lastUpdate", DateTimes.format(billDate))
                .put("paymentDueDate", DateTimes.format(dueDate(account)));
        bill.putObject("billingPeriod")
                .put("startDateTime", DateTimes.format(period.start()))
                .put("endDateTime", DateTimes.format(period.end()));
        cycle.ifPresent(of -> bill.set("billCycle", cycleReference(of)));
        correction.ifPresent(of -> bill.set(BillShape.CORRECTED_BILL, of.correctedBill()));
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

    private static ObjectNode cycleReference(BillingTerms.Cycle cycle) {
        var reference = Json.object().put("id", cycle.id()).put("href", Links.to(CycleShape.RESOURCE, cycle.id()));
        cycle.name().ifPresent(name -> reference.put("name", name));
        return reference.put("@referredType", "BillCycle");
    }

    private static ObjectNode accountReference(Account account) {
        var reference = Json.object().put("id", account.id());
        account.name().ifPresent(name -> reference.put("name", name));
        return reference.put("@referredType", "BillingAccount");
    }

    /** The document of a billed rate: on this bill, with its amounts and taxes as calculated. Its exact price is kept. */
    public ObjectNode billed(ObjectNode unbilled, BillingResult.TaxedCharge line) {
        return billed(unbilled, line, RateDates.of(unbilled));
    }

    /** The same, where its dates are known. */
    ObjectNode billed(ObjectNode unbilled, BillingResult.TaxedCharge line, RateDates dates) {
        var rate = Json.object();
        rate.setAll(unbilled);
        rate.put("isBilled", true);
        rate.set("bill", Json.object().put("id", id).put("href", Links.to(BillShape.RESOURCE, id)));
        var price = line.charge().price();
        if (price.stripTrailingZeros().scale() > line.taxExcluded().value().scale()) {
            characteristic(rate, RateCharacteristics.RATED_AMOUNT, "number", price.toPlainString());
        }
        if (dates.isLate(period)) {
            characteristic(rate, RateCharacteristics.LATE_USAGE, "boolean", "true");
        }
        rate.set("taxExcludedAmount", money(line.taxExcluded()));
        rate.set("taxIncludedAmount", money(line.taxIncluded()));
        var applied = rate.putArray("appliedTax");
        line.taxes().forEach(tax -> applied.add(tax(tax)));
        return rate;
    }

    /** The unbilled document keeps its own. */
    private static void characteristic(ObjectNode rate, String name, String valueType, String value) {
        Optional.ofNullable(rate.get("characteristic")).ifPresent(own -> rate.set("characteristic", own.deepCopy()));
        RateCharacteristics.set(rate, name, valueType, value);
    }

    private static ObjectNode tax(BillingResult.TaxAmount amount) {
        var tax = amount.tax();
        var node = Json.object().put("taxCategory", tax.category());
        tax.percent().ifPresent(percent -> node.put("taxRate", percent));
        tax.jurisdictionName().ifPresent(name -> node.put("jurisdictionName", name));
        tax.code().ifPresent(code -> node.put("taxCategoryCode", code.name()));
        tax.exemptionReason().ifPresent(reason -> node.put("exemptionReason", reason));
        node.set("taxAmount", money(amount.amount()));
        return node;
    }

    /** An amount as documents have it. */
    public static JsonNode money(Money money) {
        return Json.object().put("unit", money.unit()).put("value", money.value());
    }
}
