package org.billwright.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Migrations since the first release only expand the schema, and hold no lock for long: servers of the version before work on while they run.
 * What is no longer used is removed one minor version later, by a migration with {@code -- contract} in its first line.
 */
class MigrationRulesTest {
    private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");

    /** The last one before the first release. */
    private static final int BEFORE_RELEASES = 41;

    private static final Map<String, Pattern> REMOVES = Map.of(
            "removes what the version before uses",
            pattern("\\bdrop\\s+(table|column|view|function|type|index|trigger|constraint)\\b"),
            "renames what the version before uses",
            pattern("\\brename\\s+(to|column|constraint)\\b"),
            "changes a type, and writes the whole table",
            pattern("\\balter\\s+column\\s+\\w+\\s+(set\\s+data\\s+)?type\\b"),
            "requires what the version before does not write",
            pattern(
                    "\\bset\\s+not\\s+null\\b|\\badd\\s+column\\s+(?!.*\\bdefault\\b)[^,;]*\\bnot\\s+null\\b(?![^,;]*generated)"));

    private static final Map<String, Pattern> LOCKS = Map.of(
            "checks a whole table under a lock: add it 'not valid', and validate it in a migration of its own",
            pattern(
                    "\\balter\\s+table\\b[^;]*\\badd\\s+(constraint\\s+\\w+\\s+)?(check|foreign\\s+key)\\b(?![^;]*\\bnot\\s+valid\\b)"),
            "locks a table",
            pattern("\\block\\s+table\\b|\\bvacuum\\s+full\\b|\\bcluster\\b"),
            "writes each row of a table with a stored column",
            pattern("\\balter\\s+table\\b[^;]*\\bgenerated\\s+always\\s+as\\b[^;]*\\bstored\\b"));

    private static final Pattern INDEX =
            pattern("\\bcreate\\s+(unique\\s+)?index\\s+(?!concurrently)\\w+\\s+on\\s+(\\w+)");
    private static final Pattern NEW_TABLE = pattern("\\bcreate\\s+table\\s+(\\w+)");

    private static Pattern pattern(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }

    /** What is wrong with a migration. */
    private static List<String> faults(String sql) {
        boolean isContract = sql.startsWith("-- contract");
        var statements = sql.replaceAll("(?m)--.*$", "");
        var faults = new ArrayList<String>();
        LOCKS.forEach((fault, found) -> addIfFound(faults, fault, found, statements));
        if (!isContract) {
            REMOVES.forEach((fault, found) -> addIfFound(faults, fault, found, statements));
        }
        var created = NEW_TABLE
                .matcher(statements)
                .results()
                .map(table -> table.group(1))
                .toList();
        INDEX.matcher(statements)
                .results()
                .filter(index -> !created.contains(index.group(2)))
                .forEach(index -> faults.add("writes are locked out while an index of " + index.group(2)
                        + " is made: create it concurrently, in a migration of its own"));
        return faults;
    }

    private static void addIfFound(List<String> faults, String fault, Pattern found, String statements) {
        if (found.matcher(statements).find()) {
            faults.add(fault);
        }
    }

    @Test
    void a_migration_after_the_first_release_expands_the_schema_and_locks_nobody_out() throws IOException {
        try (var files = Files.list(MIGRATIONS)) {
            for (var file : files.toList()) {
                var name = file.getFileName().toString();
                int version = Integer.parseInt(name.substring(1, name.indexOf("__")));
                if (version > BEFORE_RELEASES) {
                    assertThat(faults(Files.readString(file))).as(name).isEmpty();
                }
            }
        }
    }

    @Test
    void the_rules_find_what_stops_a_rolling_upgrade() {
        for (var wrong : List.of(
                "drop index customer_bill_by_date;",
                "alter table payment drop column x;",
                "alter table payment rename column x to y;",
                "alter table payment alter column amount type numeric(20, 4);",
                "alter table payment alter column amount set not null;",
                "alter table payment add column x text not null;",
                "alter table payment add constraint c check (amount > 0);",
                "alter table payment add constraint c foreign key (tenant, id) references x (tenant, id);",
                "create index i on payment (x);",
                "create unique index i on payment (x);",
                "lock table payment;",
                "alter table payment add column x text generated always as (id || 'x') stored;",
                "-- contract\nlock table payment;")) {
            assertThat(faults(wrong)).as(wrong).hasSize(1);
        }
        for (var right : List.of(
                "create table t (id text not null, constraint c check (id <> '')); create index i on t (id);",
                "create index concurrently i on payment (x);",
                "alter table payment add column x text;",
                "alter table payment add column x int not null default 0;",
                "alter table payment add constraint c check (amount > 0) not valid;",
                "-- drop column x\nalter table payment validate constraint c;",
                "-- contract: nobody reads it since 1.1\nalter table payment drop column x;")) {
            assertThat(faults(right)).as(right).isEmpty();
        }
    }
}
