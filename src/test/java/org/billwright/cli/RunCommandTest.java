package org.billwright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.billwright.cli.Commands.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.billwright.api.Store;
import org.billwright.json.Json;
import org.billwright.run.RunData;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The command run, on a database of its own. */
class RunCommandTest {
    private static final String NAME = "run_commands";
    private static final String CYCLE = "CLI";

    @RegisterExtension
    static final Commands COMMANDS = new Commands(NAME);

    @BeforeAll
    static void accounts() {
        RunData.load(COMMANDS.database(), CYCLE, 30, 678);
    }

    private static Commands.Run command(String... arguments) {
        return run(
                new RunCommand(),
                Stream.concat(Stream.of(arguments), Stream.of("--tenant", Store.TENANT))
                        .toArray(String[]::new));
    }

    private static String value(String output, String name) {
        return output.lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length()).strip())
                .findFirst()
                .orElseThrow(() -> new AssertionError(output));
    }

    @Test
    void a_run_is_planned_held_released_approved_and_shown() {
        var plan = command("plan", "--cycle", CYCLE, "--period", RunData.PERIOD, "--chunk-size", "7");
        assertThat(plan.exitCode()).as(plan.err()).isZero();
        var id = value(plan.out(), "run");
        var digest = value(plan.out(), "digest");
        var account = RunData.lines(NAME, "select min(account_id) from bill_run_account where status = 'planned'")
                .getFirst();
        var held = command("hold", id, "--reason", "looks wrong", "--account", account);
        assertThat(value(held.out(), "digest")).isNotEqualTo(digest);
        assertThat(command("approve", id, "--digest", digest).err()).contains("the digest is not that of the plan");
        assertThat(value(command("release", id, "--account", account).out(), "digest"))
                .isEqualTo(digest);
        assertThat(command("diff", id, "--threshold", "20").out()).contains("new");
        assertThat(command("approve", id, "--digest", digest, "--separate-approver")
                        .exitCode())
                .as("the same person")
                .isEqualTo(1);
        System.setProperty("billwright.runs.separate-approver", "true");
        try {
            assertThat(command("approve", id, "--digest", digest).err())
                    .as("as the server beside it is configured")
                    .contains("another person must approve it");
        } finally {
            System.clearProperty("billwright.runs.separate-approver");
        }
        var approved = command("approve", id, "--digest", digest, "--workers", "2");
        assertThat(approved.exitCode()).as(approved.err()).isZero();
        assertThat(value(approved.out(), "state")).isEqualTo("done");
        assertThat(command("show", id).out()).isEqualTo(approved.out());
        assertThat(command("list").out()).contains(id, "CLI-2026-06-08", "done");
        assertThat(command("cancel", id).exitCode()).isEqualTo(1);
        assertThat(command("show", "nobody").err()).contains("nobody");
        var actions =
                "select count(*)::text from audit_entry where resource = 'billRun' and caller like 'billwright:run by %'"
                        + " and doc::text like '%" + id + "%'";
        assertThat(RunData.lines(NAME, actions))
                .as("plan, hold, release and approval")
                .isEqualTo(List.of("4"));
    }

    @Test
    void other_tax_rules_are_read_as_they_are_listed_or_from_an_array(@TempDir Path folder) throws IOException {
        var rule = "{\"id\":\"x\",\"taxCategory\":\"NONE\",\"taxRate\":1}";
        var file = folder.resolve("rules");
        for (var text : List.of(rule + "\n\n" + rule.replace("NONE", "OTHER") + "\n", "[" + rule + "]")) {
            Files.writeString(file, text);
            var trial = command(
                    "plan", "--cycle", CYCLE, "--period", "2026-09", "--kind", "trial", "--tax-rules", file.toString());
            assertThat(trial.exitCode()).as(trial.err()).isZero();
        }
        Files.writeString(file, "nothing");
        assertThat(command(
                                "plan",
                                "--cycle",
                                CYCLE,
                                "--period",
                                "2026-09",
                                "--kind",
                                "trial",
                                "--tax-rules",
                                file.toString())
                        .err())
                .contains("not JSON");
    }

    @Test
    void amounts_have_the_decimals_of_their_currency() {
        var run = Json.stored("""
                {"id":"r","billCycle":{"id":"c"},"kind":"regular","state":"planned","plan":{"bill":[
                 {"key":"amountDue","count":2,"amount":{"unit":"BHD","value":8979.868}},
                 {"key":"amountDue","count":1,"amount":{"unit":"JPY","value":315359}},
                 {"key":"amountDue","count":1,"amount":{"unit":"USD","value":5.1}}]}}""");
        assertThat(RunSummary.of(run))
                .anyMatch(line -> line.endsWith(" 8,979.868 BHD"))
                .anyMatch(line -> line.endsWith(" 315,359 JPY"))
                .anyMatch(line -> line.endsWith(" 5.10 USD"));
    }

    @Test
    void what_cannot_be_planned_is_said() {
        assertThat(command("plan", "--cycle", "nobody", "--period", RunData.PERIOD)
                        .err())
                .contains("nobody");
        assertThat(command("plan", "--cycle", CYCLE, "--period", "soon").err()).contains("2026-11");
        assertThat(command("plan", "--cycle", CYCLE, "--period", "2099-01").err())
                .contains("in the future");
        assertThat(command("plan", "--cycle", CYCLE, "--period", "2099-01", "--kind", "trial")
                        .out())
                .contains("planned");
        assertThat(command("plan", "--cycle", CYCLE, "--period", "2026-04", "--kind", "catchUp")
                        .err())
                .contains("regular run");
    }
}
