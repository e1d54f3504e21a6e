package org.billwright.ondemand;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.util.Optional;
import org.billwright.api.Documents;
import org.billwright.api.Store;
import org.billwright.billing.BillMaker;
import org.billwright.format.FileFormat;
import org.billwright.imports.job.Import;
import org.billwright.imports.job.ImportCounts;
import org.billwright.imports.job.ImportSource;
import org.billwright.json.Json;
import org.billwright.store.Database;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whatever series of bill numbers are imported, bills on demand get their numbers. */
class ImportedSeriesTest {
    private static final String NAME = "imported_series";
    private static final Clock CLOCK = Clock.systemUTC();
    private static final String REASON = "'prefix' is the prefix of the series BW";

    private static Database database;

    @BeforeAll
    static void open() {
        database = Store.fresh(NAME);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static ImportCounts load(String tenant, String... documents) {
        var lines = new StringBuilder();
        for (var document : documents) {
            lines.append(document.replace("\n", " ")).append('\n');
        }
        var source = ImportSource.of(
                "lines", new ByteArrayInputStream(lines.toString().getBytes(UTF_8)), FileFormat.NDJSON);
        return Import.loadAll(database, tenant, CLOCK, source, Optional.empty());
    }

    private static String series(String id, String prefix, String more) {
        return "{\"@type\":\"BillNumberSeries\",\"id\":\"" + id + "\",\"prefix\":\"" + prefix + "\"" + more + "}";
    }

    /** Makes an account's bill on demand, and returns its number. */
    private static String bill(String tenant, String account) {
        load(tenant, Documents.account(account, "USD"), Documents.rate(account + "-R", account, "USD", "1.00"));
        var request =
                Json.object().put("id", account).put("state", "inProgress").put("lastUpdate", "2026-06-17T12:00:00Z");
        request.putObject("billingAccount").put("id", account);
        database.inTransaction(tenant, tx -> {
            OnDemandStore.insert(tx, tenant, request);
            new OnDemandBilling(new BillMaker(database), CLOCK)
                    .fulfil(tx, OnDemandStore.claim(tx).orElseThrow());
            return account;
        });
        return Store.asOwner(NAME)
                .withHandle(owner -> owner.createQuery(
                                "select bill_no from customer_bill where tenant = :tenant and billing_account_id = :account and produced")
                        .bind("tenant", tenant)
                        .bind("account", account)
                        .mapTo(String.class)
                        .one());
    }

    @Test
    void a_series_with_the_prefix_of_the_default_one_is_rejected_before_it_drew_and_after() {
        var taken = series("LEGACY", "BW-", ",\"lastNumber\":7");
        assertThatThrownBy(() -> load("A", taken)).hasMessageContaining(REASON);
        assertThat(bill("A", "a-1")).isEqualTo("BW-0000000001");
        assertThatThrownBy(() -> load("A", taken)).hasMessageContaining(REASON);
        assertThat(bill("A", "a-2")).isEqualTo("BW-0000000002");

        assertThatThrownBy(() -> load("B", taken)).hasMessageContaining(REASON);
        assertThat(bill("B", "b-1")).as("each tenant has its own numbers").isEqualTo("BW-0000000001");
    }

    @Test
    void the_default_series_does_not_get_the_prefix_of_another_one() {
        load("C", series("LEGACY", "INV-", ""));
        assertThatThrownBy(() -> load("C", series("BW", "INV-", "")))
                .hasMessageContaining("another series of bill numbers has this prefix");
        assertThat(bill("C", "c-1")).isEqualTo("BW-0000000001");
    }

    @Test
    void a_series_begins_behind_the_bills_that_have_its_numbers_already() {
        load("D", """
                {"@type":"CustomerBill","id":"old","billNo":"INV-000041","state":"sent","billDate":"2026-01-31T00:00:00Z",
                 "billingAccount":{"id":"d-0"}}""", """
                {"@type":"CustomerBill","id":"other","billNo":"INV-99X","state":"sent","billDate":"2026-01-31T00:00:00Z",
                 "billingAccount":{"id":"d-0"}}""");
        load("D", series("BW", "INV-", ",\"digits\":6"));
        assertThat(bill("D", "d-1")).isEqualTo("INV-000042");
    }
}
