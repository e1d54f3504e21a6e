package org.billwright.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import org.billwright.api.Store;
import org.jdbi.v3.core.Handle;

/**
 * Shows that statements read few rows whatever PostgreSQL knows of its tables. A test fills a database for some tenants, and then runs
 * its statements with statistics of nearly empty tables, with none, and with complete ones.
 */
public final class PlanCheck {
    private static final String COUNTED = """
            select coalesce(sum(pg_stat_get_xact_tuples_returned(oid)), 0)::bigint as rows,
                coalesce(sum(pg_stat_get_xact_blocks_fetched(oid)), 0)::bigint as blocks
            from pg_class
            where relnamespace = 'public'::regnamespace and relkind in ('r', 'i')""";

    private PlanCheck() {}

    /** Fills the tables for a tenant with what has these numbers. */
    @FunctionalInterface
    public interface Filling {
        void fill(Handle owner, String tenant, int from, int to);
    }

    /**
     * What was read.
     *
     * @param rows of tables that were read as a whole, and entries of indexes
     * @param blocks of tables and indexes
     */
    public record Read(long rows, long blocks) {
        public void atMost(String what, long mostRows, long mostBlocks) {
            assertThat(rows).as("rows read: %s", what).isLessThanOrEqualTo(mostRows);
            assertThat(blocks).as("blocks read: %s", what).isLessThanOrEqualTo(mostBlocks);
        }
    }

    /** What PostgreSQL knows of the tables. */
    public enum Statistics {
        /** They were analysed when they had one row of each tenant. */
        OF_NEARLY_EMPTY_TABLES,
        NONE,
        COMPLETE;

        private void apply(Handle owner) {
            switch (this) {
                case OF_NEARLY_EMPTY_TABLES -> {}
                case NONE -> {
                    owner.execute("delete from pg_statistic where starelid >= 16384");
                    owner.execute("update pg_class set reltuples = -1, relpages = 0, relallvisible = 0"
                            + " where relnamespace = 'public'::regnamespace and relkind in ('r', 'i')");
                }
                case COMPLETE -> owner.execute("analyze");
            }
        }
    }

    /** Runs the check with one tenant and with three, with all statistics. The check gets a name for messages. */
    public static void inEverySituation(String database, Filling filling, int rows, Check check) {
        for (var tenants : List.of(List.of("A"), List.of("A", "B", "C"))) {
            var name = database + "_" + tenants.size();
            Store.fresh(name).close();
            Store.asOwner(name).useHandle(owner -> {
                keepStatistics(owner);
                tenants.forEach(tenant -> filling.fill(owner, tenant, 0, 1));
                owner.execute("analyze");
                tenants.forEach(tenant -> filling.fill(owner, tenant, 1, rows));
            });
            for (var statistics : Statistics.values()) {
                Store.asOwner(name).useHandle(statistics::apply);
                try (var opened = Database.open(Store.config(name).withPoolSize(1))) {
                    tenants.forEach(tenant -> check.run(
                            opened,
                            tenant,
                            tenants.size() + " tenants, statistics " + statistics + ", tenant " + tenant));
                }
            }
        }
    }

    /** A check of a tenant in a situation. */
    @FunctionalInterface
    public interface Check {
        void run(Database database, String tenant, String situation);
    }

    private static void keepStatistics(Handle owner) {
        owner.createQuery("select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'")
                .mapTo(String.class)
                .forEach(table -> owner.execute("alter table " + table + " set (autovacuum_enabled = false)"));
    }

    /** What the work reads in this transaction. */
    public static Read read(Handle tx, Consumer<Handle> work) {
        var before = counted(tx);
        work.accept(tx);
        var after = counted(tx);
        return new Read(after.rows - before.rows, after.blocks - before.blocks);
    }

    private static Read counted(Handle tx) {
        return tx.createQuery(COUNTED)
                .map((row, context) -> new Read(row.getLong("rows"), row.getLong("blocks")))
                .one();
    }

    /** What a statement of a list reads in a tenant, planned for its values and planned for any. */
    public static List<Read> readList(Database database, String tenant, Sql sql) {
        return List.of("force_custom_plan", "force_generic_plan").stream()
                .map(mode -> database.inTransaction(tenant, tx -> {
                    Database.set(tx, "plan_cache_mode", mode);
                    Database.set(tx, ReadPool.SORT_SETTING, "off");
                    return read(tx, same -> execute(same, sql));
                }))
                .toList();
    }

    private static void execute(Handle tx, Sql sql) {
        try (var statement = tx.getConnection().prepareStatement(sql.jdbcText())) {
            for (int i = 0; i < sql.values().size(); i++) {
                bind(statement, i + 1, sql.values().get(i));
            }
            statement.executeQuery().close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void bind(PreparedStatement statement, int at, Object value) throws SQLException {
        if (value instanceof String[] texts) {
            statement.setArray(at, statement.getConnection().createArrayOf("text", texts));
        } else {
            statement.setObject(at, value);
        }
    }
}
