package org.billwright.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.billwright.api.Api;
import org.billwright.api.Documents;
import org.billwright.store.Database;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Lists are read from a replica while it is not too far behind, and from the database whenever it is, or is gone. */
class ReplicaIT {
    private static final Duration STALENESS = Duration.ofSeconds(15);

    private final List<PostgresCluster> clusters = new ArrayList<>();
    private final PackagedServer server = new PackagedServer("replica");

    @AfterEach
    void stop() throws Exception {
        for (var cluster : clusters) {
            cluster.stop();
        }
    }

    private PostgresCluster primary() throws Exception {
        var tools = PostgresCluster.findTools();
        assumeTrue(tools.isPresent(), "PostgreSQL's initdb and pg_basebackup are not installed");
        var primary = PostgresCluster.start(tools.get());
        clusters.add(primary);
        primary.run(
                "psql -U postgres -c \"create role billwright login createrole\" -c \"create database billwright owner billwright\"");
        try (var database = Database.open(primary.config())) {
            database.migrate();
        }
        return primary;
    }

    /** By another process: this server does not know of it. */
    private static void load(PostgresCluster primary, String... documents) {
        try (var database = Database.open(primary.config())) {
            Documents.load(database, documents);
        }
    }

    private List<String> accounts(String... headers) {
        var response = Api.get(operations("billingAccount"), headers);
        assertThat(response.status()).as(response.text()).isEqualTo(200);
        return response.ids();
    }

    private String operations(String path) {
        return URI.create(server.v4()).resolve("/operations/v1/" + path).toString();
    }

    private void awaitAccounts(String... expected) throws InterruptedException {
        var deadline = Instant.now().plusSeconds(30);
        while (!accounts().equals(List.of(expected))) {
            assertThat(Instant.now()).as(String.join(", ", expected)).isBefore(deadline);
            Thread.sleep(50);
        }
    }

    private static void awaitReplayed(PostgresCluster primary, PostgresCluster replica) throws Exception {
        var written = primary.query("select pg_current_wal_flush_lsn()").getFirst();
        while (!replica.query("select pg_last_wal_replay_lsn() >= '" + written + "'")
                .getFirst()
                .equals("t")) {
            Thread.sleep(50);
        }
    }

    /** PostgreSQL counts what a session has done some seconds later. */
    private static void awaitTransactions(PostgresCluster cluster, long expected) throws Exception {
        var deadline = Instant.now().plusSeconds(60);
        while (transactions(cluster) < expected) {
            assertThat(Instant.now()).as("reads of the replica").isBefore(deadline);
        }
    }

    private static long transactions(PostgresCluster cluster) throws Exception {
        Thread.sleep(500);
        return Long.parseLong(
                cluster.query("select xact_commit + xact_rollback from pg_stat_database where datname = 'billwright'")
                        .getFirst());
    }

    @Test
    void lists_are_of_the_replica_until_it_is_behind_stopped_or_lacks_what_the_client_has_changed() throws Exception {
        var primary = primary();
        load(primary, Documents.account("R-1", "USD"));
        var replica = primary.copy(true);
        clusters.add(replica);
        var process = server.start(primary.settings(
                "BILLWRIGHT_DATABASE_REPLICA_URL",
                replica.config().url(),
                "BILLWRIGHT_DATABASE_REPLICA_STALENESS",
                STALENESS.toSeconds() + "s"));
        try {
            awaitAccounts("R-1");
            awaitReplayed(primary, replica);
            long before = transactions(replica);
            for (int i = 0; i < 1_000; i++) {
                accounts();
            }
            awaitTransactions(replica, before + 900); // comparisons are 240 at most meanwhile

            replica.query("select pg_wal_replay_pause()");
            load(primary, Documents.account("R-2", "USD"));
            assertThat(accounts())
                    .as("the replica is paused, and not yet too far behind")
                    .containsExactly("R-1");
            assertThat(accounts("Cache-Control", "no-cache")).containsExactly("R-1", "R-2");
            Thread.sleep(STALENESS);
            assertThat(accounts()).as("it is too far behind").containsExactly("R-1", "R-2");

            replica.query("select pg_wal_replay_resume()");
            awaitReplayed(primary, replica);
            Thread.sleep(1_000);
            replica.query("select pg_wal_replay_pause()");
            var created = Api.post(operations("billingAccount"), "{\"id\":\"R-3\",\"currency\":\"USD\"}");
            assertThat(created.status()).as(created.text()).isEqualTo(201);
            assertThat(accounts()).as("what was changed here is seen at once").containsExactly("R-1", "R-2", "R-3");
            replica.query("select pg_wal_replay_resume()");

            awaitReplayed(primary, replica);
            clusters.remove(replica);
            replica.stop();
            for (int i = 0; i < 100; i++) {
                assertThat(accounts()).containsExactly("R-1", "R-2", "R-3");
            }
        } finally {
            process.destroyForcibly();
        }
    }

    /** Of the same server, so that it has the same positions, and bills of someone else. */
    @Test
    void the_replica_of_another_database_is_never_read() throws Exception {
        var primary = primary();
        load(primary, Documents.account("R-1", "USD"));
        primary.run("psql -U postgres -c \"create database other template billwright owner billwright\"");
        load(primary, Documents.account("R-2", "USD"));
        var replica = primary.copy(true);
        clusters.add(replica);
        awaitReplayed(primary, replica);
        var process = server.start(primary.settings(
                "BILLWRIGHT_DATABASE_REPLICA_URL", replica.config().url().replace("/billwright", "/other")));
        try {
            var end = Instant.now().plusSeconds(5);
            while (Instant.now().isBefore(end)) {
                assertThat(accounts()).containsExactly("R-1", "R-2");
            }
            assertThat(Files.readString(Path.of("target", "replica-it.log")))
                    .contains("the replica is not used for reads: it is a replica of another database");
        } finally {
            process.destroyForcibly();
        }
    }
}
