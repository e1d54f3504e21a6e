package org.billwright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.billwright.cli.Commands.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.billwright.api.Store;
import org.billwright.diagnostics.Diagnosis;
import org.billwright.diagnostics.Diagnostics;
import org.billwright.json.Json;
import org.billwright.run.RunData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The command doctor, before and after things are wrong. The PostgreSQL of tests has fsync off, which it must find. */
class DoctorCommandTest {
    private static final String NAME = "doctor_command";

    @RegisterExtension
    static final Commands COMMANDS = new Commands(NAME);

    @TempDir
    Path folder;

    @BeforeAll
    static void bills() {
        System.setProperty("billwright.tenant", Store.TENANT);
        RunData.load(COMMANDS.database(), "DOCTOR", 20, 678);
        Commands.bill("DOCTOR");
    }

    @AfterAll
    static void end() {
        System.clearProperty("billwright.tenant");
    }

    @AfterEach
    void settings() {
        System.clearProperty("billwright.imports.folder");
        System.clearProperty("billwright.database.read-connections");
        System.clearProperty("billwright.database.pool-size");
        System.setProperty("billwright.database.url", Store.config(NAME).url());
    }

    private static Map<String, ObjectNode> doctor(int exitCode) {
        var result = run(new DoctorCommand(), "--json");
        assertThat(result.exitCode()).as(result.out() + result.err()).isEqualTo(exitCode);
        var found = new LinkedHashMap<String, ObjectNode>();
        result.out()
                .lines()
                .map(Json::stored)
                .forEach(line -> found.put(line.path("check").asText(), line));
        return found;
    }

    private static ObjectNode of(Map<String, ObjectNode> found, String check) {
        return Optional.ofNullable(found.get(check)).orElseThrow(() -> new AssertionError(found.keySet()));
    }

    private static String severity(Map<String, ObjectNode> found, String check) {
        return of(found, check).path("severity").asText();
    }

    private static void owner(String sql) {
        Store.asOwner(NAME).useHandle(handle -> handle.execute(sql));
    }

    @Test
    void a_database_in_order_has_one_error_the_fsync_of_tests() {
        var found = doctor(1);
        assertThat(found.keySet())
                .containsExactly(
                        "settings",
                        "database",
                        "durability",
                        "clocks",
                        "connections",
                        "transactions",
                        "schema",
                        "statistics",
                        "audit trail",
                        "bills",
                        "events",
                        "bill runs",
                        "disk");
        assertThat(found.values().stream()
                        .filter(result -> result.path("severity").asText().equals("error"))
                        .map(result -> result.path("check").asText()))
                .containsExactly("durability");
        assertThat(of(found, "durability").path("text").asText()).contains("fsync", "of PostgreSQL is off");
        long bills = Long.parseLong(
                RunData.lines(NAME, "select count(*) from customer_bill").getFirst());
        assertThat(of(found, "bills").path("text").asText()).contains("a sample of " + bills + " bills");
        assertThat(run(new DoctorCommand()).out()).contains("error    durability", "→ turn it on");
    }

    @Test
    void a_misspelled_variable_is_a_warning() {
        var names = List.of("BILLWRIGHT_TENNANT");
        var found = new Diagnostics(COMMANDS.database(), Clock.systemUTC(), Set.of(), 1, List.of(), names)
                .run()
                .getFirst();
        assertThat(found.severity()).isEqualTo(Diagnosis.Severity.WARNING);
        assertThat(found.text()).startsWith("BILLWRIGHT_TENNANT of this environment is no setting");
    }

    @Test
    void a_wrong_bill_is_found_and_named() {
        var bill = RunData.lines(NAME, "select id from customer_bill order by id limit 1")
                .getFirst();
        owner("alter table customer_bill disable trigger user");
        owner("update customer_bill set tax_included = tax_included + 1 where id = '" + bill + "'");
        var number = RunData.lines(NAME, "select bill_no from customer_bill where id = '" + bill + "'")
                .getFirst();
        var wrong = of(doctor(1), "bills");
        owner("update customer_bill set tax_included = tax_included - 1 where id = '" + bill + "'");
        owner("alter table customer_bill enable trigger user");
        assertThat(wrong.path("severity").asText()).isEqualTo("error");
        assertThat(wrong.path("text").asText()).contains(number);
        assertThat(severity(doctor(1), "bills")).isEqualTo("ok");
    }

    @Test
    void a_schema_of_another_version_is_an_error_and_data_is_not_looked_at() {
        owner("insert into flyway_schema_history (installed_rank, version, description, type, script, installed_by,"
                + " execution_time, success) values (9999, '9999', 'later', 'SQL', 'V9999__later.sql', 'x', 1, true)");
        var newer = doctor(1);
        owner("delete from flyway_schema_history where installed_rank = 9999");
        assertThat(of(newer, "schema").path("text").asText()).contains("9999 is newer");
        assertThat(newer).doesNotContainKey("bills");

        Store.create("doctor_empty");
        System.setProperty(
                "billwright.database.url", Store.config("doctor_empty").url());
        var none = doctor(1);
        assertThat(of(none, "schema").path("advice").asText()).contains("billwright migrate");
        assertThat(none).doesNotContainKey("audit trail").containsKey("disk");
    }

    @Test
    void a_database_that_is_not_there_is_an_error_with_its_reason() {
        System.setProperty("billwright.database.url", "postgresql://127.0.0.1:1/none");
        var found = doctor(1);
        assertThat(found.keySet()).containsExactly("settings", "database", "disk");
        assertThat(of(found, "database").path("text").asText()).contains("refused");
    }

    @Test
    void connections_are_counted_against_those_of_postgresql() {
        System.setProperty("billwright.database.read-connections", "5000");
        System.setProperty("billwright.database.pool-size", "5000");
        var connections = of(doctor(1), "connections");
        assertThat(connections.path("severity").asText()).isEqualTo("error");
        assertThat(connections.path("text").asText()).contains("up to 10020 connections");
    }

    @Test
    void a_folder_that_is_a_file_cannot_be_written_to() throws IOException {
        System.setProperty(
                "billwright.imports.folder",
                Files.createFile(folder.resolve("file")).resolve("in-it").toString());
        assertThat(severity(doctor(1), "disk")).isEqualTo("error");
        System.setProperty(
                "billwright.imports.folder",
                folder.resolve("absent").resolve("two").toString());
        assertThat(severity(doctor(1), "disk")).isIn("ok", "warning");
    }
}
