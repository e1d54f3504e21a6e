package org.billwright.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * The plans of statements, asked for after the fact on a connection of its own. They are generic: PostgreSQL plans for any values, and is
 * given none. It need not know {@code explain (generic_plan)}, which came with version 16: the plan of a prepared statement is the same.
 */
final class GenericPlans {
    private static final String OPTIONS = "-c role=" + DatabaseConfig.APPLICATION_ROLE
            + " -c statement_timeout=5s -c lock_timeout=1s -c plan_cache_mode=force_generic_plan -c "
            + DatabaseConfig.JIT_SETTING + "=off";

    private final DatabaseConfig config;

    GenericPlans(DatabaseConfig config) {
        this.config = config;
    }

    /**
     * The plan, a line each.
     *
     * @param text with {@code $1} for the first value
     * @throws SQLException if PostgreSQL cannot plan it without values
     */
    List<String> plan(String tenant, StatementPool pool, String text) throws SQLException {
        try (var connection = DriverManager.getConnection(config.jdbcUrl(), properties())) {
            connection.setAutoCommit(false);
            try (var binding = connection.prepareStatement(
                    "select set_config('" + DatabaseConfig.TENANT_SETTING + "', ?, true)")) {
                binding.setString(1, tenant);
                binding.execute();
            }
            if (pool == StatementPool.READS) {
                execute(connection, "set local " + ReadPool.SORT_SETTING + " = off");
            }
            execute(connection, "prepare slow_statement as " + text);
            return explained(connection, StatementText.parameters(text));
        }
    }

    /** In the simple protocol a text may name parameters that no value is sent for. */
    private Properties properties() {
        var properties = new Properties();
        properties.setProperty("user", config.username());
        properties.setProperty("password", config.password());
        properties.setProperty("ApplicationName", "billwright");
        properties.setProperty("logServerErrorDetail", "false");
        properties.setProperty("preferQueryMode", "simple");
        properties.setProperty("options", OPTIONS);
        return properties;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }

    private static List<String> explained(Connection connection, int parameters) throws SQLException {
        var values = Collections.nCopies(parameters, "null").stream().collect(Collectors.joining(", "));
        var call = parameters == 0 ? "slow_statement" : "slow_statement (" + values + ")";
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("explain execute " + call)) {
            var lines = new ArrayList<String>();
            while (rows.next()) {
                lines.add(rows.getString(1));
            }
            return lines;
        }
    }
}
