package org.billwright.imports.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.billwright.api.Store;
import org.billwright.imports.check.CheckMode;
import org.billwright.store.Database;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines of one import with one id: the same content is unchanged, other content is rejected. */
class RepeatedLinesTest {
    private static final Database DATABASE = Store.fresh("repeated_lines");

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

    private static String text(String sql) {
        return Store.asOwner("repeated_lines")
                .withHandle(
                        handle -> handle.createQuery(sql).mapTo(String.class).one());
    }

    private static String account(String id, String currency) {
        return "{\"@type\":\"BillingAccount\",\"id\":\"" + id + "\",\"currency\":\"" + currency + "\"}";
    }

    private static String bill(String id, String due) {
        return """
                {"@type":"CustomerBill","id":"%s","state":"sent","billDate":"2026-01-31T00:00:00Z","billingAccount":{"id":"A"},\
                "amountDue":{"unit":"USD","value":%s},"remainingAmount":{"unit":"USD","value":%s}}""".formatted(id, due, due);
    }

    private static String rate(String id, String net) {
        return """
                {"@type":"AppliedCustomerBillingRate","id":"%s","billingAccount":{"id":"A"},"taxExcludedAmount":{"unit":"USD","value":%s}}""".formatted(id, net);
    }

    private static String payment(String bill, String payment, String amount) {
        return """
                {"@type":"AppliedPayment","bill":{"id":"%s"},"appliedAmount":{"unit":"USD","value":%s},"payment":{"id":"%s"}}""".formatted(bill, amount, payment);
    }

    private static String pdf(String bill, String id, String name) {
        return """
                {"@type":"BillDocument","id":"%s","bill":{"id":"%s"},"name":"%s","content":"JVBERi0xLjcK"}""".formatted(id, bill, name);
    }

    /** More lines than one batch has. */
    private static List<String> others(String name) {
        return IntStream.range(0, BatchReader.BATCH_LINES)
                .mapToObj(i -> rate(name + "-" + i, "1.00"))
                .toList();
    }

    private static String[] apart(String name, List<String> first, List<String> second) {
        var lines = new ArrayList<>(first);
        lines.addAll(others(name));
        lines.addAll(second);
        return lines.toArray(String[]::new);
    }

    @Test
    void in_one_batch_the_first_line_is_loaded_and_another_content_is_rejected() {
        var file = imports.file(
                "one",
                account("one", "USD"),
                account("one", "EUR"),
                bill("one", "5.00"),
                bill("one", "6.00"),
                rate("one", "0.330"),
                rate("one", "0.34"),
                payment("one", "P", "2.00"),
                payment("one", "P", "3.00"),
                pdf("one", "D", "a"),
                pdf("one", "D", "b"));
        assertThat(imports.load(file).counts()).isEqualTo(new ImportCounts(5, 0, 5, 0));
        assertThat(imports.rejected)
                .containsExactly(
                        "one:2: line 1 has the same id with other content",
                        "one:4: line 3 has the same id with other content",
                        "one:6: line 5 has the same id with other content",
                        "one:8: line 7 has the same id with other content",
                        "one:10: line 9 has the same id with other content");
        assertThat(text("select currency from billing_account where id = 'one'"))
                .isEqualTo("USD");
        assertThat(text("select amount_due || ' ' || remaining from customer_bill where id = 'one'"))
                .isEqualTo("5.00 3.00");
    }

    @Test
    void the_same_content_in_another_form_is_unchanged() {
        var file = imports.file(
                "same",
                rate("same", "0.330"),
                """
                {"taxExcludedAmount":{"value":0.33,"unit":"USD"},"id":"same","billingAccount":{"id":"A"},"@type":"AppliedCustomerBillingRate"}""",
                bill("same", "5.00"),
                bill("same", "5.0"),
                payment("same", "P", "2.0"),
                payment("same", "P", "2.00"),
                account("same", "USD"),
                "{\"currency\":\"USD\",\"id\":\"same\",\"@type\":\"BillingAccount\"}");
        assertThat(imports.load(file).counts()).isEqualTo(new ImportCounts(4, 4, 0, 0));
    }

    @Test
    void across_batches_it_is_the_same() {
        var first = List.of(
                account("far", "USD"),
                bill("far", "5.00"),
                rate("far", "0.33"),
                payment("far", "P", "2.00"),
                pdf("far", "D", "a"));
        var same = List.of(
                account("far", "USD"),
                bill("far", "5.0"),
                rate("far", "0.330"),
                payment("far", "P", "2.0"),
                pdf("far", "D", "a"));
        var other = List.of(
                account("far", "EUR"),
                bill("far", "6.00"),
                rate("far", "0.34"),
                payment("far", "P", "1.00"),
                pdf("far", "D", "b"));
        var second = new ArrayList<>(same);
        second.addAll(other);
        var file = imports.file("far", apart("far", first, second));
        var expected = IntStream.range(0, 5)
                .mapToObj(i -> "far:" + (8_011 + i) + ": line " + (1 + i) + " has the same id with other content")
                .toList();
        assertThat(imports.load(file).counts()).isEqualTo(new ImportCounts(8_005, 5, 5, 0));
        assertThat(imports.rejected).isEqualTo(expected);

        // Loaded again, the first lines change nothing, and the others are still no corrections of them.
        imports.rejected.clear();
        assertThat(imports.load(file).counts()).isEqualTo(new ImportCounts(0, 8_010, 5, 0));
        assertThat(imports.rejected).isEqualTo(expected);
        assertThat(text("select amount_due || ' ' || remaining from customer_bill where id = 'far'"))
                .isEqualTo("5.00 3.00");
        assertThat(text("select count(*) from import_line")).isEqualTo("0");
    }

    @Test
    void a_line_of_another_file_is_named_with_its_file() {
        var a = imports.file("a-bills", bill("two-files", "5.00"));
        var b = imports.file("b-bills", bill("two-files", "6.00"));
        assertThat(imports.load(a, b).counts()).isEqualTo(new ImportCounts(1, 0, 1, 0));
        assertThat(imports.rejected)
                .containsExactly("b-bills:1: line 1 of " + a + " has the same id with other content");
        imports.rejected.clear();
        assertThat(imports.load(b).counts())
                .as("a correction by a later import")
                .isEqualTo(new ImportCounts(1, 0, 0, 0));
    }

    @Test
    void where_the_first_is_rejected_the_next_is_loaded() {
        var taken = bill("taken", "5").replace("\"state\"", "\"billNo\":\"TAKEN\",\"state\"");
        var file = imports.file(
                "next", taken, taken.replace("\"taken\"", "\"next\""), bill("next", "5"), bill("next", "6.00"));
        assertThat(imports.load(file).counts()).isEqualTo(new ImportCounts(2, 0, 2, 0));
        assertThat(imports.rejected)
                .containsExactly(
                        "next:2: another bill has this billNo", "next:4: line 3 has the same id with other content");
    }

    @Test
    void it_holds_after_an_import_was_stopped_and_resumed() {
        var lines = apart("resumed", List.of(bill("resumed", "5.00"), "{}"), List.of(bill("resumed", "6.00")));
        var file = imports.file("resumed", lines);
        var rejects = folder.resolve("rejects");
        var stopped = imports.load(Imports.atMost(0, rejects), file);
        assertThat(stopped.end()).isEqualTo(ImportReport.End.STOPPED);
        imports.rejected.clear();
        var resumed = imports.load(Imports.atMost(5, rejects), file);
        assertThat(imports.resumedAt).hasSize(1);
        assertThat(resumed.counts()).isEqualTo(new ImportCounts(8_001, 0, 2, 0));
        assertThat(imports.rejected).containsExactly("resumed:8003: line 1 has the same id with other content");
    }

    @Test
    void deferred_lines_are_compared_too() {
        var lines = new ArrayList<>(
                Arrays.asList(payment("late", "P", "2.00"), payment("late", "P", "2.0"), payment("late", "P", "1.00")));
        lines.add(bill("late", "5.00"));
        var file = imports.file("late", lines.toArray(String[]::new));
        assertThat(imports.load(Imports.options(CheckMode.STRICT), file).counts())
                .isEqualTo(new ImportCounts(2, 1, 1, 0));
        var later = imports.file("z", "");
        assertThat(imports.load(file, later).counts()).isEqualTo(new ImportCounts(0, 3, 1, 0));
    }
}
