package org.billwright.store;

import java.util.Arrays;
import java.util.Optional;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;

/**
 * The state of a database's schema.
 *
 * @param version the number of the newest migration that was applied; empty where there is no schema
 * @param pending how many migrations of this program were not applied yet
 * @param isNewer whether migrations were applied that this program does not know
 * @param hasFailed whether the newest one failed
 */
public record SchemaState(String version, int pending, boolean isNewer, boolean hasFailed) {
    static SchemaState of(MigrationInfoService migrations) {
        var newest = Optional.ofNullable(migrations.current());
        return new SchemaState(
                newest.map(migration -> String.valueOf(migration.getVersion())).orElse(""),
                migrations.pending().length,
                Arrays.stream(migrations.applied())
                        .map(MigrationInfo::getState)
                        .anyMatch(state ->
                                state == MigrationState.FUTURE_SUCCESS || state == MigrationState.FUTURE_FAILED),
                newest.map(migration -> migration.getState().isFailed()).orElse(false));
    }
}
