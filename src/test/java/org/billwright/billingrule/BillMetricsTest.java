package org.billwright.billingrule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.billwright.billing.BilledLine;
import org.billwright.json.Json;
import org.billwright.money.Money;
import org.billwright.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is measured of bills, and which rules they break. Values are worked out by hand. */
class BillMetricsTest {
    private static final OffsetDateTime END = OffsetDateTime.parse("2026-06-08T00:00:00Z");

    private static Money usd(String value) {
        return new Money("USD", new BigDecimal(value));
    }

    private static BillHistory history(String... charges) {
        return new BillHistory(Arrays.stream(charges)
                .map(value -> new BillHistory.Bill("b", usd(value), usd(value)))
                .toList());
    }

    private static BilledLine line(String product, String type, String net, boolean hasTax, String date) {
        return new BilledLine(
                Optional.of(type),
                Optional.of(product),
                Optional.of("line"),
                new BigDecimal(net),
                usd(net),
                true,
                hasTax,
                Optional.of(OffsetDateTime.parse(date)),
                Optional.empty(),
                Optional.empty());
    }

    private static BillMetrics metrics(
            String charges, List<BilledLine> lines, BillHistory history, Set<String> productsBefore) {
        return BillMetrics.of(new BillMetrics.Input(
                usd(charges),
                usd(charges),
                END,
                lines,
                history.last().map(BillHistory.Bill::amountDue),
                history,
                productsBefore));
    }

    /**
     * Of 10, 20, 30, 40 and 100 the median is 30, the distances from it 20, 10, 0, 10 and 70, and their median 10. Of four equal bills the
     * deviation is 5 % of the median; of very small ones a cent.
     */
    @ParameterizedTest
    @CsvSource({
        "10.00 20.00 30.00 40.00 100.00, 75.00, 4.50",
        "10.00 20.00 30.00 40.00 100.00, 30.00, 0.00",
        "10.00 20.00 30.00 40.00 100.00, 0.00, -3.00",
        "40.00 40.00 40.00 40.00, 50.00, 5.00",
        "40.00 40.00 41.00 41.00, 60.75, 10.00",
        "0.00 0.00 0.00, 0.07, 7.00",
        "-20.00 -20.00 -20.00, -25.00, -5.00",
    })
    void the_distance_from_the_median_is_in_median_absolute_deviations(String before, String charges, BigDecimal is) {
        assertThat(metrics(charges, List.of(), history(before.split(" ")), Set.of())
                        .medianDistance())
                .contains(is);
    }

    @Test
    void with_two_bills_or_in_another_currency_it_is_not_known_what_is_usual() {
        assertThat(metrics("900.00", List.of(), history("10.00", "10.00"), Set.of())
                        .medianDistance())
                .isEmpty();
        var euros = new BillHistory(IntStream.range(0, 3)
                .mapToObj(i -> new Money("EUR", BigDecimal.TEN))
                .map(ten -> new BillHistory.Bill("b", ten, ten))
                .toList());
        var metrics = metrics("900.00", List.of(), euros, Set.of());
        assertThat(metrics.medianDistance()).isEmpty();
        assertThat(metrics.billShock()).isEmpty();
        assertThat(metrics.changePercent()).isEmpty();
    }

    /** Bills of 40.00 have a deviation of 2.00: five of them are 50.00, but a shock is 1.3 times the usual amount, too. */
    @ParameterizedTest
    @CsvSource({"51.99, false", "52.00, true", "40.00, false", "-100.00, false"})
    void a_bill_shock_is_five_deviations_and_three_tenths_above_the_usual(String charges, boolean isShock) {
        var metrics = metrics(charges, List.of(), history("40.00", "40.00", "40.00"), Set.of());
        assertThat(metrics.billShock().isPresent()).isEqualTo(isShock);
    }

    @Test
    void a_bill_shock_says_why_in_two_languages() {
        var shock =
                BillShock.of(usd("140.00"), history("41.00", "40.00", "42.00")).orElseThrow();
        assertThat(shock.text("en"))
                .isEqualTo(
                        "The charges of this bill are 140.00 USD: 3.4 times the usual amount of 41.00 USD (the median of the last 3 bills).");
        assertThat(shock.text("es-ES"))
                .isEqualTo(
                        "Los cargos de esta factura son 140.00 USD: 3.4 veces lo habitual, 41.00 USD (mediana de las últimas 3 facturas).");
    }

    /**
     * Two lines are the same but for the amount, two are the same; one has no tax; the products p1 and p2 had recurring charges, and p2 has
     * usage alone now. 60.00 of 60 + 20 + 10 + 10 is 60 %. The oldest rate is of 27 days before.
     */
    @Test
    void lines_are_measured() {
        var metrics = metrics(
                "100.00",
                List.of(
                        line("p1", "recurringCharge", "60.00", true, "2026-06-01T00:00:00Z"),
                        line("p2", "usageCharge", "20.00", true, "2026-06-02T00:00:00Z"),
                        line("p2", "usageCharge", "10.00", true, "2026-06-02T00:00:00Z"),
                        line("p2", "usageCharge", "10.00", true, "2026-06-02T00:00:00Z"),
                        line("p2", "usageCharge", "0.00", false, "2026-05-12T00:00:00Z")),
                history("50.00"),
                Set.of("p1", "p2"));
        assertThat(metrics)
                .isEqualTo(new BillMetrics(
                        usd("100.00"),
                        Optional.of(usd("50.00")),
                        false,
                        5,
                        0,
                        1,
                        1,
                        Optional.of(27L),
                        Optional.of(new BigDecimal("60.00")),
                        Optional.empty(),
                        Optional.empty()));
        assertThat(metrics.changePercent()).contains(new BigDecimal("100.00"));
        var untaxed = metrics(
                "1.00",
                List.of(line("p", "usageCharge", "1.00", false, "2026-06-01T00:00:00Z")),
                BillHistory.NONE,
                Set.of());
        assertThat(untaxed.linesWithoutTax()).isEqualTo(1);
        assertThat(untaxed.isFirst()).isTrue();
        assertThat(untaxed.largestLinePercent()).as("of one line").isEmpty();
    }

    /** Of two rates of 2.0125 one has 2.01 on the bill and the other 2.02, the odd cent; 2.012500 is the same price. */
    @Test
    void a_charge_is_there_twice_whatever_its_share_of_the_rounding_is() {
        var one = line("p", "usageCharge", "2.01", true, "2026-06-01T00:00:00Z");
        var other = line("p", "usageCharge", "2.02", true, "2026-06-01T00:00:00Z");
        var lines = List.of(priced(one, "2.0125"), priced(other, "2.012500"), priced(other, "2.0126"));
        assertThat(metrics("6.05", lines, BillHistory.NONE, Set.of()).duplicateLines())
                .isEqualTo(1);
    }

    private static BilledLine priced(BilledLine line, String price) {
        return new BilledLine(
                line.type(),
                line.productId(),
                line.name(),
                new BigDecimal(price),
                line.net(),
                line.isInBalance(),
                line.hasTax(),
                line.date(),
                line.start(),
                line.end());
    }

    private static BillingRule rule(String members) {
        return BillingRule.accept(Json.stored(("{'id':'r','severity':'holdBill'," + members + "}").replace('\'', '"')));
    }

    /** A bill of 120.00 after one of 100.00. A value on a bound is right. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'metric':'amountDue','maximum':120,'currency':'USD' | false",
                "'metric':'amountDue','maximum':119.99,'currency':'USD' | true",
                "'metric':'amountDue','minimum':120.01,'currency':'USD' | true",
                "'metric':'amountDue','maximum':1,'currency':'EUR' | false",
                "'metric':'changeAmount','maximum':19.99,'currency':'USD' | true",
                "'metric':'changePercent','maximum':20 | false",
                "'metric':'changePercent','minimum':-5,'maximum':19.9 | true",
                "'metric':'changePercent','minimum':21,'maximum':22 | true",
                "'metric':'medianDistance','maximum':0 | false",
                "'metric':'zero' | false",
                "'metric':'negative' | false",
                "'metric':'firstBill' | false",
                "'metric':'lines','maximum':0 | true",
                "'metric':'linesWithoutTax','maximum':0 | true",
                "'metric':'missingProducts','maximum':0 | true",
                "'metric':'duplicateLines','maximum':0 | false",
                "'metric':'oldestRateDays','maximum':6 | true",
                "'metric':'oldestRateDays','maximum':7 | false",
            })
    void a_rule_is_broken_by_a_value_out_of_its_bounds(String members, boolean isBroken) {
        var bill = metrics(
                "120.00",
                List.of(line("p", "usageCharge", "120.00", false, "2026-06-01T00:00:00Z")),
                history("100.00"),
                Set.of("gone"));
        assertThat(rule(members).breach(bill).isPresent()).isEqualTo(isBroken);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'metric':'unknown','maximum':1 | metric",
                "'metric':'changePercent' | maximum",
                "'metric':'zero','maximum':1 | maximum",
                "'metric':'changePercent','minimum':2,'maximum':1 | minimum",
                "'metric':'amountDue','maximum':1 | currency",
                "'metric':'amountDue','maximum':1,'currency':'XXX' | currency",
                "'metric':'refusedPercent','maximum':1 | severity",
                "'metric':'changePercent','maximum':1,'chargeType':'usage' | chargeType",
            })
    void a_rule_that_means_nothing_is_refused(String members, String attribute) {
        assertThatThrownBy(() -> rule(members))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem().message()).contains(attribute));
    }

    /** The same amounts times any factor are as far from their median; the order of the bills before changes nothing. */
    @Test
    void the_distance_does_not_depend_on_the_scale_or_the_order() {
        var random = new Random(678);
        for (int i = 0; i < 5_000; i++) {
            var charges = random.ints(3 + random.nextInt(10), 100, 100_000)
                    .mapToObj(cents -> BigDecimal.valueOf(cents, 2))
                    .toList();
            var now = BigDecimal.valueOf(random.nextInt(200_000), 2);
            var factor = BigDecimal.valueOf(1 + random.nextInt(9));
            var shuffled = new ArrayList<>(charges);
            Collections.shuffle(shuffled, random);
            var one = history(charges.stream().map(BigDecimal::toPlainString).toArray(String[]::new));
            var other = history(shuffled.stream()
                    .map(value -> value.multiply(factor).toPlainString())
                    .toArray(String[]::new));
            assertThat(metrics(now.multiply(factor).toPlainString(), List.of(), other, Set.of())
                            .medianDistance())
                    .as(charges + " " + now + " " + factor)
                    .isEqualTo(metrics(now.toPlainString(), List.of(), one, Set.of())
                            .medianDistance());
        }
    }
}
