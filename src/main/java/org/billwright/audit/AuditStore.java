package org.billwright.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.billwright.store.Database;
import org.jdbi.v3.core.Handle;

/** The statements that add entries, and those that read them in the order of their numbers. */
final class AuditStore {
    /** Rows that the driver holds at a time: an entry may be 64 kB long. */
    private static final int FETCHED = 50;

    private static final String COLUMNS =
            "seq, seal, hash, tenant, id, date, caller, action, resource, revision, doc::text as doc";

    private AuditStore() {}

    /**
     * An entry as it is stored.
     *
     * @param seq its number, which grows by time and has gaps where transactions were rolled back
     * @param seal the number of its seal, if that is one of the first algorithm
     * @param hash the hash that its writer computed; empty in an entry of an old seal
     * @param revision 1, because an entry is never changed
     */
    record StoredEntry(long seq, Optional<Long> seal, EntryHash hash, long revision, AuditEntry entry) {}

    /** Adds entries of the tenant that the transaction is bound to, in one statement: COPY is refused where row-level security holds. */
    static void add(Handle tx, List<AuditEntry> entries) {
        tx.createUpdate("""
                        insert into audit_entry (tenant, id, date, caller, action, resource, hash, doc)
                        select tenant, id, date::timestamptz, caller, action, resource, decode(hash, 'hex'), doc::json
                        from unnest(:tenants, :ids, :dates, :callers, :actions, :resources, :hashes, :docs)
                            with ordinality as entry (tenant, id, date, caller, action, resource, hash, doc, place)
                        order by place
                        """)
                .bindArray("tenants", String.class, texts(entries, AuditEntry::tenant))
                .bindArray("ids", String.class, texts(entries, AuditEntry::id))
                .bindArray(
                        "dates",
                        String.class,
                        texts(entries, entry -> entry.date().toString()))
                .bindArray("callers", String.class, texts(entries, AuditEntry::caller))
                .bindArray("actions", String.class, texts(entries, AuditEntry::action))
                .bindArray("resources", String.class, texts(entries, AuditEntry::resource))
                .bindArray(
                        "hashes",
                        String.class,
                        texts(entries, entry -> EntryHash.of(entry).toString()))
                .bindArray("docs", String.class, texts(entries, AuditEntry::document))
                .execute();
    }

    private static List<String> texts(List<AuditEntry> entries, Function<AuditEntry, String> value) {
        return entries.stream().map(value).toList();
    }

    /** What is made of each entry after a number and up to another, in their order. */
    static <T> List<T> between(Handle tx, long after, long upTo, int limit, Function<StoredEntry, T> each) {
        return Database.inOrder(
                tx,
                () -> tx.createQuery("select " + COLUMNS + """
                         from audit_entry
                        where tenant = current_setting('billwright.tenant') and seq > :after and seq <= :upTo
                        order by seq
                        limit :limit
                        """)
                        .bind("after", after)
                        .bind("upTo", upTo)
                        .bind("limit", limit)
                        .setFetchSize(FETCHED)
                        .map((row, context) -> each.apply(stored(row)))
                        .list());
    }

    /** An entry with a number that is given to none. */
    static Optional<Long> firstBelowOne(Handle tx) {
        return tx.createQuery("""
                        select min(seq) from audit_entry
                        where tenant = current_setting('billwright.tenant') and seq < 1
                        """).mapTo(Long.class).findOne();
    }

    /** The entries of the old seals after an entry of one, in the order of seals and then of numbers. */
    static List<StoredEntry> ofOldSeals(Handle tx, long seal, long seq, int limit) {
        return Database.inOrder(
                tx,
                () -> tx.createQuery("select " + COLUMNS + """
                         from audit_entry
                        where tenant = current_setting('billwright.tenant') and seal is not null
                            and (seal, seq) > (:seal, :seq)
                        order by seal, seq
                        limit :limit
                        """)
                        .bind("seal", seal)
                        .bind("seq", seq)
                        .bind("limit", limit)
                        .setFetchSize(FETCHED)
                        .map((row, context) -> stored(row))
                        .list());
    }

    /** The entries in a range of numbers that have no old seal. */
    static long countWithoutOldSeal(Handle tx, long after, long upTo) {
        return tx.createQuery("""
                        select count(*)
                        from audit_entry
                        where tenant = current_setting('billwright.tenant') and seq > :after and seq <= :upTo and seal is null
                        """)
                .bind("after", after)
                .bind("upTo", upTo)
                .mapTo(Long.class)
                .one();
    }

    private static StoredEntry stored(ResultSet row) throws SQLException {
        long seal = row.getLong("seal");
        var inOldSeal = row.wasNull() ? Optional.<Long>empty() : Optional.of(seal);
        return new StoredEntry(
                row.getLong("seq"),
                inOldSeal,
                EntryHash.stored(row.getBytes("hash")),
                row.getLong("revision"),
                new AuditEntry(
                        row.getString("tenant"),
                        row.getString("id"),
                        row.getObject("date", OffsetDateTime.class).toInstant(),
                        row.getString("caller"),
                        row.getString("action"),
                        row.getString("resource"),
                        row.getString("doc")));
    }
}
