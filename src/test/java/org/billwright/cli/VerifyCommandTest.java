package org.billwright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.billwright.cli.Commands.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.billwright.api.Store;
import org.billwright.run.RunData;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The command verify, on the bills of a run in a database of its own. */
class VerifyCommandTest {
    private static final String NAME = "verify_commands";

    @RegisterExtension
    static final Commands COMMANDS = new Commands(NAME);

    @TempDir
    Path folder;

    private static String run;

    @BeforeAll
    static void bills() {
        RunData.load(COMMANDS.database(), "VERIFY", 60, 678);
        var plan =
                command(new RunCommand(), "plan", "--cycle", "VERIFY", "--period", RunData.PERIOD, "--chunk-size", "7");
        run = value(plan.out(), "run");
        var approved = command(new RunCommand(), "approve", run, "--digest", value(plan.out(), "digest"));
        assertThat(approved.exitCode()).as(approved.err()).isZero();
    }

    private static Commands.Run command(Object command, String... arguments) {
        return run(
                command,
                Stream.concat(Stream.of(arguments), Stream.of("--tenant", Store.TENANT))
                        .toArray(String[]::new));
    }

    private static Commands.Run verify(String... arguments) {
        return command(new VerifyCommand(), arguments);
    }

    private static String value(String output, String name) {
        return output.lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length()).strip())
                .findFirst()
                .orElseThrow(() -> new AssertionError(output));
    }

    private static List<String> lines(String sql) {
        return RunData.lines(NAME, sql);
    }

    @Test
    void the_bills_of_a_run_are_verified_and_each_is_proved_by_the_root_in_the_audit_trail() throws IOException {
        int bills = lines("select id from customer_bill").size();
        var all = verify("--all", "--strict");
        assertThat(all.exitCode()).as(all.out()).isZero();
        assertThat(all.out()).contains("verified " + bills + " bills").contains(": 0 errors, 0 warnings");
        var ofRun = verify("--run", run);
        assertThat(ofRun.exitCode()).as(ofRun.out()).isZero();
        assertThat(ofRun.out()).contains("verified " + bills + " bills");

        var root = lines("select merkle_root from bill_run").getFirst();
        assertThat(lines("select doc::text from audit_entry where resource = 'billRunProof'"))
                .singleElement()
                .asString()
                .contains(run, root);
        var file = folder.resolve("bill.json");
        for (var bill : lines("select id from customer_bill order by random() limit 8")) {
            assertThat(verify("--bill", bill, "--write-proof", file.toString()).exitCode())
                    .isZero();
            var proved = verify("--proof", file.toString(), "--root", root);
            assertThat(proved.exitCode()).as(proved.err()).isZero();
            assertThat(verify("--proof", file.toString(), "--root", "00").err()).contains("not of 00");
            eachDigitCounts(file);
            whatIsNotProvedIsRefused(file);
        }
    }

    private void whatIsNotProvedIsRefused(Path file) throws IOException {
        var text = Files.readString(file);
        var changed = folder.resolve("changed.json");
        for (var forged : List.of(
                text.replaceFirst("\"bill\":\\{", "\"bill\":{\"state\":\"settled\","),
                text.replaceFirst("\"leafIndex\":", "\"payTo\":\"IBAN\",\"leafIndex\":"),
                text.replaceFirst("\"leafIndex\":([0-9]+)", "\"leafIndex\":\"$1\""),
                text.replaceFirst("\"leafIndex\":([0-9]+)", "\"leafIndex\":$1.9"))) {
            Files.writeString(changed, forged);
            assertThat(verify("--proof", changed.toString()).exitCode())
                    .as(forged)
                    .isEqualTo(1);
        }
    }

    /** Of the amounts of the bill and of its rates. */
    private void eachDigitCounts(Path file) throws IOException {
        var text = Files.readString(file);
        var changed = folder.resolve("changed.json");
        for (int at = text.indexOf("\"value\":"); at >= 0; at = text.indexOf("\"value\":", at + 1)) {
            int digit = at + "\"value\":".length() + (text.charAt(at + "\"value\":".length()) == '-' ? 1 : 0);
            if (!Character.isDigit(text.charAt(digit))) {
                continue; // the text of a characteristic
            }
            var other = text.charAt(digit) == '9' ? '8' : (char) (text.charAt(digit) + 1);
            Files.writeString(changed, text.substring(0, digit) + other + text.substring(digit + 1));
            var refused = verify("--proof", changed.toString());
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.err()).contains("the proof is wrong");
        }
    }

    @Test
    void a_bill_that_was_changed_or_removed_behind_the_back_of_the_server_is_named() {
        var bill = lines("select min(bill_id) from bill_run_account where status = 'billed'")
                .getFirst();
        var before = lines("select doc::text from customer_bill where id = '" + bill + "'")
                .getFirst();
        tamper(
                "update customer_bill set doc = jsonb_set(doc::jsonb, '{paymentDueDate}', '\"2026-07-01T00:00:00.000Z\"')::json where id = '"
                        + bill + "'");
        var changed = verify("--run", run);
        assertThat(changed.exitCode()).isEqualTo(1);
        assertThat(changed.out()).contains("bill " + bill + ": it is not as its run made it");
        tamper("update customer_bill set doc = '" + before + "' where id = '" + bill + "'");
        assertThat(verify("--run", run).exitCode()).isZero();

        var root = lines("select merkle_root from bill_run").getFirst();
        tamper("update bill_run set merkle_root = '" + "0".repeat(64) + "'");
        assertThat(verify("--run", run).out()).contains("the audit trail does not have its root");
        tamper("update bill_run set merkle_root = '" + root + "'");
        tamper("update bill_run_chunk set bill_digests = bill_digests || substr(bill_digests, 1, 32) where no = 1");
        assertThat(verify("--run", run).out()).contains("its bills do not give its root", "chunk 1 made ");
        tamper(
                "update bill_run_chunk set bill_digests = substr(bill_digests, 1, length(bill_digests) - 32) where no = 1");
        assertThat(verify("--run", run).exitCode()).isZero();
    }

    private static void tamper(String sql) {
        Store.asOwner(NAME).useTransaction(tx -> {
            tx.execute("set local session_replication_role = replica");
            tx.execute(sql);
        });
    }

    @Test
    void a_bill_is_explained() {
        var bill = lines("select min(bill_id) from bill_run_account where status = 'billed'")
                .getFirst();
        var explained = command(new ExplainCommand(), bill);
        assertThat(explained.exitCode()).as(explained.err()).isZero();
        assertThat(explained.out()).contains("the first of the account");
        assertThat(command(new ExplainCommand(), bill, "--json", "--language", "es")
                        .out())
                .contains("\"cause\":[");
        assertThat(command(new ExplainCommand(), "nobody").err()).contains("there is no bill nobody");
    }

    @Test
    void what_is_not_there_or_no_proof_is_said() throws IOException {
        assertThat(verify("--bill", "nobody").exitCode()).isEqualTo(4);
        assertThat(verify(
                                "--bill",
                                "nobody",
                                "--write-proof",
                                folder.resolve("x").toString())
                        .err())
                .contains("there is no proof of bill nobody");
        var file = Files.writeString(folder.resolve("no.json"), "{}");
        assertThat(verify("--proof", file.toString()).err()).contains("is no proof");
        assertThat(verify("--account", "nobody").exitCode()).isEqualTo(4);
        assertThat(verify("--all", "--bill", "x").exitCode()).isEqualTo(2);
    }
}
