package org.billwright.diagnostics;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.billwright.store.Database;
import org.jdbi.v3.core.Handle;

/** PostgreSQL itself: version, settings, clock, connections. */
record ServerChecks(Database database, Clock clock) {
    /** The oldest version that is supported, as PostgreSQL has it in {@code server_version_num}. */
    private static final int OLDEST_VERSION = 150_000;

    private static final Duration CLOCK_WARNING = Duration.ofSeconds(2);
    private static final Duration CLOCK_ERROR = Duration.ofMinutes(1);

    /** Half of the transactions after which PostgreSQL stops to protect its data. */
    private static final long OLD_TRANSACTIONS = 1_000_000_000;

    private static final Duration LONG_TRANSACTION = Duration.ofHours(1);

    /** A table of so many bytes needs statistics. */
    private static final long LARGE_TABLE = 1L << 20;

    private String setting(Handle tx, String name) {
        return tx.createQuery("select current_setting(:name)")
                .bind("name", name)
                .mapTo(String.class)
                .one();
    }

    /** Whether it is there, of a supported version, in UTF-8. */
    Diagnosis connection() {
        return database.withoutTenant(tx -> {
            var version = "PostgreSQL " + setting(tx, "server_version");
            var encoding = setting(tx, "server_encoding");
            if (Integer.parseInt(setting(tx, "server_version_num")) < OLDEST_VERSION) {
                return Diagnosis.error("database", version + " is not supported", "use PostgreSQL 15 or newer");
            }
            if (!encoding.equals("UTF8")) {
                return Diagnosis.error(
                        "database",
                        "the database has the encoding " + encoding,
                        "create one with the encoding UTF8, and restore into it");
            }
            long size = tx.createQuery("select pg_database_size(current_database())")
                    .mapTo(Long.class)
                    .one();
            return Diagnosis.ok("database", version + ", " + Sizes.text(size));
        });
    }

    /** Whether what is committed outlives a crash of the machine. */
    Diagnosis durability() {
        return database.withoutTenant(tx -> {
            var off = List.of("fsync", "full_page_writes", "synchronous_commit").stream()
                    .filter(name -> setting(tx, name).equals("off"))
                    .toList();
            if (!off.isEmpty()) {
                return Diagnosis.error(
                        "durability",
                        String.join(", ", off) + " of PostgreSQL is off: a crash of the machine loses bills",
                        "turn it on in postgresql.conf");
            }
            return setting(tx, "autovacuum").equals("off")
                    ? Diagnosis.warning(
                            "durability",
                            "autovacuum of PostgreSQL is off: tables grow, and lists become slow",
                            "turn it on")
                    : Diagnosis.ok("durability", "fsync, full_page_writes and synchronous_commit are on");
        });
    }

    /** Whether the clock of this machine is that of PostgreSQL. */
    Diagnosis clocks() {
        var before = clock.instant();
        var there = database.withoutTenant(tx ->
                tx.createQuery("select clock_timestamp()").mapTo(Instant.class).one());
        var after = clock.instant();
        var apart = there.isBefore(before)
                ? Duration.between(there, before)
                : there.isAfter(after) ? Duration.between(after, there) : Duration.ZERO;
        var text = "the clocks of this machine and of PostgreSQL are " + apart.toMillis() + " ms apart";
        var advice =
                "let both machines take their time from one server (NTP): due dates, tokens and cut-offs depend on it";
        if (apart.compareTo(CLOCK_ERROR) >= 0) {
            return Diagnosis.error("clocks", text, advice);
        }
        return apart.compareTo(CLOCK_WARNING) >= 0
                ? Diagnosis.warning("clocks", text, advice)
                : Diagnosis.ok("clocks", text);
    }

    /**
     * Whether one more server can connect.
     *
     * @param needed the most connections that a server opens
     */
    Diagnosis connections(int needed) {
        return database.withoutTenant(tx -> {
            int most = Integer.parseInt(setting(tx, "max_connections"))
                    - Integer.parseInt(setting(tx, "superuser_reserved_connections"));
            int used = tx.createQuery("select sum(numbackends) from pg_stat_database")
                    .mapTo(Integer.class)
                    .one();
            var text = "a server opens up to " + needed + " connections; PostgreSQL has " + most + ", of which " + used
                    + " are in use";
            if (needed > most) {
                return Diagnosis.error(
                        "connections", text, "raise max_connections, or lower BILLWRIGHT_DATABASE_READ_CONNECTIONS");
            }
            return used + needed > most
                    ? Diagnosis.warning(
                            "connections",
                            text,
                            "one more server would be refused connections: raise max_connections before you start it")
                    : Diagnosis.ok("connections", text);
        });
    }

    /** Whether nothing keeps PostgreSQL from its housekeeping. */
    Diagnosis transactions() {
        return database.withoutTenant(tx -> {
            // The roles of the program see nothing of sessions; those of its user do.
            tx.execute("set local role none");
            long age = tx.createQuery("select max(age(datfrozenxid)) from pg_database")
                    .mapTo(Long.class)
                    .one();
            if (age > OLD_TRANSACTIONS) {
                return Diagnosis.error(
                        "transactions",
                        "the oldest transaction id is " + age + " transactions old; PostgreSQL stops at 2 billion",
                        "find what keeps autovacuum from freezing: old transactions, replication slots, errors in its log");
            }
            long open = tx.createQuery("""
                            select coalesce(max(extract(epoch from clock_timestamp() - xact_start)), 0)::bigint
                            from pg_stat_activity where datname = current_database()
                            """).mapTo(Long.class).one();
            return open > LONG_TRANSACTION.toSeconds()
                    ? Diagnosis.warning(
                            "transactions",
                            "a transaction is open for " + open / 60 + " minutes",
                            "see pg_stat_activity: while it is open no row is removed, and no later audit entry is sealed")
                    : Diagnosis.ok("transactions", "none is open for long");
        });
    }

    /** Whether PostgreSQL knows how many rows there are: a restore or an upgrade leaves a database without statistics. */
    Diagnosis statistics() {
        return database.withoutTenant(tx -> {
            var missing = tx.createQuery("""
                            select relname from pg_class
                            where relnamespace = 'public'::regnamespace and relkind = 'r' and reltuples < 0
                                and pg_relation_size(oid) > :bytes
                            order by 1
                            """)
                    .bind("bytes", LARGE_TABLE)
                    .mapTo(String.class)
                    .list();
            return missing.isEmpty()
                    ? Diagnosis.ok("statistics", "PostgreSQL has statistics of all large tables")
                    : Diagnosis.warning(
                            "statistics",
                            "PostgreSQL has no statistics of " + String.join(", ", missing),
                            "vacuumdb --analyze-only");
        });
    }
}
