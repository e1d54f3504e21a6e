package org.billwright.imports.apply;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.billwright.format.DocumentType;
import org.billwright.imports.check.ImportBatch;
import org.billwright.imports.check.LineIdentity;
import org.billwright.imports.check.LinePlace;
import org.billwright.imports.check.StagedRows;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * Finds lines with the id of an earlier line of their import, in whatever batch that was: one with the same content is unchanged, one
 * with other content is rejected. A row has the import and the line that it was loaded by. For rows that were there before, and for
 * what has no row of its own, {@code import_line} has the lines. So lines that are new cost nothing more.
 */
final class EarlierLines {
    private final Handle tx;
    private final ImportContext context;
    private final ImportBatch batch;
    private final Map<Integer, LinePlace> sameAs = new HashMap<>();

    EarlierLines(Handle tx, ImportContext context, ImportBatch batch) {
        this.tx = tx;
        this.context = context;
        this.batch = batch;
    }

    /** Why a line is rejected that has the id of an earlier one of the batch, which may repeat one of another batch. */
    String reason(int number, int first) {
        return reason(number, Optional.ofNullable(sameAs.get(first)).orElseGet(() -> place(first)));
    }

    private String reason(int number, LinePlace earlier) {
        boolean isOfSameSource = earlier.source() == place(number).source();
        return "line " + earlier.number()
                + (isOfSameSource ? "" : " of " + context.sources().get(earlier.source()))
                + " has the same id with other content";
    }

    private LinePlace place(int number) {
        return batch.lines().get(number).place();
    }

    /** A line with the id of an earlier one, by its number in the batch. */
    private record Repeated(int number, LinePlace earlier, boolean isSame) {}

    /**
     * Removes repeated lines from staged rows, before these are merged, and records the lines whose rows were there before. The reasons
     * of those that are rejected, by number.
     */
    NavigableMap<Integer, String> remove(StagedRows<?> rows) {
        var staging = rows.staging();
        var repeated = bound(tx.createQuery("""
                        select new.no, earlier.line, earlier.fingerprint = new.loaded_fingerprint as same
                        from pg_temp.%s new
                        cross join lateral (
                            select loaded_import, loaded_line, loaded_fingerprint
                            from %s where tenant = :tenant and id = new.id limit 1) old
                        left join lateral (
                            select line, fingerprint from import_line
                            where tenant = :tenant and job_id = :job and document_type = :type and id = new.id limit 1) seen on true
                        cross join lateral (values
                            (old.loaded_import = :import, old.loaded_line, old.loaded_fingerprint),
                            (true, seen.line, seen.fingerprint)) earlier (is_of_import, line, fingerprint)
                        where earlier.is_of_import and earlier.line <> new.loaded_line
                        """.formatted(staging.staged(), staging.table())), rows.type())
                .bind("import", context.importNumber())
                .map((row, ctx) ->
                        new Repeated(row.getInt("no"), LinePlace.of(row.getLong("line")), row.getBoolean("same")))
                .list();
        if (!repeated.isEmpty()) {
            staging.remove(tx, repeated.stream().map(Repeated::number).toList());
        }
        record(rows);
        return rejected(repeated);
    }

    private void record(StagedRows<?> rows) {
        var staging = rows.staging();
        bound(tx.createUpdate("""
                        insert into import_line (tenant, job_id, document_type, id, fingerprint, line)
                        select :tenant, :job, :type, new.id, new.loaded_fingerprint, new.loaded_line
                        from pg_temp.%s new
                        cross join lateral (
                            select loaded_import from %s where tenant = :tenant and id = new.id limit 1) old
                        where old.loaded_import is distinct from :import
                        on conflict do nothing
                        """.formatted(staging.staged(), staging.table())), rows.type())
                .bind("import", context.importNumber())
                .execute();
    }

    /** Removes what was recorded of lines that were not loaded in the end. */
    void forget(StagedRows<?> rows, Set<Integer> notLoaded) {
        var ids = rows.idsOf(notLoaded);
        if (!ids.isEmpty()) {
            bound(tx.createUpdate("""
                            delete from import_line
                            where tenant = :tenant and job_id = :job and document_type = :type
                                and id = any(:ids) and line = any(:lines)
                            """), rows.type())
                    .bindArray("ids", String.class, ids)
                    .bindArray(
                            "lines",
                            Long.class,
                            notLoaded.stream()
                                    .map(number -> place(number).packed())
                                    .toList())
                    .execute();
        }
    }

    /** Removes repeated lines from documents without rows of their own; the reasons of those that are rejected, by number. */
    NavigableMap<Integer, String> remove(DocumentType type, NavigableMap<Integer, ?> documents) {
        var repeated = bound(tx.createQuery("""
                        select new.no, seen.line, seen.fingerprint = new.fingerprint as same
                        from unnest(:numbers, :ids, :fingerprints, :lines) new (no, id, fingerprint, line)
                        cross join lateral (
                            select line, fingerprint from import_line
                            where tenant = :tenant and job_id = :job and document_type = :type and id = new.id limit 1) seen
                        where seen.line <> new.line
                        """), type, documents.keySet())
                .map((row, ctx) ->
                        new Repeated(row.getInt("no"), LinePlace.of(row.getLong("line")), row.getBoolean("same")))
                .list();
        repeated.forEach(line -> documents.remove(line.number()));
        return rejected(repeated);
    }

    /** Records the lines of documents without rows of their own. */
    void record(DocumentType type, Collection<Integer> loaded) {
        if (!loaded.isEmpty()) {
            bound(tx.createUpdate("""
                            insert into import_line (tenant, job_id, document_type, id, fingerprint, line)
                            select :tenant, :job, :type, id, fingerprint, line
                            from unnest(:numbers, :ids, :fingerprints, :lines) new (no, id, fingerprint, line)
                            on conflict do nothing
                            """), type, loaded).execute();
        }
    }

    private NavigableMap<Integer, String> rejected(List<Repeated> repeated) {
        var rejected = new TreeMap<Integer, String>();
        for (var line : repeated) {
            if (line.isSame()) {
                sameAs.put(line.number(), line.earlier());
            } else {
                rejected.put(line.number(), reason(line.number(), line.earlier()));
            }
        }
        return rejected;
    }

    private <S extends SqlStatement<S>> S bound(S statement, DocumentType type) {
        return statement
                .bind("tenant", context.tenant())
                .bind("job", context.job())
                .bind("type", type.name());
    }

    private <S extends SqlStatement<S>> S bound(S statement, DocumentType type, Collection<Integer> numbers) {
        var lines = new ArrayList<>(numbers);
        var identities = lines.stream().map(batch::identity).toList();
        return bound(statement, type)
                .bindArray("numbers", Integer.class, lines)
                .bindArray(
                        "ids",
                        String.class,
                        identities.stream().map(LineIdentity::id).toList())
                .bindArray(
                        "fingerprints",
                        Long.class,
                        identities.stream().map(LineIdentity::fingerprint).toList())
                .bindArray(
                        "lines",
                        Long.class,
                        lines.stream().map(number -> place(number).packed()).toList());
    }
}
