package org.billwright.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.billwright.api.Store;
import org.billwright.store.Database;
import org.billwright.store.TransactionRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BillCycleOpenerTest {
    @TempDir
    Path folder;

    private BillCycleOpener cycles(Database database, Vertx vertx, String specifications) throws IOException {
        var file = folder.resolve("specifications.json");
        Files.writeString(file, specifications);
        var settings = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(Settings.class)
                .withSources(new PropertiesConfigSource(
                        Map.of("billwright.cycles.specifications", file.toString(), "billwright.cycles.ahead", "2"),
                        "test",
                        1_000))
                .build()
                .getConfigMapping(Settings.class);
        var clock = Clock.fixed(Instant.parse("2026-06-17T12:00:00Z"), ZoneOffset.UTC);
        return new BillCycleOpener(
                database, new TransactionRunner(vertx, database), settings.cycles(), settings.tenant(), clock);
    }

    @Test
    void cycles_of_configured_specifications_are_opened_ahead_of_time() throws IOException {
        var vertx = Vertx.vertx();
        try (var database = Store.fresh("open_cycles")) {
            var cycles = cycles(database, vertx, """
                    [{"id":"END","name":"Month's end","billingDateShift":30,"timeZone":"America/Puerto_Rico"},
                     {"id":"QUARTER","billingDateShift":0,"frequency":"quarterly"}]""");
            for (int i = 0; i < 2; i++) {
                cycles.load();
                cycles.keepOpen(vertx);
            }
            List<String> ids = Store.asOwner("open_cycles")
                    .withHandle(tx -> tx.createQuery("select id from bill_cycle order by id")
                            .mapTo(String.class)
                            .list());
            assertThat(ids)
                    .containsExactly(
                            "END-2026-05-31",
                            "END-2026-06-30",
                            "END-2026-07-31",
                            "QUARTER-2026-04-01",
                            "QUARTER-2026-07-01",
                            "QUARTER-2026-10-01");
        } finally {
            vertx.close();
        }
    }

    @Test
    void a_file_with_an_invalid_specification_changes_nothing() throws IOException {
        var vertx = Vertx.vertx();
        try (var database = Store.fresh("half_wrong_cycles")) {
            var invalid = cycles(
                    database,
                    vertx,
                    "[{\"id\":\"GOOD\",\"billingDateShift\":0},{\"id\":\"X\",\"billingDateShift\":31}]");
            assertThatThrownBy(invalid::load)
                    .hasMessageContaining("'billingDateShift' must be a whole number, 0 to 30");
            var cycle = cycles(database, vertx, "[{\"@type\":\"BillCycle\",\"id\":\"X\",\"billingDateShift\":0}]");
            assertThatThrownBy(cycle::load).hasMessageContaining("a BillCycle is not a BillCycleSpecification");
            var rows = Store.asOwner("half_wrong_cycles")
                    .withHandle(tx -> tx.createQuery(
                                    "select (select count(*) from bill_cycle_specification) + (select count(*) from import_job)")
                            .mapTo(Long.class)
                            .one());
            assertThat(rows).isZero();
        } finally {
            vertx.close();
        }
    }

    @Test
    void an_invalid_specification_stops_the_start_with_its_reason() throws IOException {
        var vertx = Vertx.vertx();
        try (var database = Store.fresh("wrong_cycles")) {
            var cycles = cycles(database, vertx, "[{\"id\":\"X\",\"billingDateShift\":31}]");
            assertThatThrownBy(cycles::load)
                    .hasMessageContaining("specifications.json")
                    .hasMessageContaining("'billingDateShift' must be a whole number, 0 to 30");
        } finally {
            vertx.close();
        }
    }
}
