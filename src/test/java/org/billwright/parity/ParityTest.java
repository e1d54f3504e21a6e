package org.billwright.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.billwright.parity.ParityBills.bill;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.billwright.format.FileFormat;
import org.billwright.generate.Generator;
import org.billwright.http.DisplayText;
import org.billwright.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two sources are compared, through temporary files. */
class ParityTest {
    @Test
    void texts_of_bills_have_no_power_over_a_terminal() {
        assertThat(DisplayText.printable("a\u001b[31mb\nc\u202Ed\u2066e ñ عربى"))
                .isEqualTo("a\uFFFD[31mb\uFFFDc\uFFFDd\uFFFDe ñ عربى");
    }

    private static final long LARGE = 10_000_000;
    private static final LocalDate TODAY = LocalDate.of(2026, 6, 17);

    @TempDir
    Path folder;

    private final List<String> rejected = new ArrayList<>();

    /** Records what is reported of single lines. */
    private final class Recorder implements ParityListener {
        @Override
        public void read(Side side, long documents) {}

        @Override
        public void compared(int partitions, int all) {}

        @Override
        public void rejected(String place, String reason) {
            rejected.add(place + ": " + reason);
        }
    }

    private Path temporary() throws IOException {
        return Files.createDirectories(folder.resolve("temporary"));
    }

    private ParityResult compare(Path left, Path right, long partitionBytes, long maxErrors, int groups)
            throws IOException {
        var options = new ParityOptions(
                BigDecimal.ZERO, Optional.empty(), Optional.empty(), maxErrors, temporary(), 2, partitionBytes, groups);
        return new Parity(options, new Recorder()).compare(source(left), source(right));
    }

    private static DocumentSource source(Path path) {
        return new FileSource(path, file -> FileFormat.NDJSON, Optional.empty());
    }

    private Path write(String name, List<String> lines) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, lines);
    }

    private void assertNoTemporaryFiles() throws IOException {
        try (var left = Files.list(temporary())) {
            assertThat(left).isEmpty();
        }
    }

    private static List<String> titles(ParityResult result) {
        return result.groups().stream()
                .map(group -> RootCauseTitles.of(group) + ": " + group.bills() + " bills, " + ParityText.sums(group))
                .toList();
    }

    private static List<ObjectNode> generated() {
        return new Generator(678, TODAY, 90, 4).documents().toList();
    }

    private static List<String> lines(List<ObjectNode> documents) {
        return documents.stream().map(Json::write).toList();
    }

    private static void add(ObjectNode document, String amount, String value) {
        var money = (ObjectNode) document.path(amount);
        money.put("value", money.path("value").decimalValue().add(new BigDecimal(value)));
    }

    private static boolean isBillIn(ObjectNode document, String currency) {
        return document.path("@type").textValue().equals("CustomerBill")
                && document.path("amountDue").path("unit").textValue().equals(currency);
    }

    /**
     * Of generated bills, 7 in BHD with five or more lines have a tax of 0.003 more, 5 in JPY ask for 500 more, and of 4 in USD a line of 6.99 with 0.73 and 0.07 of
     * tax, all that is left of its taxes, is gone.
     */
    @Test
    void three_planted_causes_are_three_groups() throws IOException {
        var left = write("left.ndjson", lines(generated()));
        var documents = new ArrayList<>(generated());
        var taxed = documents.stream()
                .filter(bill -> isBillIn(bill, "BHD"))
                .limit(7)
                .toList();
        for (var bill : taxed) {
            add(bill, "taxIncludedAmount", "0.003");
            add(bill, "amountDue", "0.003");
            add((ObjectNode) bill.path("taxItem").path(0), "taxAmount", "0.003");
        }
        documents.stream()
                .filter(bill -> isBillIn(bill, "JPY"))
                .limit(5)
                .forEach(bill -> add(bill, "amountDue", "500"));
        var channels = documents.stream()
                .filter(rate -> rate.path("name").asText().equals("TV channels")
                        && rate.path("isBilled").asBoolean()
                        && rate.path("taxExcludedAmount").path("unit").asText().equals("USD"))
                .limit(4)
                .toList();
        var gone = BigDecimal.ZERO;
        for (var rate : channels) {
            var bill = documents.stream()
                    .filter(document ->
                            document.path("id").equals(rate.path("bill").path("id")))
                    .findFirst()
                    .orElseThrow();
            var net = rate.path("taxExcludedAmount").path("value").decimalValue();
            var gross = net;
            add(bill, "taxExcludedAmount", net.negate().toPlainString());
            for (int i = 0; i < rate.path("appliedTax").size(); i++) {
                var tax = rate.path("appliedTax")
                        .path(i)
                        .path("taxAmount")
                        .path("value")
                        .decimalValue();
                gross = gross.add(tax);
                add(
                        (ObjectNode) bill.path("taxItem").path(i),
                        "taxAmount",
                        tax.negate().toPlainString());
            }
            add(bill, "taxIncludedAmount", gross.negate().toPlainString());
            add(bill, "amountDue", gross.negate().toPlainString());
            gone = gone.add(gross);
            documents.remove(rate);
        }
        assertThat(channels).hasSize(4);
        var result = compare(left, write("right.ndjson", lines(documents)), LARGE, 0, 100);
        assertThat(titles(result))
                .containsExactly(
                        "Charges are equal, and another part differs: amount due: 5 bills, 2,500 JPY",
                        "Line is missing on the right: TV channels: 4 bills, -" + gone.toPlainString() + " USD",
                        "Tax rounding of VAT 10 %: 7 bills, 0.021 BHD");
        assertThat(result.pairs()).isEqualTo(new PairCounts(360 - 16, 0, 16, 0, 0));
        assertThat(result.isEqual()).isFalse();
        assertThat(result.left().unbilled())
                .isPositive()
                .isEqualTo(result.right().unbilled());
        assertThat(result.left().notInBalance()).isPositive();
        assertNoTemporaryFiles();
    }

    @Test
    void the_order_the_files_and_their_compression_do_not_matter() throws IOException {
        var lines = lines(generated());
        var left = write("left.ndjson", lines);
        var mixed = new ArrayList<>(lines);
        Collections.shuffle(mixed, new Random(1));
        var right = folder.resolve("right");
        write("right/a.ndjson", mixed.subList(0, 700));
        try (var gzip = new OutputStreamWriter(
                new GZIPOutputStream(Files.newOutputStream(right.resolve("b.ndjson.gz"))), StandardCharsets.UTF_8)) {
            gzip.write(String.join("\n", mixed.subList(700, mixed.size())));
        }
        var result = compare(left, right, LARGE, 0, 100);
        assertThat(titles(result)).isEmpty();
        assertThat(result.isEqual()).isTrue();
        assertThat(result.pairs()).isEqualTo(new PairCounts(360, 0, 0, 0, 0));
        assertThat(result.left().lines()).isEqualTo(result.right().lines()).isGreaterThan(1_000);
    }

    /** One bill is larger than a part may be, and so is one account; the result is the same. */
    @Test
    void parts_that_are_too_large_are_split_again() throws IOException {
        var left = write("left.ndjson", lines(generated()));
        var documents = new ArrayList<>(generated());
        documents.stream().filter(bill -> isBillIn(bill, "JPY")).forEach(bill -> add(bill, "amountDue", "500"));
        var right = write("right.ndjson", lines(documents));
        var whole = compare(left, right, LARGE, 0, 100);
        var split = compare(left, right, 1_500, 0, 100);
        assertThat(split.groups()).isEqualTo(whole.groups()).isNotEmpty();
        assertThat(split.pairs()).isEqualTo(whole.pairs());
        assertThat(split.left()).isEqualTo(whole.left());
        assertNoTemporaryFiles();
    }

    @Test
    void an_invalid_line_stops_with_its_file_and_line_or_is_passed_over() throws IOException {
        var good = bill("10.00", "2.10", "12.10", "12.10")
                .line("Plan", "10.00", "2.10")
                .documents();
        var left = write("left.ndjson", good);
        for (var invalid : List.of(
                "{\"@type\":\"CustomerBill\",\"id\":",
                good.getFirst().replace("12.10", "\"12.10\""),
                good.getFirst().replace("\"EUR\"", "\"EURO\""),
                good.getFirst().replace("2026-04-01T06:00:00Z", "yesterday"),
                good.getFirst().replace("\"billingAccount\"", "\"account\""),
                good.getFirst().replace("\"id\":\"B-1\",", ""),
                "{\"id\":\"x\"}")) {
            var right = write("right.ndjson", List.of(good.get(0), "", invalid, good.get(1)));
            assertThatThrownBy(() -> compare(left, right, LARGE, 0, 100))
                    .as(invalid)
                    .isInstanceOf(UnreadableSourceException.class)
                    .hasMessageStartingWith(right + ":3: ");
            assertNoTemporaryFiles();
            rejected.clear();
            var result = compare(left, right, LARGE, 1, 100);
            assertThat(rejected).singleElement().asString().startsWith(right + ":3: ");
            assertThat(result.pairs()).isEqualTo(new PairCounts(1, 0, 0, 0, 0));
            assertThat(result.right().rejected()).isEqualTo(1);
            assertThat(result.isEqual()).as("a record was not compared").isFalse();
        }
        var many = write("many.ndjson", List.of("{}", "{}", good.get(0)));
        assertThatThrownBy(() -> compare(left, many, LARGE, 1, 100))
                .hasMessage("the right side has more than 1 invalid records");
        assertNoTemporaryFiles();
    }

    @Test
    void a_file_that_is_cut_off_or_no_ndjson_is_named() throws IOException {
        var good = write("good.ndjson", lines(generated()));
        var packed = folder.resolve("cut.ndjson.gz");
        try (var gzip = new GZIPOutputStream(Files.newOutputStream(packed))) {
            gzip.write(Files.readAllBytes(good));
        }
        Files.write(packed, Arrays.copyOf(Files.readAllBytes(packed), 20_000));
        assertThatThrownBy(() -> compare(good, packed, LARGE, 0, 100))
                .isInstanceOf(UnreadableSourceException.class)
                .hasMessageContaining("cut.ndjson.gz:")
                .hasMessageContaining("cannot be read");
        var array = write("array.json", List.of("[", "{}", "]"));
        assertThatThrownBy(() -> compare(good, array, LARGE, 0, 100))
                .hasMessageContaining("array.json: it is a JSON array");
        assertNoTemporaryFiles();
    }

    /** A line without its bill, a bill that is given twice, and a bill of another month. */
    @Test
    void what_cannot_be_compared_is_counted() throws IOException {
        var good = bill("10.00", "2.10", "12.10", "12.10")
                .line("Plan", "10.00", "2.10")
                .documents();
        var stray = good.get(1).replace("\"bill\":{\"id\":\"B-1\"}", "\"bill\":{\"id\":\"B-0\"}");
        var earlier = bill("1.00", "0.21", "1.21", "1.21")
                .of("A-1", "B-2")
                .line("Plan", "1.00", "0.21")
                .with(",'billDate':'2026-03-31T23:00:00Z'")
                .documents();
        var left = write("left.ndjson", good);
        var right = write(
                "right.ndjson", List.of(stray, good.get(0), good.get(1), good.get(0), earlier.get(1), earlier.get(0)));
        var options = new ParityOptions(
                BigDecimal.ZERO,
                Optional.of(Instant.parse("2026-04-01T00:00:00Z")),
                Optional.of(Instant.parse("2026-05-01T00:00:00Z")),
                0,
                temporary(),
                1,
                LARGE,
                10);
        var result = new Parity(options, new Recorder()).compare(source(left), source(right));
        assertThat(result.right()).isEqualTo(new SideCounts(1, 1, 1, 0, 0, 1, 1, 0));
        assertThat(result.pairs()).isEqualTo(new PairCounts(1, 0, 0, 0, 0));
        assertThat(result.isEqual()).isFalse();
    }

    /** 30 prices of one plan, and 30 offerings: the smallest are folded, and no amount is lost. */
    @Test
    void groups_are_bounded_and_nothing_is_lost() throws IOException {
        var left = new ArrayList<String>();
        var right = new ArrayList<String>();
        for (int i = 1; i <= 30; i++) {
            left.addAll(bill("1.00", "0.21", "1.21", "1.21")
                    .of("A" + i, "P" + i)
                    .line("Plan", "1.00", "0.21")
                    .documents());
            right.addAll(bill(1 + i + ".00", "0.21", 1 + i + ".21", 1 + i + ".21")
                    .of("A" + i, "P" + i)
                    .line("Plan", 1 + i + ".00", "0.21")
                    .documents());
            left.addAll(bill("1.00", "0.21", "1.21", "1.21")
                    .of("B" + i, "Q" + i)
                    .line("Offer " + i, "1.00", "0.21")
                    .documents());
            right.addAll(bill("2.00", "0.21", "2.21", "2.21")
                    .of("B" + i, "Q" + i)
                    .line("Offer " + i, "2.00", "0.21")
                    .documents());
        }
        var all = compare(write("left.ndjson", left), write("right.ndjson", right), LARGE, 0, 1_000);
        assertThat(all.groups()).hasSize(8 + 30);
        assertThat(titles(all))
                .startsWith(
                        "Price differs: Plan (23 smaller groups): 23 bills, 276.00 EUR",
                        "Price differs: Plan (1.00 → 31.00): 1 bills, 30.00 EUR");
        var few = compare(folder.resolve("left.ndjson"), folder.resolve("right.ndjson"), LARGE, 0, 5);
        assertThat(few.groups()).hasSize(6);
        assertThat(titles(few).getLast()).startsWith("Price differs: others (33 smaller groups)");
        assertThat(few.groups().stream().mapToLong(CauseGroup::bills).sum()).isEqualTo(60);
        assertThat(few.totals().get("EUR")).isEqualTo(new MoneySum(new BigDecimal("495.00"), new BigDecimal("495.00")));
    }

    /** Names are text in the page, whatever is in them. */
    @Test
    void a_report_has_the_groups_with_their_examples() throws IOException {
        var left = write(
                "left.ndjson",
                bill("10.00", "2.10", "12.10", "12.10")
                        .line("<b>Plan</b>", "10.00", "2.10")
                        .documents());
        var right = write(
                "right.ndjson",
                bill("11.00", "2.31", "13.31", "13.31")
                        .line("<b>Plan</b>", "11.00", "2.31")
                        .documents());
        var result = compare(left, right, LARGE, 0, 100);
        assertThat(ParityText.lines(result))
                .containsExactly(
                        "left:  1 bills, 1 lines",
                        "right: 1 bills, 1 lines",
                        "1 matched: 0 equal, 0 within tolerance, 1 different; 0 only left, 0 only right",
                        "difference: 1.21 EUR",
                        "",
                        "Price differs: <b>Plan</b> (10.00 → 11.00): 1 bill, 1.21 EUR",
                        "    A-1: B-1 12.10 EUR → B-1 13.31 EUR, of it 1.21 EUR");
        assertThat(ParityPage.of(result))
                .contains("&lt;b&gt;Plan&lt;/b&gt; (10.00 → 11.00)", "B-1: 13.31 EUR")
                .doesNotContain("<b>");
        var group = ParityDocument.of(result).path("group").path(0);
        assertThat(group.path("rootCause").textValue()).isEqualTo("price");
        assertThat(group.at("/example/0/leftLine/0/taxExcludedAmount").decimalValue())
                .isEqualByComparingTo("10");
        assertThat(group.at("/example/0/amount/value").decimalValue()).isEqualByComparingTo("1.21");
    }
}
