package org.billwright.tax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class TaxTest {
    private static Tax vat(String percent) {
        return new Tax("VAT", new BigDecimal(percent));
    }

    @Test
    void one_tax_may_be_written_in_many_ways() {
        assertThat(vat("20")).isEqualTo(vat("20.0")).isEqualTo(vat("2E1"));
        assertThat(vat("20").percent()).contains(new BigDecimal("20"));
        assertThat(vat("0.00")).isEqualTo(vat("0"));
        assertThat(vat("0.00").percent()).contains(BigDecimal.ZERO);
        assertThat(vat("10.50").percent()).contains(new BigDecimal("10.5"));
    }

    @Test
    void a_tax_rate_is_between_0_and_1000_percent() {
        assertThat(vat("1000").percent()).contains(new BigDecimal("1000"));
        assertThatIllegalArgumentException().isThrownBy(() -> vat("1000.1"));
        assertThatIllegalArgumentException().isThrownBy(() -> vat("-0.1"));
    }
}
