package org.billwright.retention;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.jdbi.v3.core.Handle;

/** All SQL statements on the retention of tenants. */
public final class RetentionStore {
    private RetentionStore() {}

    /**
     * The retention of a tenant as it is stored.
     *
     * @param revision 0 for a tenant that has set nothing
     */
    public record StoredRetention(Retention retention, long revision) {}

    /** What a tenant has set. */
    public static StoredRetention find(Handle tx, String tenant) {
        return tx.createQuery("""
                        select bill_years, event_days, rejected_line_days, deletes_bills, revision
                        from retention
                        where tenant = :tenant
                        """)
                .bind("tenant", tenant)
                .map((row, context) -> new StoredRetention(retention(row), row.getLong("revision")))
                .findOne()
                .orElse(new StoredRetention(Retention.NONE, 0));
    }

    private static Retention retention(ResultSet row) throws SQLException {
        return new Retention(
                number(row, "bill_years"),
                number(row, "event_days"),
                number(row, "rejected_line_days"),
                row.getBoolean("deletes_bills"));
    }

    private static OptionalInt number(ResultSet row, String column) throws SQLException {
        int value = row.getInt(column);
        return row.wasNull() ? OptionalInt.empty() : OptionalInt.of(value);
    }

    /** Stores what a tenant sets, and returns its revision. One that has another revision by now, 0 for none, is a {@link Problem.Conflict}. */
    static long put(Handle tx, String tenant, Retention retention, long revision) {
        return tx.createQuery("""
                        insert into retention as present (tenant, bill_years, event_days, rejected_line_days, deletes_bills)
                        values (:tenant, :billYears, :eventDays, :rejectedLineDays, :deletesBills)
                        on conflict (tenant) do update
                        set (bill_years, event_days, rejected_line_days, deletes_bills, revision) = (
                            excluded.bill_years, excluded.event_days, excluded.rejected_line_days, excluded.deletes_bills,
                            present.revision + 1)
                        where present.revision = :revision
                        returning revision
                        """)
                .bind("tenant", tenant)
                .bind("billYears", retention.billYears())
                .bind("eventDays", retention.eventDays())
                .bind("rejectedLineDays", retention.rejectedLineDays())
                .bind("deletesBills", retention.deletesBills())
                .bind("revision", revision)
                .mapTo(Long.class)
                .findOne()
                .orElseThrow(() -> new ProblemException(
                        new Problem.Conflict("the retention was changed at the same time; read it again")));
    }

    /** How long the tenants among these that have set it keep rejected lines. The transaction sees all tenants. */
    public static Map<String, Duration> rejectedLines(Handle tx, Collection<String> tenants) {
        return tx.createQuery("""
                        select tenant, rejected_line_days
                        from retention
                        where tenant = any(:tenants) and rejected_line_days is not null
                        """)
                .bindArray("tenants", String.class, tenants)
                .reduceRows(new HashMap<String, Duration>(), (found, row) -> {
                    found.put(
                            row.getColumn("tenant", String.class),
                            Duration.ofDays(row.getColumn("rejected_line_days", Integer.class)));
                    return found;
                });
    }

    /** The tenants whose bills are deleted when their period is over. The transaction sees all tenants. */
    static List<String> deletingBills(Handle tx) {
        return tx.createQuery("select tenant from retention where deletes_bills order by tenant")
                .mapTo(String.class)
                .list();
    }
}
