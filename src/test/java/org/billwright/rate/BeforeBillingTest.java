package org.billwright.rate;

import static org.assertj.core.api.Assertions.assertThat;

import org.billwright.json.Json;
import org.junit.jupiter.api.Test;

/** A rate that becomes unbilled again has its members as they were, also in the decimals of numbers. */
class BeforeBillingTest {
    @Test
    void what_billing_changed_is_kept_and_restored() {
        var former = """
                {"id":"r","isBilled":false,"taxExcludedAmount":{"unit":"USD","value":5.110},"quantity":1.0}""";
        var billed = Json.stored("""
                {"id":"r","isBilled":true,"taxExcludedAmount":{"unit":"USD","value":5.11},"quantity":1.0,"bill":{"id":"b"}}""");
        var before = BeforeBilling.of(Json.stored(former), billed);
        assertThat(Json.write(before))
                .as("the quantity is the same")
                .isEqualTo(
                        "{\"isBilled\":false,\"taxExcludedAmount\":{\"unit\":\"USD\",\"value\":5.110},\"bill\":null}");
        BeforeBilling.restore(billed, Json.stored(Json.write(before)));
        assertThat(Json.write(billed)).isEqualTo(former);
    }
}
