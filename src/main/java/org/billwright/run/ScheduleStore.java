package org.billwright.run;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.billwright.cycle.BillCycleCalendar;
import org.jdbi.v3.core.Handle;

/** The SQL statements on the automatic planning of bill runs. */
final class ScheduleStore {
    private ScheduleStore() {}

    /**
     * A bill cycle specification that has its runs planned, or had.
     *
     * @param specification the document; empty where its runs are not planned any more
     * @param since from when they are planned; empty where no server has seen it yet
     */
    record Schedule(String tenant, String specificationId, Optional<String> specification, Optional<Instant> since) {}

    /** Of all tenants. */
    static List<Schedule> all(Handle tx) {
        return tx.createQuery("""
                        select coalesce(specification.tenant, schedule.tenant) as tenant,
                            coalesce(specification.id, schedule.specification_id) as id, specification.doc, schedule.since
                        from (
                            select tenant, id, doc::text as doc from bill_cycle_specification
                            where doc -> 'automaticPlanning' is not null) specification
                        full join bill_run_schedule schedule
                            on schedule.tenant = specification.tenant and schedule.specification_id = specification.id
                        order by 1, 2
                        """)
                .map((row, context) -> new Schedule(
                        row.getString("tenant"),
                        row.getString("id"),
                        Optional.ofNullable(row.getString("doc")),
                        Optional.ofNullable(row.getObject("since", OffsetDateTime.class))
                                .map(OffsetDateTime::toInstant)))
                .list();
    }

    static void begin(Handle tx, Schedule schedule, Instant since) {
        tx.createUpdate("""
                        insert into bill_run_schedule (tenant, specification_id, since)
                        values (:tenant, :specification, :since)
                        on conflict do nothing
                        """)
                .bind("tenant", schedule.tenant())
                .bind("specification", schedule.specificationId())
                .bind("since", since.atOffset(ZoneOffset.UTC))
                .execute();
    }

    static void end(Handle tx, Schedule schedule) {
        tx.createUpdate("delete from bill_run_schedule where tenant = :tenant and specification_id = :specification")
                .bind("tenant", schedule.tenant())
                .bind("specification", schedule.specificationId())
                .execute();
    }

    /** The regular runs of a cycle by their billing dates: whether each has ended, cancelled ones too. */
    static Map<LocalDate, Boolean> regularRuns(Handle tx, String tenant, BillCycleCalendar calendar) {
        return tx.createQuery("""
                        select billing_date, bool_and(state in ('done', 'cancelled', 'reverted')) as ended
                        from bill_run
                        where tenant = :tenant and cycle_specification_id = :specification and kind = 'regular'
                        group by billing_date
                        order by billing_date
                        """)
                .bind("tenant", tenant)
                .bind("specification", calendar.id())
                .reduceRows(new LinkedHashMap<LocalDate, Boolean>(), (runs, row) -> {
                    runs.put(row.getColumn("billing_date", LocalDate.class), row.getColumn("ended", Boolean.class));
                    return runs;
                });
    }

    /** The time zones of the accounts of a cycle. */
    static List<ZoneId> timeZones(Handle tx, String tenant, BillCycleCalendar calendar) {
        return tx.createQuery("""
                        select distinct time_zone
                        from billing_account
                        where tenant = :tenant and cycle_specification_id = :specification
                        """)
                .bind("tenant", tenant)
                .bind("specification", calendar.id())
                .mapTo(String.class)
                .map(ZoneId::of)
                .list();
    }
}
