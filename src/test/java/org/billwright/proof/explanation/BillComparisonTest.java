package org.billwright.proof.explanation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.billwright.json.Json;
import org.billwright.money.Money;
import org.junit.jupiter.api.Test;

/** The causes of the difference between two bills. Amounts are worked out by hand. */
class BillComparisonTest {
    private static BillFacts bill(String amountDue, String members, String... rates) {
        var facts =
                new BillFacts(Json.stored(quoted("{'id':'b','billingPeriod':{'startDateTime':'2026-06-01T00:00:00Z',"
                        + "'endDateTime':'2026-07-01T00:00:00Z'},'amountDue':{'unit':'USD','value':" + amountDue + "}"
                        + members
                        + "}")));
        for (var rate : rates) {
            facts.add(Json.stored(quoted(rate)));
        }
        return facts;
    }

    private static String quoted(String text) {
        return text.replace('\'', '"');
    }

    private static String rate(String id, String type, String product, String net, String tax, String members) {
        return "{'id':'" + id + "','appliedBillingRateType':'" + type + "','product':{'id':'" + product + "','name':'"
                + product + "'},'taxExcludedAmount':{'unit':'USD','value':" + net + "},'appliedTax':"
                + "[{'taxCategory':'IVU','taxRate':10,'taxAmount':{'unit':'USD','value':" + tax + "}}]"
                + members + "}";
    }

    private static String quantity(String value) {
        return ",'characteristic':[{'name':'Quantity','value':'" + value + "'}]";
    }

    private static String covers(String from, String to) {
        return ",'periodCoverage':{'startDateTime':'" + from + "T00:00:00Z','endDateTime':'" + to + "T00:00:00Z'}";
    }

    private static List<String> causes(BillFacts before, BillFacts now) {
        return BillComparison.causes(before, now).stream()
                .map(cause -> (cause.kind().code() + " " + cause.subject()).strip() + " "
                        + cause.amount().value().toPlainString())
                .toList();
    }

    /** A new product of 10.00, 3 more minutes at 0.03, and 10 % tax: 1.01, of which 0.001 is rounding. */
    @Test
    void a_new_product_and_more_usage() {
        var before = bill(
                "38.94",
                "",
                rate("a1", "recurringCharge", "Plan", "31.80", "3.18", ""),
                rate("a2", "usageCharge", "Calls", "3.60", "0.36", quantity("120")));
        var now = bill(
                "50.04",
                "",
                rate("b1", "recurringCharge", "Plan", "31.80", "3.18", ""),
                rate("b2", "recurringCharge", "TV", "10.00", "1.00", ""),
                rate("b3", "usageCharge", "Calls", "3.69", "0.37", quantity("123")));
        assertThat(causes(before, now))
                .containsExactly("newProduct TV 10.00", "usageQuantity Calls 0.09", "tax IVU 1.01");
        assertThat(BillComparison.causes(before, now))
                .extracting(cause -> cause.section() + " " + cause.productId().orElse("-"))
                .containsExactly("recurring TV", "usage Calls", "tax -");
    }

    private static BillFacts period(BillFacts bill, String from, String to) {
        ((ObjectNode) bill.document().path("billingPeriod"))
                .put("startDateTime", from + "T00:00:00Z")
                .put("endDateTime", to + "T00:00:00Z");
        return bill;
    }

    /** A month of 30.00, then two months of 62.00: 30.00 for the second month, and 2.00 are the price. */
    @Test
    void a_longer_period() {
        var before = period(
                bill("33.00", "", rate("a", "recurringCharge", "Plan", "30.00", "3.00", "")),
                "2026-05-01",
                "2026-06-01");
        var now = period(
                bill("68.20", "", rate("b", "recurringCharge", "Plan", "62.00", "6.20", "")),
                "2026-06-01",
                "2026-08-01");
        assertThat(causes(before, now))
                .containsExactly("periodLength Plan 30.00", "priceChange Plan 2.00", "tax IVU 3.20");
    }

    /** Ten days of 10.00, then a month of 30 days: 20.00. February after January is no shorter period. */
    @Test
    void a_first_period_that_was_short_and_months_of_other_lengths() {
        var before = period(
                bill(
                        "11.00",
                        "",
                        rate("a", "recurringCharge", "Plan", "10.00", "1.00", covers("2026-05-22", "2026-06-01"))),
                "2026-05-22",
                "2026-06-01");
        var now = period(
                bill(
                        "33.00",
                        "",
                        rate("b", "recurringCharge", "Plan", "30.00", "3.00", covers("2026-06-01", "2026-07-01"))),
                "2026-06-01",
                "2026-07-01");
        assertThat(causes(before, now)).containsExactly("periodLength Plan 20.00", "tax IVU 2.00");
        var january = period(
                bill("33.00", "", rate("a", "recurringCharge", "Plan", "30.00", "3.00", "")),
                "2026-01-01",
                "2026-02-01");
        var february = period(
                bill("29.70", "", rate("b", "recurringCharge", "Plan", "27.00", "2.70", "")),
                "2026-02-01",
                "2026-03-01");
        assertThat(causes(january, february)).containsExactly("priceChange Plan -3.00", "tax IVU -0.30");
    }

    /** 15 of 30 days before, the whole month now: 10.00 more at the price before, and 1.00 more of 20.00. */
    @Test
    void a_product_that_began_in_the_middle_of_the_month_before() {
        var before = bill(
                "11.00", "", rate("a", "recurringCharge", "Plan", "10.00", "1.00", covers("2026-06-16", "2026-07-01")));
        var now = bill(
                "23.10", "", rate("b", "recurringCharge", "Plan", "21.00", "2.10", covers("2026-06-01", "2026-07-01")));
        assertThat(causes(before, now))
                .containsExactly("proration Plan 10.00", "priceChange Plan 1.00", "tax IVU 1.10");
    }

    /** 100 units of 2.00 before, 90 of 2.50 now: −20.00 by the quantity, and 45.00 by the price. */
    @Test
    void quantity_is_at_the_price_before_and_price_at_the_quantity_now() {
        var before = bill("220.00", "", rate("a", "usageCharge", "Data", "200.00", "20.00", quantity("100")));
        var now = bill("247.50", "", rate("b", "usageCharge", "Data", "225.00", "22.50", quantity("90")));
        assertThat(causes(before, now))
                .containsExactly("usageQuantity Data -20.00", "priceChange Data 45.00", "tax IVU 2.50");
    }

    /** 10 % becomes 12 % of 100.00: 2.00. Nothing else changed. */
    @Test
    void a_tax_of_another_rate() {
        var before = bill("110.00", "", rate("a", "recurringCharge", "Plan", "100.00", "10.00", ""));
        var now = bill(
                "112.00",
                "",
                rate("b", "recurringCharge", "Plan", "100.00", "12.00", "").replace("'taxRate':10", "'taxRate':12"));
        assertThat(causes(before, now)).containsExactly("taxRate IVU 2.00");
        assertThat(Sentences.of(BillComparison.causes(before, now).getFirst(), "en"))
                .isEqualTo("The rate of IVU changed, from 10 % to 12 %: USD 2.00 more.");
        assertThat(Sentences.of(BillComparison.causes(before, now).getFirst(), "es-PR"))
                .isEqualTo("La tasa de IVU cambió, de 10 % a 12 %: USD 2.00 más.");
    }

    /** The balance brought forward is 50.00 more, of which 20.00 was paid and 5.00 credited. */
    @Test
    void the_balance_of_earlier_bills_is_explained_by_its_parts() {
        var now = bill(
                "36.00",
                ",'balanceForward':{'previousBalance':{'unit':'USD','value':50.00},'paymentsReceived':{'unit':'USD','value':20.00},"
                        + "'adjustments':{'unit':'USD','value':-5.00},'balanceBroughtForward':{'unit':'USD','value':25.00},"
                        + "'currentCharges':{'unit':'USD','value':11.00}}",
                rate("b", "recurringCharge", "Plan", "10.00", "1.00", ""));
        var before = bill("11.00", "", rate("a", "recurringCharge", "Plan", "10.00", "1.00", ""));
        assertThat(causes(before, now))
                .containsExactly("balanceBroughtForward 50.00", "payment -20.00", "credit -5.00");
    }

    @Test
    void what_ended_came_once_or_came_late_is_named() {
        var before = bill(
                "44.00",
                "",
                rate("a1", "recurringCharge", "TV", "10.00", "1.00", ""),
                rate("a2", "nonRecurringCharge", "Set-up", "30.00", "3.00", ""));
        var now = bill(
                "-0.55",
                "",
                rate("b1", "discountAllowance", "Loyalty", "-2.00", "-0.20", ""),
                rate("b2", "appliedBillingCredit", "Outage", "-3.50", "-0.35", ""),
                rate(
                        "b3",
                        "usageCharge",
                        "Roaming",
                        "5.00",
                        "0.50",
                        ",'characteristic':[{'name':'LateUsage','value':'true'}]"));
        assertThat(causes(before, now))
                .containsExactly(
                        "lateUsage Roaming 5.00",
                        "oneOff Set-up -30.00",
                        "adjustment Outage -3.50",
                        "endedProduct TV -10.00",
                        "discountStarted Loyalty -2.00",
                        "tax IVU -4.05");
    }

    /** 30.00 once, then 50.00 once; a credit of 5.00 each month is no cause. */
    @Test
    void what_comes_once_is_gone_and_new() {
        var before = bill(
                "27.50",
                "",
                rate("a1", "nonRecurringCharge", "Visit", "30.00", "3.00", ""),
                rate("a2", "appliedBillingCredit", "Credit", "-5.00", "-0.50", ""));
        var now = bill(
                "49.50",
                "",
                rate("b1", "nonRecurringCharge", "Visit", "50.00", "5.00", ""),
                rate("b2", "appliedBillingCredit", "Credit", "-5.00", "-0.50", ""));
        var causes = BillComparison.causes(before, now);
        assertThat(causes.stream().map(cause -> Sentences.of(cause, "en")))
                .containsExactly(
                        "Visit: a charge of USD 50.00 that comes once.",
                        "Visit: USD 30.00 came once and is not charged again.",
                        "IVU on these changes: USD 2.00 more.");
    }

    @Test
    void lines_of_one_product_have_the_words_in_common_as_their_name() {
        assertThat(name("Calls, national, 12 min", "Calls, local mobile, 3 min"))
                .isEqualTo("Calls");
        assertThat(name("Roaming EU", "Roaming US")).isEqualTo("Roaming");
        assertThat(name("Data", "Data")).isEqualTo("Data");
        assertThat(name("Data", "Database")).isEqualTo("Data");
        assertThat(name("Plan (old)", "Plan (old), June")).isEqualTo("Plan (old)");
        assertThat(name("SMS", "Calls")).isEqualTo("SMS");
    }

    private static String name(String... descriptions) {
        return LineNames.of(Stream.of(descriptions)
                .map(text -> BillLine.of(Json.object().put("description", text)))
                .toList());
    }

    @Test
    void bills_without_lines_are_said_to_have_none() {
        assertThat(causes(bill("10.00", ""), bill("12.50", ""))).containsExactly("notOnLines 2.50");
        assertThat(causes(bill("10.00", ""), bill("10.00", ""))).isEmpty();
    }

    /** Whatever the bills are, also where they do not add up themselves. */
    @Test
    void causes_add_up_to_the_difference() {
        var random = new Random(678);
        for (int i = 0; i < 100_000; i++) {
            var currency = List.of("USD", "JPY", "BHD").get(random.nextInt(3));
            var before = random(random, currency);
            var now = random(random, currency);
            var causes = BillComparison.causes(before, now);
            var sum = causes.stream().map(cause -> cause.amount().value()).reduce(BigDecimal.ZERO, BigDecimal::add);
            assertThat(sum)
                    .as("pair %d: %s", i, causes)
                    .isEqualByComparingTo(now.amountDue().subtract(before.amountDue()));
            var language = i % 2 == 0 ? "en" : "es";
            assertThat(causes).allMatch(cause -> !Sentences.of(cause, language).isBlank());
        }
    }

    private static BillFacts random(Random random, String currency) {
        var scale = Money.minorDigits(currency);
        var rates = new ArrayList<ObjectNode>();
        var total = BigDecimal.ZERO;
        for (int i = random.nextInt(6); i > 0; i--) {
            var net = BigDecimal.valueOf(random.nextInt(20_000) - 4_000, scale);
            var tax = BigDecimal.valueOf(random.nextInt(2_000), scale);
            total = total.add(net).add(tax);
            var type = List.of(
                            "recurringCharge",
                            "usageCharge",
                            "nonRecurringCharge",
                            "discount",
                            "appliedBillingCredit",
                            "x")
                    .get(random.nextInt(6));
            var rate = Json.stored(quoted(rate(
                            "r" + i,
                            type,
                            "P" + random.nextInt(4),
                            net.toPlainString(),
                            tax.toPlainString(),
                            random.nextInt(3) == 0 ? quantity(String.valueOf(1 + random.nextInt(500))) : "")
                    .replace("USD", currency)
                    .replace("'taxRate':10", "'taxRate':" + (5 + random.nextInt(3)))));
            if (random.nextInt(4) == 0) {
                rate.remove("product");
                rate.put("description", "line " + random.nextInt(3));
            }
            if (random.nextInt(4) == 0) {
                rate.putObject("periodCoverage")
                        .put("startDateTime", "2026-06-" + (10 + random.nextInt(15)) + "T00:00:00Z")
                        .put("endDateTime", "2026-07-01T00:00:00Z");
            }
            rates.add(rate);
        }
        var due = random.nextInt(5) == 0 ? total.add(BigDecimal.ONE) : total;
        var bill = bill(due.toPlainString(), "");
        var facts = new BillFacts(Json.stored(bill.document().toString().replace("USD", currency)));
        rates.forEach(facts::add);
        return facts;
    }
}
