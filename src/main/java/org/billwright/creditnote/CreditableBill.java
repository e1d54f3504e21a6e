package org.billwright.creditnote;

import static org.billwright.json.JsonValues.decimal;
import static org.billwright.json.JsonValues.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.billwright.bill.BillShape;
import org.billwright.creditnote.CreditableLine.Amounts;
import org.billwright.json.Json;
import org.billwright.json.JsonValues;
import org.billwright.json.Links;
import org.billwright.money.Money;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/**
 * A bill of which a part can be given back.
 *
 * @param total with taxes
 * @param credited with taxes, by earlier credit notes
 */
public record CreditableBill(ObjectNode document, Money total, Money credited) {
    /** Refuses a bill that is none of that kind, with the reason. */
    static CreditableBill of(ObjectNode bill, BigDecimal credited) {
        var category = text(bill, "category");
        require(
                category.filter(BillShape.CREDIT_NOTE_CATEGORY::equals).isEmpty(),
                name(bill) + " is a credit note, which cannot be credited");
        require(category.filter("trial"::equals).isEmpty(), name(bill) + " is a trial, which nobody owes");
        require(
                JsonValues.text(bill, "billingAccount", "id").isPresent(),
                name(bill) + " has no billing account, to which its credit would belong");
        var unit = text(bill, "taxIncludedAmount", "unit");
        var value = decimal(bill, "taxIncludedAmount", "value");
        require(unit.isPresent() && value.isPresent(), name(bill) + " has no taxIncludedAmount");
        var total = new Money(unit.orElseThrow(), value.orElseThrow());
        require(total.signum() > 0, name(bill) + " is not of a positive amount");
        return new CreditableBill(bill, total, new Money(total.unit(), credited));
    }

    private static String name(ObjectNode bill) {
        return "bill '" + text(bill, "billNo").or(() -> text(bill, "id")).orElse("") + "'";
    }

    /** Its id. */
    public String id() {
        return text(document, "id").orElseThrow();
    }

    /** Its currency. */
    public String unit() {
        return total.unit();
    }

    /** The amount with taxes that no credit note has given back. */
    public Money rest() {
        return total.minus(credited);
    }

    /** A line of the bill with what the documents of credit notes have given back of it. */
    CreditableLine line(JsonNode rate, List<ObjectNode> creditLines) {
        var billed = amounts(rate);
        var credited = billed.zero();
        for (var line : creditLines) {
            var amounts = amounts(line).negated();
            require(
                    amounts.taxes().size() == billed.taxes().size(),
                    "rate '" + id(rate) + "' and its credit note have other taxes");
            credited = credited.plus(amounts);
        }
        return new CreditableLine(id(rate), billed, credited);
    }

    private static String id(JsonNode rate) {
        return text(rate, "id").orElseThrow();
    }

    private Amounts amounts(JsonNode rate) {
        var taxes = new ArrayList<Money>();
        for (var tax : rate.path("appliedTax")) {
            taxes.add(money(rate, tax.path("taxAmount"), "a taxAmount"));
        }
        var net = money(rate, rate.path("taxExcludedAmount"), "a taxExcludedAmount");
        var amounts = new Amounts(net, taxes);
        var included = decimal(rate, "taxIncludedAmount", "value");
        require(
                included.isEmpty() || included.get().compareTo(amounts.total().value()) == 0,
                "the taxes of rate '" + id(rate) + "' do not add up to its taxIncludedAmount");
        return amounts;
    }

    private Money money(JsonNode rate, JsonNode amount, String what) {
        Optional<BigDecimal> value = decimal(amount, "value");
        boolean isAmount = value.isPresent()
                && text(amount, "unit").filter(unit()::equals).isPresent()
                && value.get().stripTrailingZeros().scale() <= Money.minorDigits(unit());
        require(isAmount, "rate '" + id(rate) + "' does not have " + what + " in " + unit());
        return new Money(unit(), value.orElseThrow());
    }

    /** A reference to a bill, with its number. */
    public static ObjectNode reference(ObjectNode bill) {
        var id = JsonValues.text(bill, "id").orElseThrow();
        var reference = Json.object().put("id", id).put("href", Links.to(BillShape.RESOURCE, id));
        JsonValues.text(bill, "billNo").ifPresent(number -> reference.put("name", number));
        return reference;
    }

    /** Refuses what cannot be credited. */
    static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new ProblemException(new Problem.Conflict(otherwise));
        }
    }
}
