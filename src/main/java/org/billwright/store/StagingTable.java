package org.billwright.store;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Many rows at once: they are copied into a temporary table, one for each table that is written, and from there merged
 * into it by one statement. A row has a number, by which the caller knows it again.
 *
 * @param table where the rows belong; its key is tenant and id
 * @param differs when a row that is there is replaced, with {@code old} and {@code new}
 */
public record StagingTable<R>(String table, String differs, List<Column<R>> columns) {
    /** The document that is there is another, to the letter. */
    public static final String BY_DOCUMENT = "old.doc::text <> excluded.doc::text";

    /** What comes is not what was loaded the last time, nor what the document has become. */
    public static final String BY_LOADED = "old.loaded is distinct from excluded.loaded and " + BY_DOCUMENT;

    /** A column, and how a row's value is sent. */
    public record Column<R>(String name, String type, BiConsumer<CopyInBuffer, R> value) {
        /** A text. */
        public static <R> Column<R> text(String name, Function<R, String> of) {
            return new Column<>(name, "text collate \"C\"", (out, row) -> out.text(of.apply(row)));
        }

        /** A text that may be absent. */
        public static <R> Column<R> optionalText(String name, Function<R, Optional<String>> of) {
            return optional(name, "text collate \"C\"", of, CopyInBuffer::text);
        }

        /** Texts. */
        public static <R> Column<R> texts(String name, Function<R, List<String>> of) {
            return new Column<>(name, "text[] collate \"C\"", (out, row) -> out.texts(of.apply(row)));
        }

        /** A point in time that may be absent. */
        public static <R> Column<R> time(String name, Function<R, Optional<OffsetDateTime>> of) {
            return optional(name, "timestamptz", of, CopyInBuffer::time);
        }

        /** A decimal that may be absent. */
        public static <R> Column<R> decimal(String name, Function<R, Optional<BigDecimal>> of) {
            return optional(name, "numeric", of, CopyInBuffer::decimal);
        }

        /** The fingerprint of the document as it comes, by which it is known when it comes again. */
        public static <R> Column<R> loaded(Function<R, String> document) {
            return new Column<>("loaded", "bigint", (out, row) -> out.bigint(Fingerprint.of(document.apply(row))));
        }

        /** The document. */
        public static <R> Column<R> document(Function<R, String> of) {
            return new Column<>("doc", "json", (out, row) -> out.text(of.apply(row)));
        }

        private static <R, V> Column<R> optional(
                String name, String type, Function<R, Optional<V>> of, BiConsumer<CopyInBuffer, V> send) {
            return new Column<>(name, type, (out, row) -> {
                var value = of.apply(row);
                if (value.isPresent()) {
                    send.accept(out, value.get());
                } else {
                    out.nothing();
                }
            });
        }
    }

    /** Adds a row to those that are to be sent. */
    public void add(CopyInBuffer rows, int number, R row) {
        rows.row(columns.size() + 1);
        rows.integer(number);
        for (var column : columns) {
            column.value().accept(rows, row);
        }
    }

    /** Brings rows into the temporary table, in place of those that were there. */
    public void stage(Handle tx, CopyInBuffer rows) {
        create(tx);
        rows.copyTo(tx, staged(), "no, " + names(""));
    }

    private void create(Handle tx) {
        boolean there = tx.createQuery("select to_regclass(:name) is not null")
                .bind("name", "pg_temp." + staged())
                .mapTo(Boolean.class)
                .one();
        if (there) {
            clear(tx);
            return;
        }
        var definitions = columns.stream().map(c -> c.name() + " " + c.type()).collect(Collectors.joining(", "));
        tx.execute("create temp table " + staged() + " (no int, " + definitions + ") on commit delete rows");
    }

    /** Commit empties it, but several batches may be one transaction. */
    private void clear(Handle tx) {
        boolean used = tx.createQuery("select exists (select from pg_temp." + staged() + ")")
                .mapTo(Boolean.class)
                .one();
        if (used) {
            tx.execute("truncate pg_temp." + staged());
        }
    }

    /** The temporary table. */
    public String staged() {
        return "staged_" + table;
    }

    /** A range of staged rows, from the first number on and before the last. */
    public record Range(int from, int to) {}

    /** Adds what is staged, whose ids must be new, which costs less than to merge it. Tells how many it were. */
    public int insert(Handle tx, String tenant, Range range) {
        return ofRange(tx, insertText(false), tenant, range);
    }

    /** Adds or replaces by id what is staged and differs; of several with one id the last. Tells how many it were. */
    public int merge(Handle tx, String tenant, Range range, boolean repeated) {
        return ofRange(tx, mergeText(repeated), tenant, range);
    }

    private static int ofRange(Handle tx, String statement, String tenant, Range range) {
        return tx.createUpdate(statement)
                .bind("tenant", tenant)
                .bind("from", range.from())
                .bind("to", range.to())
                .execute();
    }

    private String insertText(boolean repeated) {
        var source = "select " + (repeated ? "distinct on (id) " : "") + "* from pg_temp." + staged()
                + " where no >= :from and no < :to" + (repeated ? " order by id, no desc" : "");
        return "insert into " + table + " as old (tenant, " + names("") + ")" + " select :tenant, " + names("new.")
                + " from (" + source + ") new";
    }

    private String mergeText(boolean repeated) {
        return insertText(repeated) + " on conflict (tenant, id) do update"
                + " set (" + names("") + ", revision) = (" + names("excluded.") + ", old.revision + 1)"
                + " where " + differs;
    }

    /** Changes these columns of the rows that are staged and there; their revisions count on. */
    public int update(Handle tx, String tenant, List<String> changed) {
        return tx.createUpdate("update " + table + " old set (" + String.join(", ", changed) + ", revision) = ("
                        + changed.stream().map(c -> "new." + c).collect(Collectors.joining(", "))
                        + ", old.revision + 1) from pg_temp." + staged()
                        + " new where old.tenant = :tenant and old.id = new.id")
                .bind("tenant", tenant)
                .execute();
    }

    /** Takes rows out of those that are staged. */
    public void remove(Handle tx, Collection<Integer> numbers) {
        tx.createUpdate("delete from pg_temp." + staged() + " where no = any(:numbers)")
                .bindArray("numbers", Integer.class, numbers)
                .execute();
    }

    private String names(String prefix) {
        return columns.stream().map(c -> prefix + c.name()).collect(Collectors.joining(", "));
    }
}
