package org.billwright.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.billwright.parity.ParityBills.bill;
import static org.billwright.parity.ParityBills.empty;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.billwright.parity.ComparedBills.Verdict;
import org.junit.jupiter.api.Test;

/** The root causes of the difference between two bills. Amounts are worked out by hand; the tax is 21 %. */
class BillPairComparisonTest {
    private static ComparedBills compared(ParityBills left, ParityBills right, String tolerance) {
        return BillPairComparison.compare(BillPair.of(left.read(), right.read()), new BigDecimal(tolerance));
    }

    private static List<String> causes(ParityBills left, ParityBills right) {
        var compared = compared(left, right, "0");
        assertThat(compared.verdict()).isIn(Verdict.DIFFERENT, Verdict.WITHIN_TOLERANCE);
        return texts(compared);
    }

    private static List<String> texts(ComparedBills compared) {
        return compared.differences().stream()
                .map(part ->
                        RootCauseTitles.of(part.cause()) + ": " + part.amount().toPlainString() + " " + part.currency())
                .toList();
    }

    private static ParityBills plan() {
        return bill("10.00", "2.10", "12.10", "12.10").line("Plan", "10.00", "2.10");
    }

    @Test
    void equal_bills_have_no_difference() {
        var other = bill("10.000", "2.1", "12.10", "12.1")
                .line("Plan", "10", "2.10")
                .of("A-1", "X");
        var compared = compared(plan(), other, "0");
        assertThat(compared.verdict()).isEqualTo(Verdict.EQUAL);
        assertThat(compared.differences()).isEmpty();
    }

    /** The taxable amounts are equal, and the tax is a cent more. */
    @Test
    void tax_rounding() {
        var right = bill("10.00", "2.11", "12.11", "12.11").line("Plan", "10.00", "2.11");
        assertThat(causes(plan(), right)).containsExactly("Tax rounding of VAT 21 %: 0.01 EUR");
        assertThat(compared(plan(), right, "0.01").verdict()).isEqualTo(Verdict.WITHIN_TOLERANCE);
        assertThat(compared(plan(), right, "0.009").verdict()).isEqualTo(Verdict.DIFFERENT);
    }

    /** One line cannot be rounded by more than a cent: 2.60 is no rounding of 2.10. */
    @Test
    void another_tax_amount() {
        var right = bill("10.00", "2.60", "12.60", "12.60").line("Plan", "10.00", "2.60");
        assertThat(causes(plan(), right)).containsExactly("Amount of tax differs: VAT 21 %: 0.50 EUR");
    }

    /** 21 % of 1.12 is 0.2352: 0.24 for each of three lines is 0.72. 21 % of 3.36 is 0.7056: 0.71. */
    @Test
    void rounding_for_each_line_and_for_the_bill() {
        var left = bill("3.36", "0.72", "4.08", "4.08")
                .line("A", "1.12")
                .line("B", "1.12")
                .line("C", "1.12");
        var right = bill("3.36", "0.71", "4.07", "4.07")
                .line("A", "1.12")
                .line("B", "1.12")
                .line("C", "1.12");
        assertThat(causes(left, right))
                .containsExactly(
                        "VAT 21 % is rounded once for each line on the left, for each bill on the right: -0.01 EUR");
        assertThat(causes(right, left))
                .containsExactly(
                        "VAT 21 % is rounded once for each bill on the left, for each line on the right: 0.01 EUR");
    }

    /** 100.00 at 20 % in place of 21 %: 1.00 less. */
    @Test
    void another_tax_rate() {
        var left = bill("100.00", "21.00", "121.00", "121.00").line("Plan", "100.00");
        var right = empty().amount("taxExcludedAmount", "100.00")
                .taxItem("VAT", "20", "20.00")
                .amount("taxIncludedAmount", "120.00")
                .amount("amountDue", "120.00")
                .line("Plan", "100.00");
        assertThat(causes(left, right)).containsExactly("Tax rate of VAT differs (21 % → 20 %): -1.00 EUR");
    }

    /** 10.00 became 11.00, with 21 % of it: 1.21. */
    @Test
    void another_price_with_the_tax_on_it() {
        var right = bill("11.00", "2.31", "13.31", "13.31").line("Plan", "11.00", "2.31");
        assertThat(causes(plan(), right))
                .containsExactly(
                        "Price differs: Plan (10.00 → 11.00): 1.00 EUR",
                        "Price differs: Plan (10.00 → 11.00): 0.21 EUR");
    }

    /** 10.03 at 21 % is 2.1063, and at 20 % 2.006: 0.10 are the rate, and 0.01 is what rounding leaves of it. */
    @Test
    void what_rounding_leaves_of_another_rate_is_of_the_rate() {
        var left = empty().amount("taxExcludedAmount", "10.03")
                .taxItem("VAT", "21", "2.11")
                .amount("taxIncludedAmount", "12.14")
                .amount("amountDue", "12.14")
                .line("Plan", "10.03");
        var right = empty().amount("taxExcludedAmount", "10.03")
                .taxItem("VAT", "20", "2.00")
                .amount("taxIncludedAmount", "12.03")
                .amount("amountDue", "12.03")
                .line("Plan", "10.03");
        assertThat(causes(left, right)).containsExactly("Tax rate of VAT differs (21 % → 20 %): -0.11 EUR");
    }

    /** A price of 10.00 → 20.00 at the mean of 21 % and 20 %: 2.05 of tax; the rate at the mean of 10.00 and 20.00: −0.15. 4.00 − 2.10 is 1.90. */
    @Test
    void another_price_and_another_tax_rate() {
        var right = empty().amount("taxExcludedAmount", "20.00")
                .taxItem("VAT", "20", "4.00")
                .amount("taxIncludedAmount", "24.00")
                .amount("amountDue", "24.00")
                .line("Plan", "20.00");
        var left = bill("10.00", "2.10", "12.10", "12.10").line("Plan", "10.00");
        assertThat(causes(left, right))
                .containsExactly(
                        "Price differs: Plan (10.00 → 20.00): 10.00 EUR",
                        "Tax rate of VAT differs (21 % → 20 %): -0.15 EUR",
                        "Price differs: Plan (10.00 → 20.00): 2.05 EUR");
    }

    /** A line of 5.00 with 1.05 of tax. */
    @Test
    void a_line_on_one_side_only() {
        var right = bill("15.00", "3.15", "18.15", "18.15")
                .line("Plan", "10.00", "2.10")
                .line("TV", "5.00", "1.05");
        assertThat(causes(plan(), right))
                .containsExactly(
                        "Line is missing on the left: TV: 5.00 EUR", "Line is missing on the left: TV: 1.05 EUR");
        assertThat(causes(right, plan()))
                .containsExactly(
                        "Line is missing on the right: TV: -5.00 EUR", "Line is missing on the right: TV: -1.05 EUR");
    }

    @Test
    void a_line_that_is_there_twice() {
        var right = bill("20.00", "4.20", "24.20", "24.20")
                .line("Plan", "10.00", "2.10")
                .line("Plan", "10.00", "2.10");
        assertThat(causes(plan(), right))
                .containsExactly(
                        "Line is there more than once on the right: Plan: 10.00 EUR",
                        "Line is there more than once on the right: Plan: 2.10 EUR");
    }

    /** 100 at 0.02 and 150 at 0.04: 50 × 0.03 = 1.50 by the quantity, 125 × 0.02 = 2.50 by the price; 21 % of 4.00 is 0.84, as 0.32 and 0.52. */
    @Test
    void another_quantity_and_another_price() {
        var left = bill("2.00", "0.42", "2.42", "2.42").usage("Data", "100", "2.00", "0.42");
        var right = bill("6.00", "1.26", "7.26", "7.26").usage("Data", "150", "6.00", "1.26");
        assertThat(causes(left, right))
                .containsExactly(
                        "Quantity differs: Data: 1.50 EUR",
                        "Price differs: Data (0.02 → 0.04): 2.50 EUR",
                        "Quantity differs: Data: 0.32 EUR",
                        "Price differs: Data (0.02 → 0.04): 0.52 EUR");
    }

    /** The amounts are equal, so no tolerance is for it. */
    @Test
    void another_quantity_with_the_same_amount() {
        var left = bill("2.00", "0.42", "2.42", "2.42").usage("Data", "100", "2.00", "0.42");
        var right = bill("2.00", "0.42", "2.42", "2.42").usage("Data", "110", "2.00", "0.42");
        assertThat(causes(left, right)).containsExactly("Quantity differs: Data: 0 EUR");
        assertThat(compared(left, right, "5").verdict()).isEqualTo(Verdict.DIFFERENT);
    }

    /** A cent of 3 minutes is the rounding of a price; a cent of one plan is its price. */
    @Test
    void rounding_of_a_line() {
        var left = bill("0.10", "0.02", "0.12", "0.12").usage("Calls", "3", "0.10", "0.02");
        var right = bill("0.11", "0.02", "0.13", "0.13").usage("Calls", "3", "0.11", "0.02");
        assertThat(causes(left, right)).containsExactly("Rounding of the amount of a line: Calls: 0.01 EUR");
        var cheaper = bill("9.99", "2.10", "12.09", "12.09").line("Plan", "9.99", "2.10");
        assertThat(causes(plan(), cheaper)).containsExactly("Price differs: Plan (10.00 → 9.99): -0.01 EUR");
    }

    @Test
    void another_currency_is_a_part_in_each() {
        assertThat(causes(plan(), plan().in("USD")))
                .containsExactly("Currency differs (EUR → USD): -12.10 EUR", "Currency differs (EUR → USD): 12.10 USD");
    }

    /** 12.10 became −12.10: 24.20 less. On a line 1.00 became −1.00: 2.00 less and 0.42 of tax. */
    @Test
    void the_opposite_sign() {
        var right = bill("-10.00", "-2.10", "-12.10", "-12.10").line("Plan", "-10.00", "-2.10");
        assertThat(causes(plan(), right)).containsExactly("Bills have the opposite sign: -24.20 EUR");
        var credited = bill("9.00", "1.89", "10.89", "10.89")
                .line("Plan", "10.00", "2.10")
                .line("Loyalty", "-1.00", "-0.21");
        var charged = bill("11.00", "2.31", "13.31", "13.31")
                .line("Plan", "10.00", "2.10")
                .line("Loyalty", "1.00", "0.21");
        assertThat(causes(credited, charged))
                .containsExactly("Sign of Loyalty differs: 2.00 EUR", "Sign of Loyalty differs: 0.42 EUR");
    }

    /** Charges are equal; 50.00 of earlier bills, of which 20.00 was paid, are asked for as well. */
    @Test
    void another_balance_with_equal_charges() {
        var right = bill("10.00", "2.10", "12.10", "42.10").line("Plan", "10.00", "2.10");
        assertThat(causes(plan(), right))
                .containsExactly("Charges are equal, and another part differs: amount due: 30.00 EUR");
        var balance =
                ",'balanceForward':{'previousBalance':{'value':%s},'paymentsReceived':{'value':%s},'adjustments':{'value':0}}";
        assertThat(causes(
                        plan().with(balance.formatted("0", "0")),
                        bill("10.00", "2.10", "12.10", "42.10")
                                .line("Plan", "10.00", "2.10")
                                .with(balance.formatted("50.00", "20.00"))))
                .containsExactly(
                        "Charges are equal, and another part differs: balance of earlier bills: 50.00 EUR",
                        "Charges are equal, and another part differs: payments of earlier bills: -20.00 EUR");
    }

    /** An exclusive and an inclusive end, or days of two time zones, are the same; a day is not. */
    @Test
    void another_date_is_a_difference_of_no_amount() {
        assertThat(compared(plan(), plan().with(",'billDate':'2026-03-31T22:00:00Z'"), "0")
                        .verdict())
                .isEqualTo(Verdict.EQUAL);
        var later = plan().with(",'billDate':'2026-04-02T06:00:00Z'");
        assertThat(causes(plan(), later)).containsExactly("The bill date differs by a day or more: 0 EUR");
        assertThat(compared(plan(), later, "5").verdict()).isEqualTo(Verdict.DIFFERENT);
        assertThat(
                        causes(
                                plan(),
                                plan().with(
                                                ",'billingPeriod':{'startDateTime':'2026-03-02T00:00:00Z','endDateTime':'2026-04-01T00:00:00Z'}")))
                .containsExactly("The billing period differs by a day or more: 0 EUR");
    }

    /** A tax of 1.00 that the left side does not have. */
    @Test
    void a_tax_on_one_side_only() {
        var right = bill("10.00", "2.10", "13.10", "13.10")
                .taxItem("Levy", "10", "1.00")
                .line("Plan", "10.00", "2.10");
        assertThat(causes(plan(), right)).containsExactly("Tax is missing on the left: Levy 10 %: 1.00 EUR");
    }

    /** Both bills have 4.20, and each line another part of it. */
    @Test
    void taxes_of_lines_that_differ_only_there() {
        var left = bill("20.00", "4.20", "24.20", "24.20")
                .line("A", "10.00", "2.10")
                .line("B", "10.00", "2.10");
        var right = bill("20.00", "4.20", "24.20", "24.20")
                .line("A", "10.00", "2.11")
                .line("B", "10.00", "2.09");
        assertThat(causes(left, right))
                .containsExactly(
                        "Tax on lines differs, on bills it does not: VAT 21 %: 0 EUR",
                        "Tax on lines differs, on bills it does not: VAT 21 %: 0 EUR");
        assertThat(compared(left, right, "0.01").verdict()).isEqualTo(Verdict.WITHIN_TOLERANCE);
    }

    /** A biller names the tax IVA, and has it only on bills. */
    @Test
    void another_name_of_a_tax_is_no_difference() {
        var right = empty().amount("taxExcludedAmount", "10.00")
                .taxItem("IVA", "21", "2.10")
                .amount("taxIncludedAmount", "12.10")
                .amount("amountDue", "12.10")
                .line("Plan", "10.00");
        assertThat(compared(plan(), right, "0").verdict()).isEqualTo(Verdict.EQUAL);
    }

    /** 2.00 and 21 % of it, on no line. */
    @Test
    void bills_without_lines_are_compared_by_their_amounts() {
        var left = bill("10.00", "2.10", "12.10", "12.10");
        var right = bill("12.00", "2.52", "14.52", "14.52").line("Plan", "12.00", "2.52");
        assertThat(causes(left, right))
                .containsExactly("The amount without taxes differs, and there are no lines that say why: 2.42 EUR");
    }

    /** The lines agree; the left bill is 0.01 off their sum, the right one 3.00. */
    @Test
    void what_is_on_no_line_is_rounding_or_not_explained() {
        var rounded = bill("10.01", "2.10", "12.11", "12.11").line("Plan", "10.00", "2.10");
        assertThat(causes(plan(), rounded)).containsExactly("Rounding of the amount without taxes: 0.01 EUR");
        var wrong = bill("13.00", "2.10", "15.10", "15.10").line("Plan", "10.00", "2.10");
        assertThat(causes(plan(), wrong)).containsExactly("Not explained: amount without taxes: 3.00 EUR");
    }

    /** 12.10 on the left, nothing on the right. */
    @Test
    void a_missing_bill_is_its_whole_amount() {
        var only = new BillPair(Optional.of(plan().read()), Optional.empty());
        var compared = BillPairComparison.compare(only, BigDecimal.ZERO);
        assertThat(compared.verdict()).isEqualTo(Verdict.ONLY_LEFT);
        assertThat(texts(compared)).containsExactly("Bills of 2026-03 are missing on the right: -12.10 EUR");
    }

    /** A line that costs nothing is missing: no amount differs, so that the bill is within any tolerance. */
    @Test
    void a_line_that_costs_nothing_is_within_the_tolerance() {
        var right = plan().line("Free minutes", "0.00", "0.00");
        assertThat(causes(plan(), right)).containsExactly("Line is missing on the left: Free minutes: 0.00 EUR");
        assertThat(compared(plan(), right, "0").verdict()).isEqualTo(Verdict.WITHIN_TOLERANCE);
    }
}
