package org.billwright.audit;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** All statements about the audit trail. */
final class AuditStore {
    private AuditStore() {}

    /** An entry of the trail. */
    record AuditEntry(String id, AuditEvent event, String document) {}

    /** The part of an entry that its seal covers. */
    record SealInput(long seq, String document) {}

    /** The seal of a sequence of entries. */
    record Seal(long no, int entries, String previous, String hash) {}

    /** Adds entries of the tenant that the transaction is bound to. */
    static void add(Handle tx, List<AuditEntry> entries) {
        var batch = tx.prepareBatch("""
                insert into audit_entry (tenant, id, date, caller, action, resource, doc)
                values (:tenant, :id, :date, :caller, :action, :resource, :doc::json)
                """);
        for (var entry : entries) {
            var event = entry.event();
            batch.bind("tenant", event.caller().tenant())
                    .bind("id", entry.id())
                    .bind("date", event.at().atOffset(ZoneOffset.UTC))
                    .bind("caller", event.caller().id())
                    .bind("action", event.action().code())
                    .bind("resource", event.resource())
                    .bind("doc", entry.document())
                    .add();
        }
        batch.execute();
    }

    /** Tenants that have entries without a seal. */
    static List<String> unsealedTenants(Handle tx) {
        return tx.createQuery("select distinct tenant from audit_entry where seal is null order by tenant")
                .mapTo(String.class)
                .list();
    }

    static List<SealInput> unsealed(Handle tx, String tenant, int limit) {
        return tx.createQuery("""
                        select seq, doc::text as doc
                        from audit_entry
                        where tenant = :tenant and seal is null
                        order by seq
                        limit :limit
                        """)
                .bind("tenant", tenant)
                .bind("limit", limit)
                .map((row, context) -> new SealInput(row.getLong("seq"), row.getString("doc")))
                .list();
    }

    static Optional<Seal> lastSeal(Handle tx, String tenant) {
        return tx.createQuery("""
                        select no, entries, previous, hash
                        from audit_seal
                        where tenant = :tenant
                        order by no desc
                        limit 1
                        """)
                .bind("tenant", tenant)
                .map((row, context) -> new Seal(
                        row.getLong("no"), row.getInt("entries"), row.getString("previous"), row.getString("hash")))
                .findOne();
    }

    static void seal(Handle tx, String tenant, Seal seal, List<SealInput> entries, Instant now) {
        tx.createUpdate(
                        "update audit_entry set seal = :no where tenant = :tenant and seal is null and seq = any(:entries)")
                .bind("no", seal.no())
                .bind("tenant", tenant)
                .bindArray(
                        "entries",
                        Long.class,
                        entries.stream().map(SealInput::seq).toList())
                .execute();
        tx.createUpdate("""
                        insert into audit_seal (tenant, no, entries, previous, hash, sealed_at)
                        values (:tenant, :no, :count, :previous, :hash, :now)
                        """)
                .bind("tenant", tenant)
                .bind("no", seal.no())
                .bind("count", seal.entries())
                .bind("previous", seal.previous())
                .bind("hash", seal.hash())
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .execute();
    }

    /** The seals after a number, in order. */
    static List<Seal> sealsAfter(Handle tx, long no, int limit) {
        return tx.createQuery("""
                        select no, entries, previous, hash
                        from audit_seal
                        where tenant = current_setting('billwright.tenant') and no > :no
                        order by no
                        limit :limit
                        """)
                .bind("no", no)
                .bind("limit", limit)
                .map((row, context) -> new Seal(
                        row.getLong("no"), row.getInt("entries"), row.getString("previous"), row.getString("hash")))
                .list();
    }

    /** The entries of a seal, in order. */
    static List<SealInput> sealed(Handle tx, long no) {
        return tx.createQuery("""
                        select seq, doc::text as doc
                        from audit_entry
                        where tenant = current_setting('billwright.tenant') and seal = :no
                        order by seq
                        """)
                .bind("no", no)
                .map((row, context) -> new SealInput(row.getLong("seq"), row.getString("doc")))
                .list();
    }

    /** How many entries refer to a seal that does not exist, or have another date than their document. */
    static long mismatched(Handle tx) {
        return tx.createQuery("""
                        select count(*)
                        from audit_entry e
                        where tenant = current_setting('billwright.tenant')
                            and (date <> (doc ->> 'date')::timestamptz
                                or seal is not null and not exists (
                                    select from audit_seal s where s.tenant = e.tenant and s.no = e.seal))
                        """).mapTo(Long.class).one();
    }
}
