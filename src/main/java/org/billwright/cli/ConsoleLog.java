package org.billwright.cli;

import java.io.Console;
import java.util.Optional;

/** How a server logs where a person reads it. */
final class ConsoleLog {
    private ConsoleLog() {}

    /** Logs text in place of JSON, and no seals of the audit trail, which come every few seconds. */
    static void forPeople() {
        System.setProperty("quarkus.log.console.json.enabled", "false");
        System.setProperty("quarkus.log.category.\"org.billwright.audit.seals\".level", "WARN");
    }

    /** Whether standard output is a terminal, and nothing else is configured. */
    static boolean isTerminal() {
        return hasTerminal() && System.getenv("QUARKUS_LOG_CONSOLE_JSON_ENABLED") == null;
    }

    /** Whether somebody sees what this process prints. */
    static boolean hasTerminal() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    }
}
