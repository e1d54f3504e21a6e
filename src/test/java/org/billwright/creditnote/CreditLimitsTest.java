package org.billwright.creditnote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.billwright.access.Caller;
import org.billwright.access.Entitlement;
import org.billwright.access.Role;
import org.billwright.money.Money;
import org.billwright.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The most that a role may give back of a bill. */
class CreditLimitsTest {
    private static final CreditLimits LIMITS = CreditLimits.of(
            Map.of(Role.OPERATOR, List.of("USD 100.00", "JPY 10000"), Role.ADMIN, List.of("USD 500.00", "JPY 10000")));

    private static Caller caller(Role... roles) {
        return new Caller("someone", "PR", Set.of(roles), new Entitlement.All());
    }

    private static Money money(String unit, String value) {
        return new Money(unit, new BigDecimal(value));
    }

    @Test
    void up_to_its_limit_a_role_may() {
        assertThatCode(() -> LIMITS.require(caller(Role.OPERATOR), money("USD", "100.00")))
                .doesNotThrowAnyException();
        assertThatCode(() -> LIMITS.require(caller(Role.OPERATOR, Role.ADMIN), money("USD", "500.00")))
                .doesNotThrowAnyException();
        assertThatCode(() -> CreditLimits.NONE.require(caller(Role.OPERATOR), money("USD", "1000000.00")))
                .doesNotThrowAnyException();
    }

    @Test
    void above_it_the_limit_and_who_may_are_said() {
        assertThatThrownBy(() -> LIMITS.require(caller(Role.OPERATOR), money("USD", "100.01")))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("USD 100.01")
                .hasMessageContaining("its role allows 100.00; the role admin may");
        assertThatThrownBy(() -> LIMITS.require(caller(Role.ADMIN), money("USD", "500.01")))
                .hasMessageContaining("no role may");
    }

    @Test
    void a_currency_without_a_limit_is_not_allowed_to_a_role_with_limits() {
        assertThatThrownBy(() -> LIMITS.require(caller(Role.OPERATOR), money("EUR", "0.01")))
                .hasMessageContaining("its role allows 0.00");
    }

    @ParameterizedTest
    @ValueSource(strings = {"100", "USD", "USD -1", "USD 1.005", "XYZ 1", "USD 1 2", "USD 1e3"})
    void a_text_that_is_no_amount_is_refused(String text) {
        assertThatThrownBy(() -> CurrencyAmounts.of(List.of(text))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_currency_has_one_amount() {
        assertThatThrownBy(() -> CurrencyAmounts.of(List.of("USD 1", "USD 2"))).hasMessageContaining("two amounts");
        assertThat(CurrencyAmounts.of(List.of("USD 1")).of("USD")).hasValue(new BigDecimal("1.00"));
    }
}
