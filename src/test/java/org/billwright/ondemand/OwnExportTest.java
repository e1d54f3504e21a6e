package org.billwright.ondemand;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.billwright.api.Store;
import org.billwright.billing.BillMaker;
import org.billwright.export.ExportRequest;
import org.billwright.export.ExportTypeNames;
import org.billwright.export.Exports;
import org.billwright.format.DocumentType;
import org.billwright.format.FileFormat;
import org.billwright.imports.job.Import;
import org.billwright.imports.job.ImportCounts;
import org.billwright.imports.job.ImportSource;
import org.billwright.json.Json;
import org.billwright.store.Database;
import org.junit.jupiter.api.Test;

/** A full export of one database, imported into an empty one, gives the same documents, and what was billed stays billed. */
class OwnExportTest {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final String ACCOUNT = """
            {"id":"oe-%s","name":"Ana","currency":"USD","@type":"%s","relatedParty":[{"id":"oe-P","role":"customer"}]}""";
    private static final String BILL = """
            {"@type":"%s","id":"oe-%s","billNo":"oe-%s","state":"%s","billDate":"2026-01-31T00:00:00Z","billingAccount":{"id":"oe-A"},\
            "taxExcludedAmount":{"unit":"USD","value":10.00},"taxIncludedAmount":{"unit":"USD","value":10.00},\
            "amountDue":{"unit":"USD","value":10.00},"remainingAmount":{"unit":"USD","value":10.00}}""";
    private static final String RATE = """
            {"@type":"%s","id":"oe-%s","isBilled":false,"billingAccount":{"id":"oe-%s"},"date":"2026-01-15T00:00:00Z",\
            "taxExcludedAmount":{"unit":"USD","value":%s}}""";

    private static ImportCounts load(Database database, DocumentType kind, String... lines) {
        var bytes = (String.join("\n", lines) + "\n").getBytes(UTF_8);
        var source = ImportSource.of("lines", new ByteArrayInputStream(bytes), FileFormat.NDJSON);
        return Import.loadAll(database, Store.TENANT, CLOCK, source, Optional.of(kind));
    }

    /** Bills an account on demand; the number of the bill. */
    private static String bill(Database database, String name, String request, String account) {
        var document =
                Json.object().put("id", request).put("state", "inProgress").put("lastUpdate", "2026-06-17T12:00:00Z");
        document.putObject("billingAccount").put("id", account);
        database.inTransaction(Store.TENANT, tx -> {
            OnDemandStore.insert(tx, Store.TENANT, document);
            new OnDemandBilling(new BillMaker(database), CLOCK)
                    .fulfil(tx, OnDemandStore.claim(tx).orElseThrow());
            return request;
        });
        return text(name, """
                select b.bill_no from customer_bill b
                join customer_bill_on_demand r on r.tenant = b.tenant and r.bill_id = b.id where r.id = '%s'""".formatted(request));
    }

    private static String text(String name, String sql) {
        return Store.asOwner(name)
                .withHandle(
                        handle -> handle.createQuery(sql).mapTo(String.class).one());
    }

    private static List<String> list(String name, String sql) {
        return Store.asOwner(name)
                .withHandle(
                        handle -> handle.createQuery(sql).mapTo(String.class).list());
    }

    private static void fill(Database database) {
        load(
                database,
                DocumentType.ACCOUNT,
                ACCOUNT.formatted("A", "BillingAccount"),
                ACCOUNT.formatted("C", "GoldAccount"));
        load(database, DocumentType.CYCLE_SPECIFICATION, """
                {"@type":"MyCalendar","id":"oe-MONTHLY","name":"monthly","billingDateShift":7,"frequency":"monthly","paymentDueDateOffset":21,"timeZone":"UTC"}""");
        load(database, DocumentType.CYCLE, """
                {"@type":"MyCycle","id":"oe-2026-06","name":"June","billingDate":"2026-06-08T04:00:00Z","billingPeriod":"month",\
                "validFor":{"startDateTime":"2026-05-08T04:00:00Z","endDateTime":"2026-06-08T04:00:00Z"},"billCycleSpecification":{"id":"oe-MONTHLY"}}""");
        load(
                database,
                DocumentType.BILL,
                BILL.formatted("Invoice", "B-1", "B-1", "sent"),
                BILL.formatted("CustomerBill", "B-2", "B-2", "sent"),
                BILL.formatted("CustomerBill", "B-3", "B-3", "onHold"));
        load(
                database,
                DocumentType.RATE,
                RATE.formatted("AppliedCustomerBillingRate", "R-1", "A", "4.00"),
                RATE.formatted("UsageRate", "R-2", "A", "0.330"),
                RATE.formatted("UsageRate", "R-3", "C", "7.00"),
                """
                {"@type":"UsageRate","id":"oe-R-4","bill":{"id":"oe-B-1"},"billingAccount":{"id":"oe-A"},"taxExcludedAmount":{"unit":"USD","value":10.00}}""");
        load(database, DocumentType.PAYMENT, """
                {"@type":"AppliedPayment","bill":{"id":"oe-B-2"},"appliedAmount":{"unit":"USD","value":4.00},"payment":{"id":"oe-P-1"}}""");
        load(database, DocumentType.DOCUMENT, """
                {"@type":"BillDocument","id":"oe-D-1","bill":{"id":"oe-B-1"},"name":"Januar","content":"JVBERi0xLjcK"}""");
    }

    private static final String DOCUMENTS =
            "select bill_id || ' ' || id || ' ' || name || ' ' || sha256 || ' ' || encode(bytes, 'hex') from bill_document_content order by 1";
    private static final String PRODUCED = "select id || ' ' || produced from customer_bill order by 1";

    /** What was produced here has no type of its own, and an export adds it. */
    private static String untyped(Object rows) {
        return rows.toString()
                .replace(",\"@type\":\"CustomerBill\"", "")
                .replaceAll(",? ?\"loaded_fingerprint\": (null|-?\\d+)", "");
    }

    @Test
    void everything_is_imported_again_and_what_was_produced_here_still_is() {
        try (var source = Store.fresh("own_export");
                var copy = Store.fresh("own_export_copy")) {
            fill(source);
            assertThat(bill(source, "own_export", "first", "oe-A")).isEqualTo("BW-0000000001");

            var lines = Exports.exported(source, ExportRequest.everything(ExportTypeNames.ALL));
            Exports.imported(copy, lines);

            assertThat(untyped(Exports.rows("own_export_copy"))).isEqualTo(untyped(Exports.rows("own_export")));
            assertThat(list("own_export_copy", DOCUMENTS))
                    .isEqualTo(list("own_export", DOCUMENTS))
                    .hasSize(1);
            assertThat(list("own_export_copy", PRODUCED))
                    .isEqualTo(list("own_export", PRODUCED))
                    .filteredOn(row -> row.endsWith("true"))
                    .hasSize(1);
            assertThat(sorted(Exports.exported(copy, ExportRequest.everything(ExportTypeNames.ALL))))
                    .isEqualTo(sorted(lines));
            assertThat(list("own_export_copy", "select doc::text from customer_bill"))
                    .noneMatch(doc -> doc.contains("@producedHere") || doc.contains("@documentType"));

            // It is there once more without a change, also over what it came from.
            for (var database : List.of(copy, source)) {
                var again = ImportSource.of("again", new ByteArrayInputStream(lines), FileFormat.NDJSON);
                assertThat(Import.loadAll(database, Store.TENANT, CLOCK, again, Optional.empty())
                                .loaded())
                        .isZero();
            }
            requireBilled(copy);
        }
    }

    private static void requireBilled(Database copy) {
        assertThatThrownBy(() -> load(copy, DocumentType.RATE, RATE.formatted("UsageRate", "R-2", "A", "0.34")))
                .hasMessageContaining("what was billed stays billed");
        var bill = text("own_export_copy", "select id from customer_bill where produced");
        assertThatThrownBy(() -> load(
                        copy,
                        DocumentType.RATE,
                        RATE.formatted("UsageRate", "R-9", "A", "0.34")
                                .replace("\"isBilled\":false", "\"isBilled\":true,\"bill\":{\"id\":\"" + bill + "\"}")))
                .hasMessageContaining("was produced here");
        assertThat(bill(copy, "own_export_copy", "second", "oe-C"))
                .as("the numbers continue")
                .isEqualTo("BW-0000000002");
    }

    @Test
    void rates_before_their_bills_and_types_one_by_one_are_imported_too() {
        try (var source = Store.fresh("own_export_parts");
                var reversed = Store.fresh("own_export_reversed");
                var parts = Store.fresh("own_export_by_type")) {
            fill(source);
            bill(source, "own_export_parts", "first", "oe-A");
            var lines = Exports.exported(source, ExportRequest.everything(ExportTypeNames.ALL));
            Exports.imported(
                    reversed,
                    new String(lines, UTF_8)
                            .lines().toList().reversed().stream()
                                    .collect(Collectors.joining("\n"))
                                    .getBytes(UTF_8));
            for (var kind : ExportTypeNames.ALL) {
                Exports.imported(parts, Exports.exported(source, ExportRequest.everything(List.of(kind))));
            }
            var expected = untyped(Exports.rows("own_export_parts"));
            assertThat(untyped(Exports.rows("own_export_reversed"))).isEqualTo(expected);
            assertThat(untyped(Exports.rows("own_export_by_type"))).isEqualTo(expected);
        }
    }

    private static final String ISSUER = """
            {"@type":"Issuer","legalName":"Isla Telecom, Inc.","postalAddress":{"city":"San Juan","country":"PR"},\
            "organizationIdentification":[{"identificationType":"VAT","identificationId":"%s"}]}""";

    /** Who sends bills and how taxes are computed is a part of the export: the restored tenant bills as the original did. */
    @Test
    void the_issuer_and_the_tax_settings_travel_and_tax_rates_stay_what_they_are() {
        try (var source = Store.fresh("own_export_tenant");
                var copy = Store.fresh("own_export_tenant_copy")) {
            load(source, DocumentType.ISSUER, ISSUER.formatted("PR-1"));
            load(source, DocumentType.TAX_SETTINGS, """
                    {"@type":"TaxSettings","taxPolicy":"asRated","taxRateUnit":"fraction"}""");
            load(source, DocumentType.ACCOUNT, ACCOUNT.formatted("A", "BillingAccount"));
            load(
                    source,
                    DocumentType.RATE,
                    RATE.formatted("UsageRate", "R-1", "A", "4.00")
                            .replace(
                                    "\"isBilled\"",
                                    "\"appliedTax\":[{\"taxCategory\":\"X\",\"taxRate\":0.005}],\"isBilled\""));
            assertThat(text("own_export_tenant", RATED)).isEqualTo("0.5");

            var lines = Exports.exported(source, ExportRequest.everything(ExportTypeNames.ALL));
            assertThat(new String(lines, UTF_8)).contains("\"@taxRateUnit\":\"percent\"");
            Exports.imported(copy, lines);
            for (var sql : List.of(
                    "select doc::text from issuer",
                    "select tax_policy || ' ' || tax_rate_unit from tax_settings",
                    RATED)) {
                assertThat(text("own_export_tenant_copy", sql)).isEqualTo(text("own_export_tenant", sql));
            }
            assertThat(text("own_export_tenant_copy", "select doc::text from applied_customer_billing_rate"))
                    .doesNotContain("@taxRateUnit");
            for (var database : List.of(copy, source)) {
                var again = ImportSource.of("again", new ByteArrayInputStream(lines), FileFormat.NDJSON);
                assertThat(Import.loadAll(database, Store.TENANT, CLOCK, again, Optional.empty())
                                .loaded())
                        .isZero();
            }
            assertThatThrownBy(
                            () -> load(source, DocumentType.ISSUER, ISSUER.formatted("PR-2"), ISSUER.formatted("PR-3")))
                    .as("a tenant has one issuer")
                    .hasMessageContaining("line 1 has the same id with other content");
        }
    }

    private static final String RATED =
            "select (doc #>> '{appliedTax,0,taxRate}')::float8::text from applied_customer_billing_rate where id = 'oe-R-1'";

    private static List<String> sorted(byte[] lines) {
        return new String(lines, UTF_8).lines().sorted().toList();
    }
}
