package org.billwright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.billwright.cli.Commands.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.billwright.json.Json;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The command parity: the same bills as NDJSON, as CSV and in a database of their own. */
class ParityCommandTest {
    private static final String MONEY = """
              taxExcludedAmount.value: NET
              taxExcludedAmount.unit: CURRENCY
              TAXES[0].taxCategory: TAX1
              TAXES[0].taxRate: RATE1
              TAXES[0].taxAmount.value: AMOUNT1
              TAXES[0].taxAmount.unit: UNIT1
              TAXES[1].taxCategory: TAX2
              TAXES[1].taxRate: RATE2
              TAXES[1].taxAmount.value: AMOUNT2
              TAXES[1].taxAmount.unit: UNIT2
            """;
    private static final String BILLS = """
            kind: CustomerBill
            separator: ";"
            decimalSeparator: ","
            attributes:
              id: ID
              billNo: NUMBER
              billDate: DATE
              paymentDueDate: DUE_DATE
              billingPeriod.startDateTime: FROM
              billingPeriod.endDateTime: TO
              state: STATE
              billingAccount.id: ACCOUNT
              taxIncludedAmount.value: GROSS
              taxIncludedAmount.unit: GROSS_CURRENCY
              amountDue.value: DUE
              amountDue.unit: DUE_CURRENCY
            """ + MONEY.replace("TAXES", "taxItem");
    private static final String RATES = """
            kind: AppliedCustomerBillingRate
            attributes:
              id: ID
              bill.id: BILL
              name: NAME
              date: DATE
              type: TYPE
              product.id: PRODUCT
              product.name: PRODUCT_NAME
              characteristic[0].name: NAME1
              characteristic[0].value: {column: VALUE1, type: text}
              characteristic[1].name: NAME2
              characteristic[1].value: {column: VALUE2, type: text}
            """ + MONEY.replace("TAXES", "appliedTax");

    @RegisterExtension
    static final Commands COMMANDS = new Commands("parity_command");

    @TempDir
    static Path folder;

    @BeforeAll
    static void bills() throws IOException {
        var all = folder.resolve("all.ndjson").toString();
        run(new GenerateCommand(), "--accounts", "24", "--months", "3", "--today", "2026-06-17", "--to", all);
        assertThat(run(new ImportCommand(), all).exitCode()).isZero();
        assertThat(run(new ExportCommand(), "--to", folder + "/ndjson", "--zstd")
                        .exitCode())
                .isZero();
        Files.writeString(folder.resolve("bills.yaml"), BILLS);
        Files.writeString(folder.resolve("rates.yaml"), RATES);
        Files.createDirectories(folder.resolve("csv"));
        export("bills", "bill.csv", "");
        export("rates", "rate.csv", "isBilled=true");
    }

    private static void export(String mapping, String file, String filter) {
        var exported = run(
                new ExportCommand(),
                "--mapping",
                folder + "/" + mapping + ".yaml",
                "--to",
                folder + "/csv/" + file,
                "--filter",
                filter);
        assertThat(exported.exitCode()).as(exported.err()).isZero();
    }

    private static Commands.Run parity(String... arguments) {
        return run(
                new ParityCommand(),
                Stream.concat(Stream.of(arguments), Stream.of("--temporary", folder.toString()))
                        .toArray(String[]::new));
    }

    private static String[] csv(String left, String right) {
        return new String[] {
            left,
            right,
            "--mapping",
            "bill*=" + folder + "/bills.yaml",
            "--right-mapping",
            "rate.*=" + folder + "/rates.yaml"
        };
    }

    @Test
    void the_same_bills_are_equal_wherever_they_are() throws IOException {
        for (var run : new Commands.Run[] {
            parity("store:", folder + "/ndjson"),
            parity(csv("store:", folder + "/csv")),
            parity(csv(folder + "/ndjson", folder + "/csv")),
            parity("store:", folder + "/all.ndjson")
        }) {
            assertThat(run.err()).contains("144 bills in ");
            assertThat(run.out())
                    .contains("72 matched: 72 equal, 0 within tolerance, 0 different; 0 only left, 0 only right");
            assertThat(run.exitCode()).isZero();
        }
        assertNoTemporaryFiles();
    }

    /** One amount of a CSV file is 1,00 more. */
    @Test
    void a_difference_is_reported_with_the_exit_code_1() throws IOException {
        var bills = Files.readString(folder.resolve("csv/bill.csv"));
        var bill = bills.lines()
                .filter(line -> line.contains("CB-PR-0000001"))
                .findFirst()
                .orElseThrow();
        var due = Stream.of(bill.split(";", -1))
                .filter(field -> field.matches("\\d+,\\d{2}"))
                .findFirst()
                .orElseThrow();
        var more = (Integer.parseInt(due.split(",", -1)[0]) + 1) + "," + due.split(",", -1)[1];
        var changed = Files.createDirectories(folder.resolve("changed"));
        Files.copy(folder.resolve("csv/rate.csv"), changed.resolve("rate.csv"));
        var header = bills.lines().findFirst().orElseThrow().split(";", -1);
        var fields = bill.split(";", -1);
        for (int i = 0; i < header.length; i++) {
            fields[i] = header[i].equals("DUE") ? more : fields[i];
        }
        Files.writeString(changed.resolve("bill.csv"), bills.replace(bill, String.join(";", fields)));
        var page = folder.resolve("report.html");
        var run = parity(
                Stream.concat(Stream.of(csv("store:", changed.toString())), Stream.of("--report", page.toString()))
                        .toArray(String[]::new));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains("71 equal, 0 within tolerance, 1 different")
                .contains("Charges are equal, and another part differs: amount due: 1 bill, ");
        assertThat(Files.readString(page)).contains("<h1>", "CB-PR-0000001");
        var json = parity(
                Stream.concat(Stream.of(csv("store:", changed.toString())), Stream.of("--json", "--tolerance", "1000"))
                        .toArray(String[]::new));
        assertThat(json.exitCode()).isZero();
        var document = Json.read(json.out().getBytes(StandardCharsets.UTF_8));
        assertThat(document.at("/bills/withinTolerance").intValue()).isEqualTo(1);
        assertThat(document.path("isEqual").booleanValue()).isTrue();
    }

    @Test
    void only_bills_of_some_dates_are_compared() {
        var june = parity("store:", folder + "/ndjson", "--from", "2026-06-01", "--to", "2026-06-30");
        assertThat(june.exitCode()).isZero();
        assertThat(june.out())
                .contains("matched: ")
                .contains("bills of other dates")
                .doesNotContain("72 matched");
    }

    @Test
    void a_comparison_of_nothing_has_the_exit_code_4() throws IOException {
        var empty = Files.writeString(folder.resolve("empty.ndjson"), "").toString();
        assertThat(parity(empty, empty).exitCode()).isEqualTo(4);
        assertThat(parity("store:", folder + "/ndjson", "--from", "2030-01-01").exitCode())
                .isEqualTo(4);
    }

    @Test
    void what_cannot_be_read_has_the_exit_code_2() throws IOException {
        var broken = Files.writeString(folder.resolve("broken.ndjson"), "{\"@type\":\"CustomerBill\"}\nx\n");
        var run = parity("store:", broken.toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("broken.ndjson:1: ");
        for (var wrong : new String[][] {
            {"store:", folder + "/nowhere"},
            {"store:", folder + "/csv"},
            {"store:", "http://127.0.0.1:1/tmf-api"},
            {"store:", "http://127.0.0.1:1/v4"},
            {"store:", folder + "/ndjson", "--tolerance", "-1"},
            {"store:", folder + "/ndjson", "--report", "x.pdf"},
            {"store:", folder + "/csv", "--mapping", folder + "/nowhere.yaml"},
            {"store:"}
        }) {
            assertThat(parity(wrong).exitCode()).as(String.join(" ", wrong)).isEqualTo(2);
        }
        assertNoTemporaryFiles();
    }

    private static void assertNoTemporaryFiles() throws IOException {
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .noneMatch(name -> name.startsWith("billwright-parity-"));
        }
    }
}
