package org.billwright.store;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jdbi.v3.core.Handle;

/**
 * Copies of tables that one connection has for itself, empty at first: with their constraints, indexes and triggers. On this connection a
 * statement that names a table finds its copy, because PostgreSQL looks among the temporary tables first.
 */
public final class TemporaryCopies {
    private final Map<String, Original> originals;

    /**
     * A table.
     *
     * @param name with its schema
     * @param columns that can be written
     */
    private record Original(String name, String columns) {}

    private TemporaryCopies(Map<String, Original> originals) {
        this.originals = originals;
    }

    /** Creates the copies of these tables; those that a foreign key refers to come first. */
    public static TemporaryCopies create(Handle tx, List<String> tables) {
        var originals = new HashMap<String, Original>();
        tables.forEach(table -> originals.put(table, original(tx, table)));
        // All definitions are read first: a name means the copy once it is there.
        var definitions = tables.stream()
                .flatMap(table -> definitions(tx, table).stream())
                .toList();
        for (var table : tables) {
            tx.execute("create temp table " + table + " (like "
                    + Objects.requireNonNull(originals.get(table)).name() + " including all excluding indexes)");
        }
        definitions.forEach(tx::execute);
        // Functions keep the plans of their statements, with the tables that these found.
        tx.execute("discard plans");
        return new TemporaryCopies(originals);
    }

    private static Original original(Handle tx, String table) {
        return tx.createQuery("""
                        select c.relnamespace::regnamespace || '.' || quote_ident(c.relname) as name,
                            (select string_agg(quote_ident(a.attname), ', ' order by a.attnum)
                            from pg_attribute a
                            where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns
                        from pg_class c
                        where c.oid = :table::regclass
                        """)
                .bind("table", table)
                .map((row, context) -> new Original(row.getString("name"), row.getString("columns")))
                .one();
    }

    /** What creates the keys, then the other indexes, then the triggers of a copy. Checks are copied with the columns. */
    private static List<String> definitions(Handle tx, String table) {
        return tx.createQuery("""
                        select 'alter table pg_temp.' || quote_ident(c.relname) || ' add constraint ' || quote_ident(k.conname) || ' '
                            || replace(pg_get_constraintdef(k.oid), 'REFERENCES ' || n.name || '.', 'REFERENCES ') as definition,
                            case k.contype when 'p' then 1 when 'u' then 2 else 4 end as place, k.conname as name
                        from pg_class c
                        join pg_constraint k on k.conrelid = c.oid and k.contype in ('p', 'u', 'f')
                        cross join lateral (select quote_ident(nspname) as name from pg_namespace where oid = c.relnamespace) n
                        where c.oid = :table::regclass
                        union all
                        select replace(pg_get_indexdef(i.indexrelid),
                            ' ON ' || n.name || '.' || quote_ident(c.relname) || ' ', ' ON pg_temp.' || quote_ident(c.relname) || ' '),
                            3, i.indexrelid::regclass::text
                        from pg_class c
                        join pg_index i on i.indrelid = c.oid
                        cross join lateral (select quote_ident(nspname) as name from pg_namespace where oid = c.relnamespace) n
                        where c.oid = :table::regclass
                            and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u'))
                        union all
                        select replace(pg_get_triggerdef(t.oid),
                            ' ON ' || n.name || '.' || quote_ident(c.relname) || ' ', ' ON pg_temp.' || quote_ident(c.relname) || ' '),
                            5, t.tgname::text
                        from pg_class c
                        join pg_trigger t on t.tgrelid = c.oid and not t.tgisinternal
                        cross join lateral (select quote_ident(nspname) as name from pg_namespace where oid = c.relnamespace) n
                        where c.oid = :table::regclass
                        order by place, name
                        """).bind("table", table).mapTo(String.class).list();
    }

    /**
     * Copies those rows of a table that the copy does not have.
     *
     * @param condition on {@code stored}, the rows of the table
     * @param values that the condition binds
     */
    public void fill(Handle tx, String table, String condition, Map<String, ?> values) {
        var original = Objects.requireNonNull(originals.get(table), table);
        tx.createUpdate("insert into pg_temp." + table + " (" + original.columns() + ") select " + original.columns()
                        + " from " + original.name() + " stored where " + condition + " on conflict do nothing")
                .bindMap(values)
                .execute();
    }

    /** The name of the table itself, with its schema. */
    public String original(String table) {
        return Objects.requireNonNull(originals.get(table), table).name();
    }

    /** Removes all temporary tables of a connection. */
    public static void discard(Handle connection) {
        connection.execute("discard temp");
        connection.execute("discard plans");
    }
}
