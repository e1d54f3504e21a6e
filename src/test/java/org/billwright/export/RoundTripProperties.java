package org.billwright.export;

import static org.assertj.core.api.Assertions.assertThat;

import org.billwright.api.Store;
import org.billwright.generate.Generator;
import org.billwright.property.Generators;
import org.billwright.store.Database;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever was generated and imported is exported, and imported elsewhere gives the same rows. */
@Tag("slow")
class RoundTripProperties {
    private static final Database SOURCE = Store.fresh("round_trip_source");
    private static final Database COPY = Store.fresh("round_trip_copy");

    @Test
    void any_generated_set_round_trips() {
        Generators.examples(12)
                .withShrinkCycles(20)
                .forAll(
                        Generators.seeds(),
                        Generators.integers(1, 12),
                        Generators.integers(1, 15),
                        Generators.integers(0, 800))
                .checkAssert(RoundTripProperties::assertRoundTrip);
    }

    private static void assertRoundTrip(long seed, int accounts, int months, int daysAgo) {
        empty("round_trip_source");
        empty("round_trip_copy");
        Exports.generated(SOURCE, new Generator(seed, Store.TODAY.minusDays(daysAgo), accounts, months));
        Exports.imported(COPY, Exports.exported(SOURCE, ExportRequest.everything(Generator.KINDS)));

        var rows = Exports.rows("round_trip_source");
        assertThat(rows.get("customer_bill")).hasSize(accounts * months);
        assertThat(Exports.rows("round_trip_copy")).isEqualTo(rows);
    }

    private static void empty(String database) {
        Store.asOwner(database).useHandle(handle -> handle.execute("""
                truncate billing_account, bill_cycle_specification, bill_cycle, customer_bill,
                    applied_customer_billing_rate, customer_bill_on_demand, related_party,
                    bill_document_content cascade"""));
    }
}
