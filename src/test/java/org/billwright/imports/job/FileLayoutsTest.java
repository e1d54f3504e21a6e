package org.billwright.imports.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.List;
import org.billwright.api.Store;
import org.billwright.csv.CsvMapping;
import org.billwright.store.Database;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files as people have them: titles and totals in CSV, JSON that is no NDJSON. */
class FileLayoutsTest {
    private static final Database DATABASE = Store.fresh("file_layouts");

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

    private ImportReport load(String mapping, String name, String... lines) {
        var read = CsvMapping.read(mapping.getBytes(UTF_8));
        var sources = ImportSources.of(
                List.of(imports.file(name, lines)), path -> read.fileFormat(), new ByteArrayInputStream(new byte[0]));
        return imports.run(ImportOptions.DEFAULTS, sources);
    }

    @Test
    void title_rows_and_totals_are_skipped_and_counted() {
        var report = load(
                "{kind: BillingAccount, skipRows: 2, skipWhere: {column: TYPE, values: [TOTAL, '']}, attributes: {id: ID, currency: CUR}}",
                "titled",
                "Report \"of June",
                "made on;2026-06-30",
                "TYPE,ID,CUR",
                "A,titled-1,USD",
                "A,titled-2,NO",
                " TOTAL ,2",
                ",,");
        assertThat(report.counts()).isEqualTo(new ImportCounts(1, 0, 1, 0, 4));
        assertThat(imports.rejected).singleElement().asString().startsWith("titled:5:");
    }

    @Test
    void ids_of_row_numbers_are_those_of_their_lines() {
        var mapping =
                "{kind: BillingAccount, skipRows: 1, attributes: {id: {rowNumber: true, prefix: 'F1-'}, name: NAME}, constants: {currency: USD}}";
        assertThat(load(mapping, "rows", "title", "NAME", "a", "b").counts())
                .isEqualTo(new ImportCounts(2, 0, 0, 0, 1));
        assertThat(load(mapping, "rows", "title", "NAME", "a", "b").counts())
                .isEqualTo(new ImportCounts(0, 2, 0, 0, 1));
        List<String> ids = Store.asOwner("file_layouts")
                .withHandle(handle -> handle.createQuery(
                                "select id || ' ' || (doc ->> 'name') from billing_account where id like 'F1-%' order by id")
                        .mapTo(String.class)
                        .list());
        assertThat(ids).containsExactly("F1-3 a", "F1-4 b");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '§', quoteCharacter = '\u0001', textBlock = """
            [{"@type":"BillingAccount","id":"x","currency":"USD"},~{"@type":"BillingAccount","id":"y","currency":"USD"}] § is a JSON array
            ~  [~  {"id":"x"}~]                                                          § is a JSON array
            {~  "@type": "BillingAccount",~  "id": "x"~}                                  § have several lines
            { "@type": "BillingAccount",~  "id": "[{", "currency": "USD" }                § have several lines
            """)
    void json_that_is_no_ndjson_is_one_reject_with_what_to_do(String file, String reason) {
        var report = imports.load(imports.file("json", file.replace('~', '\n')));
        assertThat(report.counts()).isEqualTo(new ImportCounts(0, 0, 1, 0));
        assertThat(imports.rejected)
                .singleElement()
                .asString()
                .contains(reason, "write one document on each line", "jq -c");
    }

    @Test
    void a_line_that_was_cut_off_is_one_reject_among_good_lines() {
        var good = "{\"@type\":\"BillingAccount\",\"id\":\"cut-1\",\"currency\":\"USD\"}";
        assertThat(imports.load(imports.file("cut", "{\"@type\":\"BillingAccount\",\"id\":", good))
                        .counts())
                .isEqualTo(new ImportCounts(1, 0, 1, 0));
    }

    @Test
    void all_problems_of_a_line_are_reported() {
        imports.load(imports.file(
                "bad", "{\"@type\":\"CustomerBill\",\"id\":\"many\",\"amountDue\":{\"unit\":\"usd\",\"value\":1}}"));
        assertThat(imports.rejected)
                .singleElement()
                .asString()
                .contains(
                        "'state' must be one of", "; 'billDate' is required", "; 'amountDue.unit' must be a currency");
    }
}
