package org.billwright.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.billwright.account.Account;
import org.billwright.json.Json;
import org.billwright.rate.RateCharacteristics;
import org.billwright.tax.AppliedTax;
import org.billwright.tax.Tax;
import org.junit.jupiter.api.Test;

/** From rates to the documents of a bill, with amounts worked out by hand. */
class BillDraftTest {
    private static final OffsetDateTime BILL_DATE = OffsetDateTime.parse("2026-03-01T04:00:00Z");
    private static final BillingPeriod PERIOD =
            new BillingPeriod(OffsetDateTime.parse("2026-02-01T04:00:00Z"), BILL_DATE);
    private static final BillDraft DRAFT = new BillDraft("B", "BW-1", "onCycle", BILL_DATE, PERIOD);

    private static ObjectNode json(String text) {
        return Json.read(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private static Account account(String more) {
        return Account.of(json("{'id':'A','currency':'USD','timeZone':'America/Puerto_Rico'" + more + "}"));
    }

    /** A rate of this value, taxed at 10.5 percent. */
    private static ObjectNode rate(String id, String value) {
        return json("{'id':'" + id
                + "','isBilled':false,'date':'2026-02-10T00:00:00Z','taxExcludedAmount':{'unit':'USD','value':" + value
                + "},'appliedTax':[{'taxCategory':'IVU','taxRate':10.50}]}");
    }

    private static ObjectNode bill(Account account, List<ObjectNode> rates) {
        return DRAFT.bill(account, billed(rates));
    }

    private static Charge charge(ObjectNode rate) {
        return RateCharges.withoutRules(BILL_DATE).of(rate);
    }

    private static BillingResult.Billed billed(List<ObjectNode> rates) {
        return (BillingResult.Billed)
                Billing.bill("USD", rates.stream().map(BillDraftTest::charge).toList());
    }

    @Test
    void a_bill_has_the_sums_of_its_rates() {
        // 10.00 + 5.05 is 15.05; 10.5 percent of that is 1.58025, rounded 1.58
        var bill = bill(account(",'name':'Pat'"), List.of(rate("1", "10.00"), rate("2", "5.05")));
        assertThat(bill)
                .isEqualTo(json("""
                {'id':'B','href':'customerBill/B','billNo':'BW-1','state':'new','category':'normal','runType':'onCycle',
                 'billDate':'2026-03-01T04:00:00.000Z','lastUpdate':'2026-03-01T04:00:00.000Z',
                 'paymentDueDate':'2026-03-16T03:59:59.000Z',
                 'billingPeriod':{'startDateTime':'2026-02-01T04:00:00.000Z','endDateTime':'2026-03-01T04:00:00.000Z'},
                 'billingAccount':{'id':'A','name':'Pat','@referredType':'BillingAccount'},
                 'taxExcludedAmount':{'unit':'USD','value':15.05},'taxIncludedAmount':{'unit':'USD','value':16.63},
                 'amountDue':{'unit':'USD','value':16.63},'remainingAmount':{'unit':'USD','value':16.63},
                 'taxItem':[{'taxCategory':'IVU','taxRate':10.5,'taxAmount':{'unit':'USD','value':1.58}}],
                 'billDocument':""" + bill.path("billDocument").toString().replace('"', '\'') + "}"));
        assertThat(bill.path("billDocument")).hasSize(1);
    }

    @Test
    void a_bill_on_which_nothing_is_due_is_settled_and_a_negative_one_is_a_credit() {
        var credit = bill(account(""), List.of(rate("1", "-10.00")));
        assertThat(credit.path("state").textValue()).isEqualTo("new");
        assertThat(credit.at("/amountDue/value").decimalValue()).isEqualByComparingTo("-11.05");
        assertThat(credit.at("/remainingAmount/value").decimalValue()).isEqualByComparingTo("0");
        assertThat(bill(account(""), List.of(rate("1", "0"))).path("state").textValue())
                .isEqualTo("settled");
        assertThat(bill(account(""), List.of(rate("1", "0.01"))).path("state").textValue())
                .isEqualTo("new");
    }

    @Test
    void a_bill_has_the_parties_of_its_account() {
        var parties = "[{'id':'P','role':'customer'}]";
        assertThat(bill(account(",'relatedParty':" + parties), List.of(rate("1", "1")))
                        .path("relatedParty"))
                .isEqualTo(json("{'x':" + parties + "}").path("x"));
        assertThat(bill(account(",'relatedParty':[]"), List.of(rate("1", "1"))).has("relatedParty"))
                .isFalse();
        assertThat(bill(account(""), List.of(rate("1", "1")))
                        .path("billingAccount")
                        .has("name"))
                .isFalse();
    }

    @Test
    void a_bill_is_due_at_the_end_of_a_day_in_the_accounts_time_zone() {
        // the bill's date is midnight of March 1 in Puerto Rico
        assertThat(bill(account(",'paymentTermDays':0"), List.of(rate("1", "1")))
                        .path("paymentDueDate")
                        .textValue())
                .isEqualTo("2026-03-02T03:59:59.000Z");
        assertThat(bill(account(",'paymentTermDays':30"), List.of(rate("1", "1")))
                        .path("paymentDueDate")
                        .textValue())
                .isEqualTo("2026-04-01T03:59:59.000Z");
    }

    @Test
    void its_period_begins_where_the_last_one_ended_or_with_the_earliest_rate() {
        var earliest = OffsetDateTime.parse("2026-01-20T00:00:00Z");
        var last = OffsetDateTime.parse("2026-02-08T04:00:00Z");
        assertThat(BillCalculator.period(BILL_DATE, Optional.of(earliest), Optional.of(last)))
                .isEqualTo(new BillingPeriod(last, BILL_DATE));
        assertThat(BillCalculator.period(BILL_DATE, Optional.of(earliest), Optional.empty()))
                .isEqualTo(new BillingPeriod(earliest, BILL_DATE));
        assertThat(BillCalculator.period(BILL_DATE, Optional.of(BILL_DATE.plusDays(31)), Optional.empty()))
                .as("a rate of the future")
                .isEqualTo(new BillingPeriod(BILL_DATE, BILL_DATE));
        assertThat(BillCalculator.period(BILL_DATE, Optional.empty(), Optional.of(BILL_DATE.plusDays(1))))
                .as("a period that was billed in advance")
                .isEqualTo(new BillingPeriod(BILL_DATE, BILL_DATE));
    }

    @Test
    void a_rate_from_before_the_period_is_late_usage() {
        assertThat(isLate("2026-02-01T03:59:59Z", "")).isTrue();
        assertThat(isLate("2026-02-01T04:00:00Z", "")).isFalse();
        var covered = ",'periodCoverage':{'startDateTime':'2026-01-15T00:00:00Z','endDateTime':'%s'}";
        assertThat(isLate("2026-01-15T00:00:00Z", covered.formatted("2026-02-15T00:00:00Z")))
                .as("it covers a part of the period")
                .isFalse();
        assertThat(isLate("2026-01-15T00:00:00Z", covered.formatted("2026-01-20T00:00:00Z")))
                .isTrue();
    }

    private static boolean isLate(String date, String more) {
        var rate = json("{'id':'1','date':'" + date + "','taxExcludedAmount':{'unit':'USD','value':1}" + more + "}");
        var billed = DRAFT.billed(rate, billed(List.of(rate)).lines().getFirst());
        return RateCharacteristics.value(billed, "LateUsage").equals(Optional.of("true"));
    }

    @Test
    void a_rate_of_fractions_is_rounded_on_the_bill_and_its_price_is_kept() {
        // 3 x 0.0175 is 0.0525: 0.05, of which the first two have 0.02
        var rates = List.of(rate("1", "0.0175"), rate("2", "0.0175"), rate("3", "0.0175"));
        var billed = billed(rates);
        assertThat(billed.taxExcluded().value()).isEqualTo("0.05");
        assertThat(billed.lines())
                .extracting(line -> line.taxExcluded().value().toPlainString())
                .containsExactly("0.02", "0.02", "0.01");
        assertThat(RateCharacteristics.value(
                        DRAFT.billed(rates.getFirst(), billed.lines().getFirst()), "RatedAmount"))
                .contains("0.0175");
    }

    @Test
    void a_billed_rate_has_its_bill_its_taxes_and_its_total() {
        var rate = rate("1", "10.00");
        var line = billed(List.of(rate)).lines().getFirst();
        assertThat(DRAFT.billed(rate, line)).isEqualTo(json("""
                {'id':'1','isBilled':true,'date':'2026-02-10T00:00:00Z','taxExcludedAmount':{'unit':'USD','value':10.00},
                 'appliedTax':[{'taxCategory':'IVU','taxRate':10.5,'taxAmount':{'unit':'USD','value':1.05}}],
                 'bill':{'id':'B','href':'customerBill/B'},'taxIncludedAmount':{'unit':'USD','value':11.05}}"""));
    }

    @Test
    void a_rate_is_read_as_a_charge() {
        var charge = charge(rate("1", "10.00"));
        assertThat(charge.id()).isEqualTo("1");
        assertThat(charge.price()).isEqualByComparingTo("10");
        assertThat(charge.inBalance()).isTrue();
        assertThat(charge.taxes())
                .extracting(AppliedTax::tax)
                .extracting(Tax::category)
                .containsExactly("IVU");

        var information = rate("2", "10.00");
        information
                .putArray("characteristic")
                .addObject()
                .put("name", "BalanceIndicator")
                .put("value", "E");
        information.remove("appliedTax");
        assertThat(charge(information).inBalance()).isFalse();
        assertThat(charge(information).taxes()).isEmpty();
        var untitled = json("{'id':'3','taxExcludedAmount':{'unit':'USD','value':1},'appliedTax':[{'taxRate':1}]}");
        assertThat(charge(untitled).taxes())
                .extracting(AppliedTax::tax)
                .extracting(Tax::category)
                .containsExactly("");
    }

    @Test
    void a_rate_that_cannot_be_billed_is_named() {
        for (var wrong : List.of(
                "{'id':'R7'}",
                "{'id':'R7','taxExcludedAmount':{'unit':'USD'}}",
                "{'id':'R7','taxExcludedAmount':{'value':1}}",
                "{'id':'R7','taxExcludedAmount':{'unit':'USD','value':0.000000001}}",
                "{'id':'R7','taxExcludedAmount':{'unit':'USD','value':1},'appliedTax':[{'taxCategory':'x'}]}",
                "{'id':'R7','taxExcludedAmount':{'unit':'USD','value':1},'appliedTax':[{'taxRate':1},{'taxRate':1.0}]}")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> charge(json(wrong)))
                    .withMessageContaining("rate R7");
        }
    }

    @Test
    void nothing_in_balance_is_nothing_due() {
        assertThat(Billing.bill("USD", List.of())).isEqualTo(new BillingResult.NothingDue());
        var information = rate("2", "10.00");
        information
                .putArray("characteristic")
                .addObject()
                .put("name", "BalanceIndicator")
                .put("value", "E");
        assertThat(Billing.bill("USD", List.of(charge(information)))).isEqualTo(new BillingResult.NothingDue());
    }
}
