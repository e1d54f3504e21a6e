package org.billwright.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.billwright.property.Generators;
import org.junit.jupiter.api.Test;
import org.quicktheories.core.Gen;
import org.quicktheories.generators.SourceDSL;

class ApportionmentProperties {
    /** Half of the lists have parts of up to 14 digits, which rounding up leaves an amount. */
    private static Gen<List<BigDecimal>> exact() {
        var small = Generators.decimals(5, Generators.integers(0, 8));
        var any = Generators.decimals(14, Generators.integers(0, 8));
        return SourceDSL.lists()
                .of(small)
                .ofSizeBetween(0, 60)
                .mix(SourceDSL.lists().of(any).ofSizeBetween(0, 60));
    }

    private static Gen<String> currency() {
        return Generators.oneOf(List.of("JPY", "USD", "BHD", "CLF"));
    }

    @Test
    void parts_add_up_to_the_rounded_sum() {
        Generators.examples(1000).forAll(exact(), currency()).checkAssert(ApportionmentProperties::assertSum);
    }

    private static void assertSum(List<BigDecimal> exact, String unit) {
        int scale = switch (unit) {
            case "JPY" -> 0;
            case "USD" -> 2;
            case "BHD" -> 3;
            default -> 4;
        };
        var sum = exact.stream().reduce(BigDecimal.ZERO, BigDecimal::add).setScale(scale, RoundingMode.HALF_UP);
        var parts = Apportionment.largestRemainder(unit, exact);
        assertThat(parts.stream().map(Money::value).reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(sum);
    }

    @Test
    void each_part_is_its_exact_amount_rounded_down_or_up() {
        Generators.examples(1000).forAll(exact(), currency()).checkAssert(ApportionmentProperties::assertParts);
    }

    private static void assertParts(List<BigDecimal> exact, String unit) {
        var parts = Apportionment.largestRemainder(unit, exact);
        for (int i = 0; i < exact.size(); i++) {
            var part = parts.get(i).value();
            assertThat(part)
                    .isBetween(
                            exact.get(i).setScale(part.scale(), RoundingMode.FLOOR),
                            exact.get(i).setScale(part.scale(), RoundingMode.CEILING));
        }
    }

    @Test
    void remainders_of_equal_size_go_to_the_first_part() {
        var third = new BigDecimal("0.3333");
        assertThat(Apportionment.largestRemainder("USD", List.of(third, third, third)))
                .extracting(Money::value)
                .containsExactly(new BigDecimal("0.34"), new BigDecimal("0.33"), new BigDecimal("0.33"));
    }

    @Test
    void money_is_exact_and_of_one_currency() {
        assertThat(new Money("USD", new BigDecimal("131072.01"))
                        .plus(Money.zero("USD"))
                        .value())
                .isEqualTo(new BigDecimal("131072.01"));
        assertThat(new Money("BHD", BigDecimal.ONE).value()).isEqualTo(new BigDecimal("1.000"));
        assertThatIllegalArgumentException().isThrownBy(() -> new Money("USD", new BigDecimal("0.001")));
        assertThatIllegalArgumentException().isThrownBy(() -> new Money("JPY", new BigDecimal("0.5")));
        assertThatIllegalArgumentException().isThrownBy(() -> new Money("XXX", BigDecimal.ONE));
        assertThatIllegalArgumentException().isThrownBy(() -> Money.zero("USD").plus(Money.zero("EUR")));
    }
}
