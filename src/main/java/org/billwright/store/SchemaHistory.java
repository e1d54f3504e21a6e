package org.billwright.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Flyway's table of the migrations that were done, read without Flyway. Whatever is not as expected in it is left to Flyway. */
final class SchemaHistory {
    /** A line for each migration of this program: its version, a space, and Flyway's checksum of its file. */
    static final String MIGRATIONS = "/db/migrations.txt";

    private static final String DONE =
            "select version || ' ' || case when success then checksum end from flyway_schema_history where version is not null";

    private SchemaHistory() {}

    /** Whether the migrations of this program were done, with these files, and no others. */
    static boolean hasAll(String url, String username, String password) {
        try (var connection = DriverManager.getConnection(url, username, password)) {
            return done(connection).equals(known());
        } catch (SQLException e) {
            return false;
        }
    }

    private static Set<String> done(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(DONE)) {
            var done = new HashSet<String>();
            while (rows.next()) {
                done.add(Objects.requireNonNullElse(rows.getString(1), "failed"));
            }
            return done;
        }
    }

    static Set<String> known() {
        try (var in = SchemaHistory.class.getResourceAsStream(MIGRATIONS)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
