package org.billwright.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.billwright.store.Database;
import org.jdbi.v3.core.Handle;

/** All statements about seals, and about what is not sealed yet. */
final class SealStore {
    private static final String COLUMNS = "no, algorithm, last_seq, entries, previous, hash, sealed_at";
    private static final int FETCHED = 5_000;
    private static final int MAX_COUNTED = 100_000;

    private SealStore() {}

    /** The last number that any transaction was given for an entry; 0 before the first. */
    static long lastNumber(Handle tx) {
        return tx.createQuery("select case when is_called then last_value else 0 end from audit_entry_seq_seq")
                .mapTo(Long.class)
                .one();
    }

    /** The open transactions that have added, or are adding, entries: PostgreSQL locks the table for them before it gives a number. */
    static Set<String> writers(Handle tx) {
        return tx.createQuery("""
                        select virtualtransaction
                        from pg_locks
                        where locktype = 'relation' and relation = 'audit_entry'::regclass and mode = 'RowExclusiveLock'
                            and database = (select oid from pg_database where datname = current_database())
                        """).mapTo(String.class).set();
    }

    /** All tenants that have entries, found by one step in the index for each. */
    static List<String> tenants(Handle tx) {
        return tx.createQuery("""
                        with recursive tenants (tenant) as (
                            select min(tenant) from audit_entry
                            union all
                            select (select min(e.tenant) from audit_entry e where e.tenant > t.tenant)
                            from tenants t
                            where t.tenant is not null)
                        select tenant from tenants where tenant is not null
                        """).mapTo(String.class).list();
    }

    static Optional<Seal> last(Handle tx, String tenant) {
        return tx.createQuery("select " + COLUMNS + " from audit_seal where tenant = :tenant order by no desc limit 1")
                .bind("tenant", tenant)
                .map((row, context) -> seal(row))
                .findOne();
    }

    /** Adds the entries in a range of numbers to a hash; the number of the last of them. */
    static Optional<Long> addHashes(Handle tx, String tenant, long after, long upTo, int limit, Seal.RangeHash hash) {
        return Database.inOrder(
                tx,
                () -> tx.createQuery("""
                        select seq, hash
                        from audit_entry
                        where tenant = :tenant and seq > :after and seq <= :upTo
                        order by seq
                        limit :limit
                        """)
                        .bind("tenant", tenant)
                        .bind("after", after)
                        .bind("upTo", upTo)
                        .bind("limit", limit)
                        .setFetchSize(FETCHED)
                        .map((row, context) -> {
                            long seq = row.getLong("seq");
                            hash.add(seq, EntryHash.stored(row.getBytes("hash")));
                            return seq;
                        })
                        .reduce(Optional.empty(), (before, seq) -> Optional.of(seq)));
    }

    static void add(Handle tx, String tenant, Seal seal) {
        tx.createUpdate("insert into audit_seal (tenant, " + COLUMNS
                        + ") values (:tenant, :no, :algorithm, :lastSeq, :entries, :previous, :hash, :sealedAt)")
                .bind("tenant", tenant)
                .bind("no", seal.no())
                .bind("algorithm", seal.algorithm())
                .bind("lastSeq", seal.lastSeq())
                .bind("entries", seal.entries())
                .bind("previous", seal.previous())
                .bind("hash", seal.hash())
                .bind("sealedAt", seal.sealedAt().atOffset(ZoneOffset.UTC))
                .execute();
    }

    /** The seals after a number, in order, of the tenant that the transaction is bound to. */
    static List<Seal> after(Handle tx, long no, int limit) {
        return Database.inOrder(
                tx,
                () -> tx.createQuery("select " + COLUMNS + """
                         from audit_seal
                        where tenant = current_setting('billwright.tenant') and no > :no
                        order by no
                        limit :limit
                        """)
                        .bind("no", no)
                        .bind("limit", limit)
                        .map((row, context) -> seal(row))
                        .list());
    }

    /** The seals with these numbers, of the tenant that the transaction is bound to. */
    static List<Seal> withNumbers(Handle tx, Collection<Long> numbers) {
        return tx.createQuery("select " + COLUMNS + """
                         from audit_seal
                        where tenant = current_setting('billwright.tenant') and no = any(:numbers)
                        """)
                .bindArray("numbers", Long.class, numbers)
                .map((row, context) -> seal(row))
                .list();
    }

    /**
     * The number of the seal before those that cover the last entries up to a seal: at most as many entries, but those of one seal in any
     * case. 0 where there is none before them. They are seals over ranges, of the tenant that the transaction is bound to.
     */
    static long beforePart(Handle tx, long upTo, int entries) {
        return Database.inOrder(
                tx,
                () -> tx.createQuery("""
                        select coalesce(
                            min(no) filter (where covered - entries = 0 or covered <= :entries) - 1,
                            (select coalesce(max(no), 0) from audit_seal
                                where tenant = current_setting('billwright.tenant') and no <= :upTo))
                        from (
                            select no, entries, sum(entries) over (order by no desc) as covered
                            from (
                                select no, entries
                                from audit_seal
                                where tenant = current_setting('billwright.tenant') and no <= :upTo and algorithm = :ofRange
                                order by no desc
                                limit :entries) as last) as counted
                        """)
                        .bind("upTo", upTo)
                        .bind("entries", entries)
                        .bind("ofRange", Seal.OF_RANGE)
                        .mapTo(Long.class)
                        .one());
    }

    /** Whether the trails of all tenants are empty. */
    static boolean isEmpty(Handle tx) {
        return tx.createQuery("select not exists (select from audit_entry) and not exists (select from audit_seal)")
                .mapTo(Boolean.class)
                .one();
    }

    /** What is not sealed of one tenant, counted up to a bound. */
    static AuditMetrics.Unsealed unsealed(Handle tx, String tenant, long after) {
        return tx.createQuery("""
                        select count(*) as entries, min(date) as oldest
                        from (select date from audit_entry where tenant = :tenant and seq > :after limit :limit) unsealed
                        """)
                .bind("tenant", tenant)
                .bind("after", after)
                .bind("limit", MAX_COUNTED)
                .map((row, context) -> new AuditMetrics.Unsealed(
                        row.getLong("entries"),
                        Optional.ofNullable(row.getObject("oldest", OffsetDateTime.class))
                                .map(OffsetDateTime::toInstant)))
                .one();
    }

    private static Seal seal(ResultSet row) throws SQLException {
        return new Seal(
                row.getLong("no"),
                row.getInt("algorithm"),
                row.getLong("last_seq"),
                row.getInt("entries"),
                row.getString("previous"),
                row.getString("hash"),
                row.getObject("sealed_at", OffsetDateTime.class).toInstant());
    }
}
