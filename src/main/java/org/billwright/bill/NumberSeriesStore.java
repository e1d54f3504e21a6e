package org.billwright.bill;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** The SQL statements on series of bill numbers. */
public final class NumberSeriesStore {
    private static final String COLUMNS = "series, prefix, digits, last_no, gapless";

    private NumberSeriesStore() {}

    /** Numbers that were drawn. */
    public record Drawn(NumberSeries series, long first) {
        /** The bill number at this position of the drawn ones, from 0. */
        public String billNo(int position) {
            return series.billNo(first + position);
        }
    }

    private static NumberSeries series(ResultSet row) throws SQLException {
        return new NumberSeries(
                row.getString("series"),
                row.getString("prefix"),
                row.getInt("digits"),
                row.getLong("last_no"),
                row.getBoolean("gapless"));
    }

    /** The series of a tenant, with those that are used where none is defined. */
    public static List<NumberSeries> all(Handle tx, String tenant) {
        var stored = tx.createQuery(
                        "select " + COLUMNS + " from bill_number_series where tenant = :tenant order by series")
                .bind("tenant", tenant)
                .map((row, context) -> series(row))
                .list();
        var missing = Stream.of(NumberSeries.DEFAULT, NumberSeries.CREDIT_NOTES)
                .filter(wanted -> stored.stream().noneMatch(s -> s.id().equals(wanted.id())));
        return Stream.concat(stored.stream(), missing).toList();
    }

    /** Whether every number of the default series is used. */
    public static boolean isGapless(Handle tx, String tenant) {
        return tx.createQuery("select gapless from bill_number_series where tenant = :tenant and series = :series")
                .bind("tenant", tenant)
                .bind("series", NumberSeries.DEFAULT.id())
                .mapTo(Boolean.class)
                .findOne()
                .orElse(NumberSeries.DEFAULT.gapless());
    }

    /**
     * Adds a series, or changes it. Its last number is never lowered, and a series that is new or has other numbers now begins behind
     * the bills that have such numbers. False where nothing changed.
     */
    public static boolean put(Handle tx, String tenant, NumberSeries series) {
        boolean isKnown = all(tx, tenant).stream().anyMatch(known -> known.hasNumbersOf(series));
        long last = isKnown ? series.lastNumber() : Math.max(series.lastNumber(), lastOfBills(tx, tenant, series));
        return tx.createUpdate("""
                        insert into bill_number_series as s (tenant, series, prefix, digits, last_no, gapless)
                        values (:tenant, :id, :prefix, :digits, :lastNumber, :gapless)
                        on conflict (tenant, series) do update
                        set (prefix, digits, last_no, gapless) = (
                            excluded.prefix, excluded.digits, greatest(s.last_no, excluded.last_no), excluded.gapless)
                        where (s.prefix, s.digits, s.gapless) <> (excluded.prefix, excluded.digits, excluded.gapless)
                            or s.last_no < excluded.last_no
                        """)
                        .bind("tenant", tenant)
                        .bindMethods(series)
                        .bind("lastNumber", last)
                        .execute()
                > 0;
    }

    /** The highest number of the series that a bill has, 0 for none. */
    private static long lastOfBills(Handle tx, String tenant, NumberSeries series) {
        return tx.createQuery("""
                        select coalesce(max(substr(bill_no, length(:prefix) + 1)::bigint), 0)
                        from customer_bill
                        where tenant = :tenant and bill_no >= :prefix || '0' and bill_no < :prefix || ':'
                            and substr(bill_no, length(:prefix) + 1) ~ :pattern
                        """)
                .bind("tenant", tenant)
                .bind("prefix", series.prefix())
                .bind("pattern", series.pattern())
                .mapTo(Long.class)
                .one();
    }

    /**
     * Raises the series to which numbers of staged bills belong, so that they are not drawn again. It locks those series until the
     * transaction ends.
     *
     * @param staged the temporary table of the bills
     */
    public static void raise(Handle tx, String tenant, String staged) {
        for (var series : all(tx, tenant)) {
            tx.createUpdate("""
                            insert into bill_number_series as s (tenant, series, prefix, digits, last_no)
                            select :tenant, :id, :prefix, :digits, max(substr(bill_no, length(:prefix) + 1)::bigint)
                            from pg_temp.%s
                            where starts_with(bill_no, :prefix) and substr(bill_no, length(:prefix) + 1) ~ :pattern
                            having max(substr(bill_no, length(:prefix) + 1)::bigint) > :lastNumber
                            on conflict (tenant, series) do update set last_no = greatest(s.last_no, excluded.last_no)
                            """.formatted(staged))
                    .bind("tenant", tenant)
                    .bindMethods(series)
                    .bind("pattern", series.pattern())
                    .execute();
        }
    }

    /** Draws numbers of a series, with its prefix and digits where the tenant has not defined it. It is locked until the transaction ends. */
    public static Drawn draw(Handle tx, String tenant, NumberSeries series, int count) {
        var drawn = tx.createQuery("""
                        insert into bill_number_series as s (tenant, series, prefix, digits, last_no)
                        values (:tenant, :series, :prefix, :digits, :count)
                        on conflict (tenant, series) do update set last_no = s.last_no + :count
                        returning series, prefix, digits, last_no, gapless
                        """)
                .bind("tenant", tenant)
                .bind("series", series.id())
                .bind("prefix", series.prefix())
                .bind("digits", series.digits())
                .bind("count", count)
                .map((row, context) -> series(row))
                .one();
        return new Drawn(drawn, drawn.lastNumber() - count + 1);
    }
}
