package org.billwright.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class MoneyTest {
    private static Money usd(String value) {
        return new Money("USD", new BigDecimal(value));
    }

    @Test
    void an_amount_has_the_decimals_of_its_currency() {
        assertThat(usd("1").value()).isEqualTo(new BigDecimal("1.00"));
        assertThat(new Money("JPY", new BigDecimal("7.000")).value()).isEqualTo(new BigDecimal("7"));
        assertThat(Money.minorDigits("JPY")).isZero();
        assertThat(Money.minorDigits("BHD")).isEqualTo(3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> usd("0.001"))
                .withMessageContaining("USD has 2 decimals")
                .withMessageContaining("0.001 has 3");
    }

    @Test
    void an_amount_has_at_most_15_digits_before_the_point() {
        assertThat(usd("999999999999999.99").value()).isEqualTo(new BigDecimal("999999999999999.99"));
        assertThat(usd("-999999999999999").signum()).isEqualTo(-1);
        assertThatIllegalArgumentException().isThrownBy(() -> usd("1000000000000000"));
        assertThatIllegalArgumentException().isThrownBy(() -> usd("1E15"));
    }

    @Test
    void what_is_no_currency_with_a_minor_unit_is_rejected() {
        assertThatIllegalArgumentException().isThrownBy(() -> Money.minorDigits("usd"));
        assertThatIllegalArgumentException().isThrownBy(() -> Money.minorDigits("XAU"));
    }

    @Test
    void sums_and_differences_are_exact() {
        assertThat(usd("0.10").plus(usd("0.20"))).isEqualTo(usd("0.30"));
        assertThat(usd("0.10").minus(usd("0.20"))).isEqualTo(usd("-0.10"));
        assertThatIllegalArgumentException().isThrownBy(() -> usd("1").minus(Money.zero("EUR")));
    }

    @Test
    void an_amount_below_zero_is_zero_where_nothing_is_owed() {
        assertThat(usd("-0.01").orZero()).isEqualTo(usd("0"));
        assertThat(usd("0").orZero()).isEqualTo(usd("0"));
        assertThat(usd("0.01").orZero()).isEqualTo(usd("0.01"));
        assertThat(usd("-0.01").signum()).isEqualTo(-1);
        assertThat(usd("0").signum()).isZero();
        assertThat(usd("0.01").signum()).isEqualTo(1);
    }

    @Test
    void a_negative_sum_is_rounded_away_from_zero_and_ties_go_to_the_earlier_part() {
        var half = new BigDecimal("-0.005");
        // the sum is -0.01; each part rounded down is -0.01, so one of the two is rounded up: the earlier
        assertThat(Apportionment.largestRemainder("USD", List.of(half, half))).containsExactly(usd("0"), usd("-0.01"));
        assertThat(Apportionment.largestRemainder("USD", List.of())).isEmpty();
        // 0.334 + 0.337 + 0.339 is 1.01: two cents are left over, for the largest remainders
        assertThat(Apportionment.largestRemainder(
                        "USD", List.of(new BigDecimal("0.334"), new BigDecimal("0.337"), new BigDecimal("0.339"))))
                .containsExactly(usd("0.33"), usd("0.34"), usd("0.34"));
    }
}
