package org.billwright.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.billwright.api.Store;
import org.billwright.json.Json;
import org.billwright.run.RunData;
import org.billwright.store.Database;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Runs commands in this process, on a database of their own. */
final class Commands implements BeforeAllCallback, AfterAllCallback {
    private final String store;
    private final Database database;

    Commands(String store) {
        this.store = store;
        this.database = Store.fresh(store);
    }

    /** The result of a command, with what it wrote to standard output without picocli. */
    record Run(int exitCode, String out, String err) {}

    Database database() {
        return database;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        var config = Store.config(store);
        System.setProperty("billwright.database.url", config.url());
        System.setProperty("billwright.database.username", config.username());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        System.clearProperty("billwright.database.url");
        System.clearProperty("billwright.database.username");
        database.close();
    }

    /** Plans the bills of a cycle in the period of {@link RunData}, and approves the plan. */
    static void bill(String cycle) {
        var plan = run(new RunCommand(), "plan", "--cycle", cycle, "--period", RunData.PERIOD, "--json");
        var planned = Json.stored(plan.out().strip().lines().reduce((a, b) -> b).orElseThrow());
        var approved = run(
                new RunCommand(),
                "approve",
                planned.path("id").asText(),
                "--digest",
                planned.path("digest").asText());
        assertThat(approved.exitCode()).as(approved.err()).isZero();
    }

    static Run run(Object command, String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new StringWriter();
        var console = System.out;
        var printer = new PrintStream(out, true, UTF_8);
        System.setOut(printer);
        try {
            var writer = new PrintWriter(printer, true, UTF_8);
            int exitCode = Main.program(command)
                    .setOut(writer)
                    .setErr(new PrintWriter(err))
                    .execute(arguments);
            writer.flush();
            return new Run(exitCode, out.toString(UTF_8), err.toString());
        } finally {
            System.setOut(console);
        }
    }
}
