package org.billwright.imports.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.airlift.compress.v3.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.billwright.access.Caller;
import org.billwright.api.Api;
import org.billwright.api.Documents;
import org.billwright.api.Store;
import org.billwright.csv.CsvMapping;
import org.billwright.format.FileFormat;
import org.billwright.imports.check.CheckMode;
import org.billwright.imports.server.HttpImportStore;
import org.billwright.store.Database;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Imports of files, on a store of their own. */
class ImportTest {
    private static final Database DATABASE = Store.fresh("imports");

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

    private static long count(String sql) {
        return Store.asOwner("imports")
                .withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    private static String text(String sql) {
        return Store.asOwner("imports")
                .withHandle(
                        handle -> handle.createQuery(sql).mapTo(String.class).one());
    }

    private static String bill(String id, String state, String due, String left) {
        return """
                {"@type":"CustomerBill","id":"%s","state":"%s","billDate":"2026-01-31T00:00:00Z","billingAccount":{"id":"A"},\
                "taxExcludedAmount":{"unit":"USD","value":%s},"taxIncludedAmount":{"unit":"USD","value":%s},\
                "amountDue":{"unit":"USD","value":%s},"remainingAmount":{"unit":"USD","value":%s}}""".formatted(id, state, due, due, due, left);
    }

    private static String rate(String id, String bill, String net) {
        return """
                {"@type":"AppliedCustomerBillingRate","id":"%s","bill":{"id":"%s"},"taxExcludedAmount":{"unit":"USD","value":%s}}""".formatted(id, bill, net);
    }

    private static String payment(String bill, String payment, String unit, String amount) {
        return """
                {"@type":"AppliedPayment","bill":{"id":"%s"},"appliedAmount":{"unit":"%s","value":%s},"payment":{"id":"%s"}}""".formatted(bill, unit, amount, payment);
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(packed)) {
            out.write(plain);
        }
        return packed.toByteArray();
    }

    private static byte[] zstd(byte[] plain) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var out = new ZstdOutputStream(packed)) {
            out.write(plain);
        }
        return packed.toByteArray();
    }

    private static String[] accounts(String name, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"@type\":\"BillingAccount\",\"id\":\"" + name + "-" + i + "\",\"currency\":\"USD\"}")
                .toArray(String[]::new);
    }

    private List<JsonNode> rejects(Path file) throws IOException {
        var entries = Files.readAllLines(file);
        return entries.stream()
                .map(line -> {
                    try {
                        return Api.JSON.readTree(line);
                    } catch (IOException e) {
                        throw new AssertionError(line, e);
                    }
                })
                .toList();
    }

    @Test
    void packed_files_are_known_by_their_first_bytes() throws IOException {
        var plain = Imports.text(Documents.account("packed", "USD").replace("\n", " "));
        var marked = new ByteArrayOutputStream();
        marked.write(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
        marked.write(plain);
        assertThat(imports.load(imports.file("plain.gz", plain)).counts()).isEqualTo(new ImportCounts(1, 0, 0, 0));
        for (var packed : List.of(gzip(plain), zstd(plain), marked.toByteArray(), gzip(marked.toByteArray()))) {
            assertThat(imports.load(imports.file("packed", packed)).counts()).isEqualTo(new ImportCounts(0, 1, 0, 0));
        }
    }

    @Test
    void of_a_packed_file_that_was_cut_off_the_good_lines_land() throws IOException {
        var whole = gzip(Imports.text(accounts("cut", 30_000)));
        var report = imports.load(imports.file("cut.gz", Arrays.copyOf(whole, whole.length / 2)));
        assertThat(report.counts().rejected()).isEqualTo(1);
        assertThat(report.counts().loaded())
                .isBetween(10_000L, 20_000L)
                .isEqualTo(count("select count(*) from billing_account where id like 'cut-%'"));
        assertThat(imports.rejected).singleElement().asString().contains("cannot be read from here on");

        var cut = zstd(Imports.text(accounts("cut-z", 1_000)));
        var second = imports.load(imports.file("cut.zst", Arrays.copyOf(cut, cut.length / 2)));
        assertThat(second.counts().rejected()).isEqualTo(1);
    }

    @Test
    void bad_lines_are_in_the_rejects_file_as_they_were_and_good_ones_land() throws IOException {
        var latin = "{\"@type\":\"BillingAccount\",\"id\":\"Jos\u00e9\",\"currency\":\"USD\"}"
                .getBytes(StandardCharsets.ISO_8859_1);
        var content = new ByteArrayOutputStream();
        content.write(Imports.text(accounts("mixed", 2)));
        content.write(latin);
        content.write('\n');
        content.write("{\"x\":\"".getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < 50; i++) {
            content.write("y".repeat(1_000_000).getBytes(StandardCharsets.UTF_8));
        }
        content.write(Imports.text(
                "\"}",
                bill("mixed-neg", "sent", "10.00", "-1.00"),
                bill("mixed-absurd", "sent", "1e59", "1e59"),
                rate("mixed-r", "nowhere", "1.00"),
                "not json at all",
                accounts("mixed-after", 1)[0]));
        var rejects = folder.resolve("rejects");

        var report = imports.load(Imports.atMost(100, rejects), imports.file("mixed", content.toByteArray()));

        assertThat(report.counts()).isEqualTo(new ImportCounts(3, 0, 6, 0));
        assertThat(count("select count(*) from billing_account where id like 'mixed-%'"))
                .isEqualTo(3);
        assertThat(count("select count(*) from customer_bill where id like 'mixed-%'"))
                .isZero();
        var entries = rejects(rejects);
        assertThat(entries).extracting(e -> e.path("line").asInt()).containsExactly(3, 4, 5, 6, 8, 7);
        assertThat(entries)
                .extracting(e -> e.path("reason").asText())
                .satisfiesExactly(
                        reason -> assertThat(reason).contains("UTF-8"),
                        reason -> assertThat(reason).contains("16000000"),
                        reason ->
                                assertThat(reason).contains("'remainingAmount'").isNotEmpty(),
                        reason -> assertThat(reason).contains("digits"),
                        reason -> assertThat(reason).contains("not JSON"),
                        reason -> assertThat(reason).isEqualTo("the bill it is on does not exist"));
        assertThat(Base64.getDecoder().decode(entries.getFirst().path("base64").asText()))
                .isEqualTo(latin);
        assertThat(entries.get(1).path("text").asText())
                .startsWith("{\"x\":\"yyy")
                .hasSizeLessThan(70_000);
        assertThat(entries.get(4).path("text").asText()).isEqualTo("not json at all");
    }

    @Test
    void a_file_in_utf_16_is_rejected_as_a_whole() {
        var report = imports.load(
                imports.file("wide", String.join("\n", accounts("wide", 2)).getBytes(StandardCharsets.UTF_16)));
        assertThat(report.counts()).isEqualTo(new ImportCounts(0, 0, 1, 0));
        assertThat(imports.rejected).singleElement().asString().contains("UTF-16");
    }

    @Test
    void of_lines_with_one_id_and_other_content_the_first_stays() {
        var file = imports.file("twice", accounts("twice", 1)[0], accounts("twice", 1)[0].replace("USD", "EUR"));
        assertThat(imports.load(file).counts()).isEqualTo(new ImportCounts(1, 0, 1, 0));
        assertThat(text("select currency from billing_account where id = 'twice-0'"))
                .isEqualTo("USD");
        assertThat(imports.load(file).counts()).isEqualTo(new ImportCounts(0, 1, 1, 0));
    }

    @Test
    void where_some_of_what_comes_is_there_already_that_is_compared_and_the_rest_added() {
        var lines = accounts("delta", 20_000);
        var some = imports.file("some", lines[9_000], lines[9_001], lines[19_000]);
        assertThat(imports.load(some).counts()).isEqualTo(new ImportCounts(3, 0, 0, 0));
        lines[9_001] = lines[9_001].replace("USD", "EUR");
        assertThat(imports.load(imports.file("delta", lines)).counts()).isEqualTo(new ImportCounts(19_998, 2, 0, 0));
        assertThat(count("select count(*) from billing_account where id like 'delta-%'"))
                .isEqualTo(20_000);
        assertThat(text("select currency || ' ' || revision from billing_account where id = 'delta-9001'"))
                .isEqualTo("EUR 2");
    }

    @Test
    void a_rate_may_come_before_its_bill_in_the_same_file_or_an_earlier_one() {
        var mixed = imports.file("mixed", rate("early-1", "early", "2.00"), bill("early", "sent", "5.00", "5.00"));
        var later = imports.file(
                "zzz", rate("early-2", "early", "3.00"), bill("late", "sent", "7.00", "7.00"), rate("no-1", "no", "1"));
        var none = imports.file("a", "", "  ");
        var pay = imports.file("b", payment("late", "P-late", "USD", "7.00"));
        var report = imports.load(pay, mixed, later, none);
        assertThat(report.counts()).isEqualTo(new ImportCounts(5, 0, 1, 0));
        assertThat(imports.rejected).containsExactly("zzz:3: the bill it is on does not exist");
        assertThat(report.differences()).isZero();
        assertThat(count("select count(*) from import_deferred_line")).isZero();
        assertThat(text("select state from customer_bill where id = 'late'")).isEqualTo("settled");
    }

    @Test
    void what_was_loaded_and_comes_again_changes_nothing_though_the_bill_has_moved_on() {
        var bills = imports.file("bills", bill("again", "sent", "10.00", "10.00"));
        var payments = imports.file("payments", payment("again", "P-1", "USD", "4.00"));
        assertThat(imports.load(bills, payments).counts()).isEqualTo(new ImportCounts(2, 0, 0, 0));
        assertThat(imports.load(bills, payments).counts()).isEqualTo(new ImportCounts(0, 2, 0, 0));
        assertThat(text("select state || ' ' || remaining || ' ' || revision from customer_bill where id = 'again'"))
                .isEqualTo("partiallyPaid 6.00 2");
        imports.file("bills", bill("again", "sent", "11.00", "11.00"));
        // The bill keeps the payment, which then changes nothing.
        assertThat(imports.load(bills, payments).counts()).isEqualTo(new ImportCounts(1, 1, 0, 0));
        assertThat(text("select state || ' ' || remaining from customer_bill where id = 'again'"))
                .isEqualTo("partiallyPaid 7.00");
    }

    @Test
    void payments_lower_what_remains_never_below_nothing() {
        var report = imports.load(imports.file(
                "paid",
                bill("paid", "sent", "10.00", "10.00"),
                bill("unsent", "validated", "10.00", "10.00"),
                payment("paid", "P-1", "USD", "4.00"),
                payment("paid", "P-1", "USD", "4.00"),
                payment("paid", "P-2", "USD", "7.00"),
                payment("paid", "P-2", "EUR", "1.00"),
                payment("paid", "P-2", "USD", "-1.00"),
                payment("paid", "P-2", "USD", "6.00"),
                payment("unsent", "P-3", "USD", "1.00"),
                payment("paid", "P-1", "USD", "3.00")));
        assertThat(report.counts()).isEqualTo(new ImportCounts(4, 1, 5, 0));
        assertThat(imports.rejected)
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("paid:5:").contains("more than the remaining amount"),
                        line -> assertThat(line).startsWith("paid:6:").contains("must be USD"),
                        line -> assertThat(line).startsWith("paid:7:").contains("must be more than 0"),
                        line -> assertThat(line).startsWith("paid:9:").contains("only to a bill that was sent"),
                        line -> assertThat(line).isEqualTo("paid:10: line 3 has the same id with other content"));
        assertThat(
                        text(
                                "select state || ' ' || remaining || ' ' || (doc #>> '{appliedPayment,0,appliedAmount,value}') from customer_bill where id = 'paid'"))
                .isEqualTo("settled 0.00 4.00");
    }

    /** A line that takes a part of a payment off its bill is rejected, and those before and behind it are loaded. */
    @Test
    void a_payment_is_not_lowered_and_costs_no_other_line() {
        imports.load(imports.file(
                "applied", bill("lowered", "sent", "10.00", "10.00"), payment("lowered", "P-L", "USD", "4.00")));
        var report = imports.load(imports.file(
                "lower",
                bill("before-lower", "sent", "10.00", "10.00"),
                payment("lowered", "P-L", "USD", "3.00"),
                bill("behind-lower", "sent", "10.00", "10.00")));
        assertThat(report.counts()).isEqualTo(new ImportCounts(2, 0, 1, 0));
        assertThat(imports.rejected)
                .singleElement()
                .satisfies(line ->
                        assertThat(line).startsWith("lower:2:").contains("is less than", "takes nothing off a bill"));
        assertThat(text("select remaining::text from customer_bill where id = 'lowered'"))
                .isEqualTo("6.00");
    }

    @Test
    void too_many_rejected_lines_stop_it_and_the_same_command_resumes() throws IOException {
        var lines = accounts("stop", 20_000);
        for (int i : new int[] {5, 100, 8_500, 12_000, 19_999}) {
            lines[i] = "bad " + i;
        }
        var file = imports.file("stop", lines);
        var rejects = folder.resolve("stop.rejects");
        var first = imports.load(Imports.atMost(1, rejects), file);
        assertThat(first.end()).isEqualTo(ImportReport.End.STOPPED);
        assertThat(first.counts()).isEqualTo(new ImportCounts(7_998, 0, 2, 0));
        Files.writeString(rejects, Files.readString(rejects) + "written by a batch that was not committed\n");

        var second = imports.load(Imports.atMost(10, rejects), file);
        assertThat(imports.resumedAt).containsExactly(8_000L);
        assertThat(second.end()).isEqualTo(ImportReport.End.DONE);
        assertThat(second.counts()).isEqualTo(new ImportCounts(19_995, 0, 5, 0));
        assertThat(rejects(rejects))
                .extracting(e -> e.path("text").asText())
                .containsExactly("bad 5", "bad 100", "bad 8500", "bad 12000", "bad 19999");

        assertThat(imports.load(file).counts()).isEqualTo(new ImportCounts(0, 19_995, 5, 0));
        assertThat(imports.resumedAt).as("one that is done is begun anew").hasSize(1);
    }

    /** A lock that a dry run held would stop the change until the end of the file. */
    @Test
    void a_dry_run_locks_nothing_and_a_write_to_a_table_is_refused_by_the_database() {
        imports.load(imports.file("free", bill("free", "new", "9.00", "9.00")));
        var file = imports.file("free", bill("free", "sent", "9.00", "9.00"), payment("free", "P", "USD", "4.00"));
        var sources = ImportSources.of(List.of(file), path -> FileFormat.NDJSON, System.in);
        var changedMeanwhile = new ArrayList<String>();
        var listener = new ImportListener() {
            @Override
            public void progress(ImportCounts counts, long bytes) {
                changedMeanwhile.add(DATABASE.inTransaction(Store.TENANT, tx -> {
                    Database.set(tx, "lock_timeout", "1000");
                    return tx.createQuery("select state from customer_bill where id = 'free' for update")
                            .mapTo(String.class)
                            .one();
                }));
            }
        };
        var report = new Import(
                        DATABASE, Store.TENANT, Clock.systemUTC(), sources, Imports.dryRun(), listener, () -> false)
                .run(Caller.system("test", Store.TENANT));
        assertThat(report.counts()).isEqualTo(new ImportCounts(2, 0, 0, 0));
        assertThat(changedMeanwhile).containsExactly("new");
        try (var transactions = ImportTransactions.of(DATABASE, Store.TENANT, true)) {
            assertThatThrownBy(() -> transactions.run(tx -> tx.execute("delete from public.customer_bill")))
                    .hasMessageContaining("read-only transaction");
        }
        assertThat(count("select count(*) from pg_class where relpersistence = 't' and relname = 'customer_bill'"))
                .isZero();
    }

    @Test
    void a_dry_run_reports_what_would_change_and_keeps_nothing() {
        var file = imports.file(
                "dry",
                rate("dry-1", "dry", "9.00"),
                bill("dry", "sent", "9.00", "9.00"),
                "bad",
                rate("dry-2", "none", "1"));
        var report = imports.load(Imports.dryRun(), file);
        assertThat(report.counts()).isEqualTo(new ImportCounts(2, 0, 2, 0));
        assertThat(count("select count(*) from customer_bill where id = 'dry'")).isZero();
        assertThat(imports.load(file).counts()).isEqualTo(report.counts());
    }

    @Test
    void amounts_that_do_not_agree_are_rejected_reported_or_ignored() {
        var wrong = bill("wrong", "sent", "5.00", "5.00")
                .replace(
                        "\"taxIncludedAmount\":{\"unit\":\"USD\",\"value\":5.00}",
                        "\"taxIncludedAmount\":{\"unit\":\"USD\",\"value\":6.00},"
                                + "\"taxItem\":[{\"taxAmount\":{\"unit\":\"USD\",\"value\":0.50}}]");
        var file = imports.file("wrong", wrong);
        assertThat(imports.load(file).counts()).isEqualTo(new ImportCounts(0, 0, 1, 0));
        assertThat(imports.load(Imports.options(CheckMode.WARN), file).counts())
                .isEqualTo(new ImportCounts(1, 0, 0, 1));
        assertThat(imports.warned)
                .containsExactly("1: 'taxIncludedAmount' is USD 6.00, its parts give USD 5.50:"
                        + " taxExcludedAmount USD 5.00 plus taxes USD 0.50");
        assertThat(imports.load(Imports.options(CheckMode.OFF), file).counts()).isEqualTo(new ImportCounts(0, 1, 0, 0));
    }

    @Test
    void lines_that_do_not_add_up_to_their_bill_are_reported_at_the_end() {
        var shown = rate("sum-3", "sum", "99.00")
                .replace(
                        "\"taxExcludedAmount\"",
                        "\"characteristic\":[{\"name\":\"BalanceIndicator\",\"value\":\"E\"}],\"taxExcludedAmount\"");
        var file = imports.file(
                "sum",
                bill("sum", "sent", "5.00", "5.00"),
                rate("sum-1", "sum", "2.00"),
                rate("sum-2", "sum", "3.00"),
                shown);
        assertThat(imports.load(file).differences()).isZero();
        var more = imports.file("more", rate("sum-4", "sum", "0.01"));
        assertThat(imports.load(more).differences()).isEqualTo(1);
        assertThat(imports.warned).containsExactly("0: bill sum: 'taxExcludedAmount' is 5.00, its lines give 5.01");
        assertThat(imports.load(more).differences()).as("of what it changes").isZero();
        assertThat(count("select count(*) from import_bill")).isZero();
    }

    @Test
    void events_of_bills_that_are_new_or_change_state_are_published_on_request() {
        var file = imports.file("told", bill("told", "sent", "5.00", "5.00"), bill("told-2", "new", "5.00", "5.00"));
        imports.load(imports.file("quiet", bill("quiet", "sent", "5.00", "5.00")));
        imports.load(Imports.events(), file);
        imports.load(Imports.events(), file);
        imports.file(
                "told",
                bill("told", "sent", "6.00", "6.00"),
                bill("told-2", "sent", "5.00", "5.00"),
                payment("told", "P", "USD", "6.00"));
        imports.load(Imports.events(), file);
        assertThat(
                        text(
                                "select string_agg(resource_id || ' ' || type, ',' order by resource_id, resource_sequence) from event"))
                .isEqualTo("told CustomerBillCreateEvent,told CustomerBillStateChangeEvent,"
                        + "told-2 CustomerBillCreateEvent,told-2 CustomerBillStateChangeEvent");
    }

    @Test
    void files_of_a_folder_go_in_the_order_of_their_kinds() {
        imports.file("1-rates", rate("ordered-1", "ordered", "5.00"));
        imports.file("2-bills", bill("ordered", "sent", "5.00", "5.00"));
        imports.file("3-accounts", accounts("ordered", 1));
        imports.file(".hidden", "bad");
        var sources = ImportSources.of(List.of(folder), file -> FileFormat.NDJSON, System.in);
        assertThat(sources)
                .extracting(source -> Path.of(source.name()).getFileName().toString())
                .containsExactly("3-accounts", "2-bills", "1-rates");
        assertThat(imports.load(folder).counts()).isEqualTo(new ImportCounts(3, 0, 0, 0));
    }

    @Test
    void records_of_csv_are_loaded_by_a_mapping_and_rejected_as_they_are() throws IOException {
        var mapping = CsvMapping.read("""
                {"kind": "AppliedPayment", "separator": ";", "attributes":
                {"bill.id": "BILL", "payment.id": "PAYMENT", "appliedAmount.value": "PAID"}, "constants": {"appliedAmount.unit": "USD"}}""".getBytes(StandardCharsets.UTF_8));
        imports.load(imports.file("csv-bill", bill("csv", "sent", "10.00", "10.00")));
        var file = imports.file(
                "csv.gz", gzip(Imports.text("PAYMENT;BILL;PAID", "P-1;csv;4.00", "P-2;csv;many", "P-3;\"csv\";6.00")));
        var sources = ImportSources.of(List.of(file), path -> mapping.fileFormat(), System.in);
        var report = new Import(
                        DATABASE,
                        Store.TENANT,
                        Clock.systemUTC(),
                        sources,
                        ImportOptions.DEFAULTS,
                        imports,
                        () -> false)
                .run(Caller.system("test", Store.TENANT));
        assertThat(report.counts()).isEqualTo(new ImportCounts(2, 0, 1, 0));
        assertThat(imports.rejected)
                .singleElement()
                .asString()
                .startsWith("csv.gz:3:")
                .contains("PAID");
        assertThat(text("select state from customer_bill where id = 'csv'")).isEqualTo("settled");
    }

    private ImportReport accepted(String id, Path body, boolean leavesOff) {
        var options = Imports.atMost(5, folder.resolve(id + ".rejects"));
        return new Import(
                        DATABASE,
                        Store.TENANT,
                        Clock.systemUTC(),
                        List.of(ImportSource.of(body, FileFormat.NDJSON)),
                        options,
                        imports,
                        () -> leavesOff)
                .run(id);
    }

    @Test
    void a_resumed_http_import_stops_where_it_would_have_and_keeps_no_deferred_lines() {
        var lines = accounts("budget", 30_000);
        for (int i : new int[] {1, 2, 3, 9_001, 9_002, 9_003, 20_000}) {
            lines[i] = "bad " + i;
        }
        lines[4] = rate("budget-r", "budget-never", "1.00");
        var body = imports.file("budget", lines);
        DATABASE.inTransaction(Store.TENANT, tx -> {
            HttpImportStore.add(
                    tx, Store.TENANT, "budget", ImportOptions.DEFAULTS, Optional.empty(), Clock.systemUTC());
            return tx;
        });
        assertThat(accepted("budget", body, true).end()).isEqualTo(ImportReport.End.INTERRUPTED);
        assertThat(count("select count(*) from import_deferred_line where job_id = 'budget'"))
                .isEqualTo(1);

        var report = accepted("budget", body, false);
        assertThat(report.end()).isEqualTo(ImportReport.End.STOPPED);
        assertThat(report.counts().rejected()).isEqualTo(6);
        assertThat(count("select line_no from import_job where id = 'budget'")).isEqualTo(16_000);
        assertThat(count("select count(*) from import_deferred_line where job_id = 'budget'"))
                .isZero();
    }

    @Test
    void one_that_is_begun_anew_leaves_nothing_waiting_of_the_one_before() {
        var lines = accounts("anew", 3);
        lines[1] = "bad";
        lines[2] = rate("anew-r", "anew-never", "1.00");
        var file = imports.file("anew", lines);
        assertThat(imports.load(Imports.atMost(0, folder.resolve("anew.rejects")), file)
                        .end())
                .isEqualTo(ImportReport.End.STOPPED);
        var waits = "select count(*) from import_deferred_line where doc ->> 'id' = 'anew-r'";
        assertThat(count(waits)).isEqualTo(1);
        assertThat(imports.load(Imports.anew(9), file).counts()).isEqualTo(new ImportCounts(0, 1, 2, 0));
        assertThat(count(waits)).isZero();
    }
}
