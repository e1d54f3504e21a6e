package org.billwright.channel;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import org.billwright.billsource.SourceAmount;
import org.billwright.billsource.SourceBill;
import org.billwright.billsource.SourceRate;
import org.billwright.json.Json;
import org.billwright.json.JsonValues;
import org.billwright.money.Money;

/** Lines and bills as the channel API shows them: few attributes, in a fixed order. */
record ItemView(Business business) {
    /** The lines of the types that the business shows. */
    ArrayNode lines(List<SourceRate> rates) {
        var array = Json.array();
        rates.stream()
                .filter(rate -> business.lineTypes().contains(LineType.of(rate)))
                .forEach(rate -> array.add(line(rate)));
        return array;
    }

    private ObjectNode line(SourceRate rate) {
        var item = Json.object().put("id", rate.id());
        rate.date().ifPresent(date -> item.put("date", business.dateStyle().write(date)));
        item.put("type", LineType.of(rate));
        rate.description().ifPresent(description -> item.put("description", description));
        var characteristics = item.putArray("characteristic");
        characteristic(characteristics, "Reference", rate.reference());
        characteristic(characteristics, "BalanceIndicator", rate.balanceIndicator());
        amount(item, "taxExcludedAmount", rate.taxExcludedAmount());
        return item.put("@type", "AppliedCustomerBillingRate");
    }

    private static void characteristic(ArrayNode list, String name, Optional<String> value) {
        value.ifPresent(text -> list.addObject().put("name", name).put("value", text));
    }

    ArrayNode bills(List<SourceBill> bills) {
        var array = Json.array();
        bills.forEach(bill -> array.add(bill(bill)));
        return array;
    }

    /** An explanation without the ids of lines, some of which are not shown. */
    ObjectNode explanation(ObjectNode explanation) {
        var dates = business.dateStyle();
        for (var name : List.of("bill", "previousBill")) {
            JsonValues.dateTime(explanation, name, "billDate")
                    .ifPresent(date -> ((ObjectNode) explanation.path(name)).put("billDate", dates.write(date)));
        }
        explanation.path("cause").forEach(cause -> ((ObjectNode) cause).remove(List.of("rate", "previousRate")));
        return explanation.put("@type", "CustomerBillExplanation");
    }

    ObjectNode bill(SourceBill bill) {
        var dates = business.dateStyle();
        var item = Json.object().put("id", bill.id());
        bill.billNo().ifPresent(number -> item.put("billNo", number));
        item.put("billDate", dates.write(bill.billDate()));
        bill.state().ifPresent(state -> item.put("state", state));
        bill.paymentDueDate().ifPresent(date -> item.put("paymentDueDate", dates.write(date)));
        if (bill.periodStart().isPresent() || bill.periodEnd().isPresent()) {
            var period = item.putObject("billingPeriod");
            bill.periodStart().ifPresent(start -> period.put("startDateTime", dates.write(start)));
            bill.periodEnd().ifPresent(end -> period.put("endDateTime", dates.write(end)));
        }
        amount(item, "amountDue", bill.amountDue());
        amount(item, "remainingAmount", bill.remainingAmount());
        return item.put("@type", "CustomerBill");
    }

    private void amount(ObjectNode item, String name, Optional<SourceAmount> amount) {
        amount.ifPresent(given -> {
            var unit = given.unit().orElse(business.currency());
            item.putObject(name).put("unit", unit).put("value", decimals(unit, given.value()));
        });
    }

    /** With at least as many decimals as the currency has. */
    private static BigDecimal decimals(String unit, BigDecimal value) {
        int digits = Money.minorDigits(unit);
        return value.scale() < digits ? value.setScale(digits, RoundingMode.UNNECESSARY) : value;
    }
}
