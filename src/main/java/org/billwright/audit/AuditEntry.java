package org.billwright.audit;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** An entry of the trail: a row. */
record AuditEntry(
        String tenant, String id, Instant date, String caller, String action, String resource, String document) {
    /** Truncates the date to what PostgreSQL stores. */
    AuditEntry {
        date = date.truncatedTo(ChronoUnit.MICROS);
    }
}
