package org.billwright.ledger;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** The SQL statements that load imported credits, many at once. */
final class CreditImportStore {
    private CreditImportStore() {}

    /** A credit that is there, and whether an import has made it. */
    record Known(Credit credit, boolean isImported) {}

    static String key(Credit credit) {
        return credit.kind() + ' ' + credit.id();
    }

    /** Locks those of these credits that are there, in one order. They are by {@link #key}. */
    static Map<String, Known> lock(Handle tx, String tenant, Collection<Credit> credits) {
        var known = new HashMap<String, Known>();
        tx.createQuery("""
                        select credit.*
                        from (select * from unnest(:kinds, :ids) as wanted (kind, id) order by kind, id) wanted
                        cross join lateral (
                            select %s, imported from account_credit
                            where tenant = :tenant and kind = wanted.kind and id = wanted.id
                            limit 1
                            for update) credit
                        """.formatted(CreditStore.COLUMNS))
                .bind("tenant", tenant)
                .bindArray(
                        "kinds",
                        String.class,
                        credits.stream().map(Credit::kind).toList())
                .bindArray("ids", String.class, credits.stream().map(Credit::id).toList())
                .map((row, context) -> new Known(CreditStore.credit(row), row.getBoolean("imported")))
                .forEach(found -> known.put(key(found.credit()), found));
        return known;
    }

    /** Adds imported credits, or replaces what an import may change of them. */
    static void replace(Handle tx, String tenant, List<CreditImport> lines) {
        if (lines.isEmpty()) {
            return;
        }
        tx.createUpdate("""
                        insert into account_credit as old (
                            tenant, kind, id, account_id, currency, amount, returned, status, payment_date, correlator_id,
                            imported, fingerprint, details)
                        select :tenant, kind, id, account, currency, amount, returned, status, date, correlator, true, fingerprint,
                            details::json
                        from unnest(
                            :kinds, :ids, :accounts, :currencies, :amounts::numeric[], :returned::numeric[], :statuses,
                            :dates::timestamptz[], :correlators, :fingerprints::bigint[], :details)
                            as new (kind, id, account, currency, amount, returned, status, date, correlator, fingerprint, details)
                        on conflict (tenant, kind, id) do update
                        set (account_id, amount, returned, status, payment_date, correlator_id, fingerprint, details, revision) = (
                            excluded.account_id, excluded.amount, excluded.returned, excluded.status, excluded.payment_date,
                            excluded.correlator_id, excluded.fingerprint, excluded.details, old.revision + 1)
                        """)
                .bind("tenant", tenant)
                .bindArray("kinds", String.class, ofCredits(lines, Credit::kind))
                .bindArray("ids", String.class, ofCredits(lines, Credit::id))
                .bindArray("accounts", String.class, ofCredits(lines, Credit::accountId))
                .bindArray(
                        "currencies",
                        String.class,
                        ofCredits(lines, credit -> credit.amount().unit()))
                .bindArray(
                        "amounts",
                        String.class,
                        ofCredits(lines, credit -> credit.amount().value().toPlainString()))
                .bindArray(
                        "returned",
                        String.class,
                        ofCredits(lines, credit -> credit.returned().toPlainString()))
                .bindArray("statuses", String.class, ofCredits(lines, Credit::status))
                .bindArray(
                        "dates",
                        String.class,
                        ofCredits(lines, credit -> credit.date().toString()))
                .bindArray("correlators", String.class, texts(lines, CreditImport::correlatorId))
                .bindArray(
                        "fingerprints",
                        String.class,
                        texts(lines, line -> Optional.of(String.valueOf(line.fingerprint()))))
                .bindArray("details", String.class, texts(lines, line -> Optional.of(line.detailsText())))
                .execute();
    }

    private static Object[] ofCredits(List<CreditImport> lines, Function<Credit, String> value) {
        return texts(lines, line -> Optional.of(value.apply(line.credit())));
    }

    private static Object[] texts(List<CreditImport> lines, Function<CreditImport, Optional<String>> value) {
        return lines.stream().map(line -> value.apply(line).orElse(null)).toArray();
    }
}
