package org.billwright.creditnote;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.billwright.creditnote.CreditableLine.Amounts;
import org.billwright.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a credit note gives back of a line, with amounts worked out by hand, and that the parts of a line add up to it. */
class CreditableLineTest {
    private static Money money(String unit, String value) {
        return new Money(unit, new BigDecimal(value));
    }

    private static Amounts amounts(String unit, String net, String... taxes) {
        return new Amounts(
                money(unit, net),
                Arrays.stream(taxes).map(tax -> money(unit, tax)).toList());
    }

    @ParameterizedTest
    @CsvSource({
        // net, tax, credited net, credited tax, part, its tax
        "68.33, 13.67,  0.00,  0.00,  30.00,  6.00", // 6.0017
        "68.33, 13.67, 30.00,  6.00,  30.00,  6.00", // 12.0035 less 6.00
        "68.33, 13.67, 60.00, 12.00,   8.33,  1.67", // 13.67 less 12.00
        " 0.03,  0.01,  0.00,  0.00,   0.01,  0.00", // 0.0033
        " 0.03,  0.01,  0.01,  0.00,   0.01,  0.01", // 0.0067
        " 0.03,  0.01,  0.02,  0.01,   0.01,  0.00",
        "-10.00, -2.00,  0.00,  0.00,  -2.50, -0.50", // a discount is taken back
        "10.00, -0.15,  0.00,  0.00,   5.00, -0.08", // withheld: -0.075
        "10.00, -0.15,  5.00, -0.08,   5.00, -0.07",
        "10.00,  0.00,  0.00,  0.00,  10.00,  0.00"
    })
    void the_tax_of_a_part_is_the_tax_of_all_parts_so_far_less_what_was_given_back(
            String net, String tax, String creditedNet, String creditedTax, String part, String expected) {
        var line = new CreditableLine("R", amounts("EUR", net, tax), amounts("EUR", creditedNet, creditedTax));
        assertThat(line.part(money("EUR", part))).contains(amounts("EUR", part, expected));
    }

    @ParameterizedTest
    @CsvSource({
        "10.00, 0.00, 10.01",
        "10.00, 4.00, 6.01",
        "10.00, 0.00, -1.00",
        "10.00, 0.00, 0.00",
        "-10.00, 0.00, 1.00"
    })
    void more_than_is_left_and_another_sign_are_refused(String net, String credited, String part) {
        var line = new CreditableLine("R", amounts("EUR", net), amounts("EUR", credited));
        assertThat(line.part(money("EUR", part))).isEmpty();
    }

    /** 10,000 lines, each given back in random parts. */
    @Test
    void any_parts_of_a_line_add_up_to_it() {
        var random = new Random(20261129);
        for (int i = 0; i < 10_000; i++) {
            var unit = List.of("JPY", "EUR", "BHD").get(random.nextInt(3));
            int sign = random.nextBoolean() ? 1 : -1;
            var net = minor(unit, sign * (1 + random.nextLong(1L << (1 + random.nextInt(40)))));
            var taxes = new ArrayList<Money>();
            for (int tax = random.nextInt(4); tax > 0; tax--) {
                taxes.add(new Money(
                        unit,
                        net.value()
                                .multiply(BigDecimal.valueOf(random.nextInt(-300, 4000)))
                                .movePointLeft(4)
                                .setScale(net.value().scale(), java.math.RoundingMode.HALF_UP)));
            }
            var billed = new Amounts(net, taxes);
            var line = new CreditableLine("R", billed, billed.zero());
            var sum = billed.zero();
            for (int parts = 0; line.rest().net().signum() != 0; parts++) {
                long rest = line.rest().net().value().unscaledValue().longValueExact();
                long part = parts == 20 ? rest : sign * (1 + random.nextLong(Math.abs(rest)));
                var credited = line.part(minor(unit, part)).orElseThrow();
                sum = sum.plus(credited);
                line = new CreditableLine("R", billed, line.credited().plus(credited));
                assertThat(line.rest().total().signum() * sign)
                        .as("more is given back than billed")
                        .isNotNegative();
            }
            assertThat(sum).isEqualTo(billed);
        }
    }

    @ParameterizedTest
    @CsvSource({
        // net, tax, credited net, credited tax, total, its net, its tax
        "100.00, 20.00, 0.00, 0.00, 60.00, 50.00, 10.00",
        " 68.33, 13.67, 0.00, 0.00, 10.00,  8.33,  1.67", // 1.6665
        "  0.03,  0.01, 0.00, 0.00,  0.01,  0.01,  0.00",
        "  0.03,  0.01, 0.00, 0.00,  0.02,  0.02,  0.00", // with a net amount of 0.02 the tax would be 0.01
        "  0.03,  0.01, 0.02, 0.00,  0.01,  0.00,  0.01", // which follows here
        "  0.03,  0.01, 0.02, 0.00,  0.02,  0.01,  0.01",
        " 10.00,  0.00, 0.00, 0.00,  9.99,  9.99,  0.00"
    })
    void an_amount_with_taxes_is_split_like_the_line(
            String net,
            String tax,
            String creditedNet,
            String creditedTax,
            String total,
            String partNet,
            String partTax) {
        var line = new CreditableLine("R", amounts("EUR", net, tax), amounts("EUR", creditedNet, creditedTax));
        assertThat(line.partOfTotal(money("EUR", total))).contains(amounts("EUR", partNet, partTax));
    }

    @Test
    void any_amounts_with_taxes_add_up_to_the_line() {
        var random = new Random(20261130);
        for (int i = 0; i < 10_000; i++) {
            var unit = List.of("JPY", "EUR", "BHD").get(random.nextInt(3));
            var net = minor(unit, 1 + random.nextLong(1L << (1 + random.nextInt(40))));
            var taxes = new ArrayList<Money>();
            for (int tax = random.nextInt(4); tax > 0; tax--) {
                taxes.add(new Money(
                        unit,
                        net.value()
                                .multiply(BigDecimal.valueOf(random.nextInt(-300, 4000)))
                                .movePointLeft(4)
                                .setScale(net.value().scale(), java.math.RoundingMode.HALF_UP)));
            }
            var billed = new Amounts(net, taxes);
            var line = new CreditableLine("R", billed, billed.zero());
            for (int parts = 0;
                    line.rest().total().signum() > 0 && line.rest().net().signum() > 0;
                    parts++) {
                long rest = line.rest().total().value().unscaledValue().longValueExact();
                var total = minor(unit, parts == 20 ? rest : 1 + random.nextLong(rest));
                var credited = line.partOfTotal(total).orElseThrow();
                assertThat(credited.total()).isEqualTo(total);
                line = new CreditableLine("R", billed, line.credited().plus(credited));
                assertThat(line.rest().net().signum()).isNotNegative();
            }
            assertThat(line.rest().total().signum()).isNotNegative();
        }
    }

    private static Money minor(String unit, long value) {
        return new Money(unit, BigDecimal.valueOf(value, Money.minorDigits(unit)));
    }
}
