package org.billwright.export;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.billwright.api.Store;
import org.billwright.generate.Generator;
import org.billwright.store.Database;

/** Whatever was generated and imported is exported, and imported elsewhere gives the same rows. */
class RoundTripProperties {
    private static final Database SOURCE = Store.fresh("round_trip_source");
    private static final Database COPY = Store.fresh("round_trip_copy");

    @Property(tries = 12)
    void any_generated_set_round_trips(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 12) int accounts,
            @ForAll @IntRange(min = 1, max = 15) int months,
            @ForAll @IntRange(max = 800) int daysAgo) {
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
                    bill_document_content"""));
    }
}
