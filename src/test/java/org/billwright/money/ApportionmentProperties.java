package org.billwright.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ApportionmentProperties {
    @Provide
    Arbitrary<List<BigDecimal>> exact() {
        return Arbitraries.bigDecimals()
                .between(new BigDecimal("-100000"), new BigDecimal("100000"))
                .ofScale(7)
                .list()
                .ofMaxSize(60);
    }

    @Provide
    Arbitrary<String> currency() {
        return Arbitraries.of("JPY", "USD", "BHD");
    }

    @Property
    void parts_add_up_to_the_rounded_sum(@ForAll("exact") List<BigDecimal> exact, @ForAll("currency") String unit) {
        int scale = unit.equals("JPY") ? 0 : unit.equals("USD") ? 2 : 3;
        var sum = exact.stream().reduce(BigDecimal.ZERO, BigDecimal::add).setScale(scale, RoundingMode.HALF_UP);
        var parts = Apportionment.largestRemainder(unit, exact);
        assertThat(parts.stream().map(Money::value).reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(sum);
    }

    @Property
    void each_part_is_its_exact_amount_rounded_down_or_up(
            @ForAll("exact") List<BigDecimal> exact, @ForAll("currency") String unit) {
        var parts = Apportionment.largestRemainder(unit, exact);
        for (int i = 0; i < exact.size(); i++) {
            var part = parts.get(i).value();
            assertThat(part)
                    .isBetween(
                            exact.get(i).setScale(part.scale(), RoundingMode.FLOOR),
                            exact.get(i).setScale(part.scale(), RoundingMode.CEILING));
        }
    }

    @Example
    void thirds_of_a_cent_go_to_the_first() {
        var third = new BigDecimal("0.3333");
        assertThat(Apportionment.largestRemainder("USD", List.of(third, third, third)))
                .extracting(Money::value)
                .containsExactly(new BigDecimal("0.34"), new BigDecimal("0.33"), new BigDecimal("0.33"));
    }

    @Example
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
        assertThatIllegalArgumentException().isThrownBy(() -> new Tax("VAT", new BigDecimal("-1")));
    }
}
