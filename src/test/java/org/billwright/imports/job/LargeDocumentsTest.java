package org.billwright.imports.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.billwright.api.Documents;
import org.billwright.api.Store;
import org.billwright.csv.CsvMapping;
import org.billwright.json.DocumentSize;
import org.billwright.store.Database;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Imports of documents about as large as one may be, on a store of their own. */
class LargeDocumentsTest {
    private static final String NAME = "large_documents";
    private static final Database DATABASE = Store.fresh(NAME);
    private static final String REASON = "limited to " + DocumentSize.MAX_BYTES;

    @TempDir
    Path folder;

    private Imports imports = new Imports(DATABASE, Path.of("."));

    @BeforeEach
    void begin() {
        imports = new Imports(DATABASE, folder);
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    /** With this text, which is the last member, so that the size as it is stored is known by loading a small one. */
    private static String with(String document, String text) {
        return document.replaceFirst("}$", ",\"ours\":\"" + text + "\"}");
    }

    private static String bill(String id) {
        return """
                {"@type":"CustomerBill","id":"%s","state":"sent","billDate":"2026-01-31T00:00:00Z","billingAccount":{"id":"A"},"amountDue":{"unit":"USD","value":5000.00}}""".formatted(id);
    }

    private static String payment(String bill, String id, String text) {
        return """
                {"@type":"AppliedPayment","bill":{"id":"%s"},"appliedAmount":{"unit":"USD","value":1.00},"payment":{"id":"%s","name":"%s"}}""".formatted(bill, id, text);
    }

    private static String pdf(String bill, String id) {
        return """
                {"@type":"BillDocument","id":"%s","bill":{"id":"%s"},"content":"%s"}""".formatted(
                        id, bill, Base64.getEncoder().encodeToString(("%PDF-" + id).getBytes(StandardCharsets.UTF_8)));
    }

    private static String join(List<Integer> numbers, IntFunction<String> text) {
        return numbers.stream().map(text::apply).collect(Collectors.joining());
    }

    private static long number(String sql) {
        return Store.asOwner(NAME)
                .withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    private static long size(String table, String id) {
        return number("select coalesce(max(octet_length(doc::text)), 0) from " + table + " where id = '" + id + "'");
    }

    /** A bill of exactly so many bytes as it is stored. */
    private String billOf(String id, long bytes) {
        imports.load(imports.file("small-" + id, with(bill(id), "")));
        return with(bill(id), "x".repeat((int) (bytes - size("customer_bill", id))));
    }

    @Test
    void a_document_of_any_type_that_is_too_large_is_rejected_with_the_reason_and_the_rest_is_loaded() {
        var documents = Map.of(
                "billing_account", Documents.account("kinds", "USD"),
                "bill_cycle_specification",
                        "{\"@type\":\"BillCycleSpecification\",\"id\":\"kinds\",\"billingDateShift\":7}",
                "bill_cycle", "{\"@type\":\"BillCycle\",\"id\":\"kinds\"}",
                "customer_bill", bill("kinds"),
                "applied_customer_billing_rate",
                        Documents.rate("kinds", "kinds", "USD", "1.00").replace("\n", " "));
        // Less than a million characters, and more bytes.
        var large = "é".repeat(DocumentSize.MAX_BYTES / 2);
        documents.forEach((table, document) -> {
            var one = document.replace("\n", " ");
            imports.load(imports.file(table, with(one, large), with(one.replace("kinds", "small"), "é")));
            assertThat(size(table, "kinds")).as(table).isZero();
            assertThat(size(table, "small")).as(table).isPositive();
        });
        assertThat(imports.rejected)
                .hasSize(documents.size())
                .allSatisfy(reason -> assertThat(reason).contains(":1: ", REASON));
    }

    @Test
    void the_limit_is_of_the_bytes_that_are_stored() {
        imports.load(imports.file("exact", billOf("exact", DocumentSize.MAX_BYTES)));
        assertThat(imports.rejected).isEmpty();
        assertThat(size("customer_bill", "exact")).isEqualTo(DocumentSize.MAX_BYTES);

        imports.load(imports.file("over", billOf("over", DocumentSize.MAX_BYTES + 1L)));
        assertThat(imports.rejected).singleElement().asString().contains(REASON);
        assertThat(size("customer_bill", "over")).isLessThan(1_000);
    }

    @Test
    void of_a_csv_file_too() {
        var taxes = IntStream.range(0, 100).boxed().toList();
        var mapping = CsvMapping.read(
                ("{'kind': 'CustomerBill', 'attributes': {'id': 'ID', 'state': 'STATE', 'billDate': 'DATE',"
                                + "'billingAccount.id': 'ACCOUNT'"
                                + join(taxes, i -> ", 'taxItem[" + i + "].taxCategory': 'T" + i + "'") + "}}")
                        .replace('\'', '"')
                        .getBytes(StandardCharsets.UTF_8));
        var file = imports.file(
                "bills.csv",
                "ID,STATE,DATE,ACCOUNT" + join(taxes, i -> ",T" + i),
                "csv-1,sent,2026-01-31T00:00:00Z,A" + join(taxes, i -> "," + "x".repeat(10_000)),
                "csv-2,sent,2026-01-31T00:00:00Z,A" + join(taxes, i -> ",IVU"));
        var report = imports.run(ImportOptions.DEFAULTS, List.of(ImportSource.of(file, mapping.fileFormat())));
        assertThat(report.counts()).isEqualTo(new ImportCounts(1, 0, 1, 0));
        assertThat(imports.rejected).singleElement().asString().contains(REASON);
    }

    @Test
    void payments_that_a_bill_has_no_room_for_are_rejected_and_change_nothing() {
        imports.load(imports.file("full", billOf("full", DocumentSize.MAX_BYTES - 1_500)));
        imports.load(imports.file(
                "payments",
                payment("full", "p1", "x".repeat(2_000)),
                payment("full", "p2", "x"),
                payment("full", "p3", "x".repeat(2_000))));

        assertThat(imports.rejected)
                .satisfiesExactly(
                        first -> assertThat(first).contains("payments:1", REASON),
                        second -> assertThat(second).contains("payments:3", REASON));
        assertThat(number("select remaining::bigint from customer_bill where id = 'full'"))
                .isEqualTo(4_999);
        assertThat(number("select json_array_length(doc -> 'appliedPayment') from customer_bill where id = 'full'"))
                .isEqualTo(1);
    }

    @Test
    void a_pdf_that_a_bill_has_no_room_to_list_is_rejected() {
        imports.load(imports.file("listed", billOf("listed", DocumentSize.MAX_BYTES - 1_000)));
        imports.load(
                imports.file("pdfs", pdf("listed", "d1"), pdf("listed", "d" + "2".repeat(150)), pdf("listed", "d3")));

        assertThat(imports.rejected).singleElement().asString().contains("pdfs:2", REASON);
        assertThat(number("select count(*) from bill_document_content where bill_id = 'listed'"))
                .isEqualTo(2);
        assertThat(size("customer_bill", "listed")).isLessThanOrEqualTo(DocumentSize.MAX_BYTES);
    }

    @Test
    void a_bill_that_would_be_too_large_with_its_stored_pdfs_does_not_replace_the_one_before() {
        var full = billOf("kept", DocumentSize.MAX_BYTES - 1_000);
        var pdfs = IntStream.range(0, 10).mapToObj(i -> pdf("kept", "d" + i)).collect(Collectors.joining("\n"));
        imports.load(imports.file("pdfs", pdfs));
        long before = size("customer_bill", "kept");

        imports.load(imports.file("kept", full, bill("besides")));
        assertThat(imports.rejected).singleElement().asString().contains("kept:1", REASON);
        assertThat(size("customer_bill", "kept")).isEqualTo(before);
        assertThat(size("customer_bill", "besides")).isPositive();
    }

    @Test
    void a_larger_one_of_an_earlier_version_is_left_as_it_is() {
        imports.load(imports.file("old", bill("old")));
        Store.asOwner(NAME)
                .useHandle(handle -> handle.execute("update customer_bill set doc ="
                        + " (left(doc::text, -1) || ',\"ours\":\"' || repeat('x', 8000000) || '\"}')::json"
                        + " where id = 'old'"));
        imports.load(imports.file("payment", payment("old", "p", "x")));
        assertThat(imports.rejected).singleElement().asString().contains(REASON);
        imports.load(imports.file("old", with(bill("old"), "smaller")));
        assertThat(size("customer_bill", "old")).isLessThan(1_000);
    }
}
