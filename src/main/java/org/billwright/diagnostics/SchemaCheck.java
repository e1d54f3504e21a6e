package org.billwright.diagnostics;

import org.billwright.store.Database;

/** Whether the schema has the version of this program. */
record SchemaCheck(Database database) {
    private static final String NAME = "schema";

    Diagnosis diagnosis() {
        var schema = database.schema();
        if (schema.hasFailed()) {
            return Diagnosis.error(
                    NAME,
                    "a migration to version " + schema.version() + " has failed",
                    "see the log of the process that migrated; restore the backup from before");
        }
        if (schema.isNewer()) {
            return Diagnosis.error(
                    NAME,
                    "version " + schema.version() + " is newer than this program",
                    "use the program that migrated it, or a newer one");
        }
        if (schema.pending() > 0) {
            return Diagnosis.error(
                    NAME,
                    schema.pending() + " migrations are pending; the schema has version "
                            + (schema.version().isEmpty() ? "none" : schema.version()),
                    "back up, then 'billwright migrate'");
        }
        return Diagnosis.ok(NAME, "version " + schema.version() + ", which is that of this program");
    }
}
