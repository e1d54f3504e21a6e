package org.billwright.store.copy;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Writes many rows at once: they are copied into a temporary table, one for each table that is written, and from there merged
 * into the table by one statement. Each row has a number by which the caller identifies it.
 *
 * @param table the target table; its key is tenant and id
 * @param differs the condition on which an existing row is replaced, with {@code old} and {@code excluded}
 */
public record StagingTable<R>(String table, String differs, List<StagedColumn<R>> columns) {
    /** The stored document differs, character by character. */
    public static final String BY_DOCUMENT = "old.doc::text <> excluded.doc::text";

    /** The document differs from the one that was loaded last, and from the stored one. */
    public static final String BY_LOADED =
            "old.loaded_fingerprint is distinct from excluded.loaded_fingerprint and " + BY_DOCUMENT;

    /** A column, its type, and how a row's value is written. */
    public static final class StagedColumn<R> {
        private final String name;
        private final String type;
        private final BiConsumer<CopyInBuffer, R> write;

        private StagedColumn(String name, String type, BiConsumer<CopyInBuffer, R> write) {
            this.name = name;
            this.type = type;
            this.write = write;
        }

        /** A text. */
        public static <R> StagedColumn<R> text(String name, Function<R, String> of) {
            return new StagedColumn<>(name, "text collate \"C\"", (out, row) -> out.text(of.apply(row)));
        }

        /** A text that may be absent. */
        public static <R> StagedColumn<R> optionalText(String name, Function<R, Optional<String>> of) {
            return optional(name, "text collate \"C\"", of, CopyInBuffer::text);
        }

        /** An array of texts. */
        public static <R> StagedColumn<R> texts(String name, Function<R, List<String>> of) {
            return new StagedColumn<>(name, "text[] collate \"C\"", (out, row) -> out.texts(of.apply(row)));
        }

        /** A point in time that may be absent. */
        public static <R> StagedColumn<R> time(String name, Function<R, Optional<OffsetDateTime>> of) {
            return optional(name, "timestamptz", of, CopyInBuffer::time);
        }

        /** A decimal that may be absent. */
        public static <R> StagedColumn<R> decimal(String name, Function<R, Optional<BigDecimal>> of) {
            return optional(name, "numeric", of, CopyInBuffer::decimal);
        }

        /** The fingerprint of the document's content as it was loaded, by which a repeated load recognises it. */
        public static <R> StagedColumn<R> loaded(ToLongFunction<R> fingerprint) {
            return new StagedColumn<>(
                    "loaded_fingerprint", "bigint", (out, row) -> out.bigint(fingerprint.applyAsLong(row)));
        }

        /** The document. */
        public static <R> StagedColumn<R> document(Function<R, String> of) {
            return new StagedColumn<>("doc", "json", (out, row) -> out.text(of.apply(row)));
        }

        private static <R, V> StagedColumn<R> optional(
                String name, String type, Function<R, Optional<V>> of, BiConsumer<CopyInBuffer, V> write) {
            return new StagedColumn<>(
                    name,
                    type,
                    (out, row) -> of.apply(row).ifPresentOrElse(value -> write.accept(out, value), out::nullValue));
        }
    }

    /** Rows that are gathered in memory before they are sent. */
    public static final class Rows<R> {
        private final StagingTable<R> staging;
        private final CopyInBuffer buffer;

        private Rows(StagingTable<R> staging, int expectedBytes) {
            this.staging = staging;
            this.buffer = new CopyInBuffer(expectedBytes);
        }

        /** Adds a row with this number. */
        public void add(int number, R row) {
            buffer.row(staging.columns.size() + 1);
            buffer.integer(number);
            staging.columns.forEach(column -> column.write.accept(buffer, row));
        }

        /** The number of rows. */
        public int size() {
            return buffer.rows();
        }

        /** Copies the rows into the temporary table and replaces those that were in it. */
        public void stage(Handle tx) {
            staging.createOrClear(tx);
            buffer.copyTo(tx, staging.staged(), "no, " + staging.names(""));
        }
    }

    /** No rows yet, with this many bytes reserved for them. */
    public Rows<R> rows(int expectedBytes) {
        return new Rows<>(this, expectedBytes);
    }

    private void createOrClear(Handle tx) {
        boolean exists = tx.createQuery("select to_regclass(:name) is not null")
                .bind("name", "pg_temp." + staged())
                .mapTo(Boolean.class)
                .one();
        if (exists) {
            clear(tx);
        } else {
            create(tx);
        }
    }

    /** Creates the temporary table, for as long as the connection lives. */
    public void create(Handle tx) {
        var definitions = columns.stream().map(c -> c.name + " " + c.type).collect(Collectors.joining(", "));
        tx.execute("create temp table " + staged() + " (no int, " + definitions + ") on commit delete rows");
    }

    /** Commit empties the table, but one transaction may stage several batches. */
    private void clear(Handle tx) {
        boolean filled = tx.createQuery("select exists (select from pg_temp." + staged() + ")")
                .mapTo(Boolean.class)
                .one();
        if (filled) {
            tx.execute("delete from pg_temp." + staged());
        }
    }

    /** The name of the temporary table. */
    public String staged() {
        return "staged_" + table;
    }

    /** A range of row numbers: {@code from} inclusive, {@code to} exclusive. */
    public record Range(int from, int to) {}

    /** Inserts staged rows, whose ids must be new; this costs less than a merge. Returns the number of rows. */
    public int insert(Handle tx, String tenant, Range range) {
        return ofRange(tx, insertText(false), tenant, range);
    }

    /** Inserts all staged rows, whose ids must be new, with this value in one more column. */
    public void insertWith(Handle tx, String tenant, String column, String value) {
        tx.createUpdate("insert into " + table + " (tenant, " + column + ", " + names("") + ") select :tenant, " + value
                        + ", " + names("") + " from pg_temp." + staged())
                .bind("tenant", tenant)
                .execute();
    }

    /**
     * Inserts staged rows, or replaces rows of the same id that differ. Returns the number of changed rows.
     *
     * @param repeated whether an id may occur more than once among the rows; the last row counts
     */
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

    /**
     * Updates these columns of existing rows, which the transaction has locked, from the staged ones and increments their revision. Each
     * row is looked up by its key: with old statistics a join reads the whole table. Returns the number of rows.
     */
    public int update(Handle tx, String tenant, List<String> changed) {
        return tx.createUpdate("update " + table + " old set (" + String.join(", ", changed) + ", revision) = ("
                        + changed.stream().map(c -> "new." + c).collect(Collectors.joining(", "))
                        + ", old.revision + 1) from pg_temp." + staged()
                        + " new where old.id = new.id and old.ctid = any(array("
                        + "select (select ctid from " + table
                        + " where tenant = :tenant and id = staged.id) from pg_temp."
                        + staged() + " staged))")
                .bind("tenant", tenant)
                .execute();
    }

    /** Removes rows from the staged ones, by number. */
    public void remove(Handle tx, Collection<Integer> numbers) {
        tx.createUpdate("delete from pg_temp." + staged() + " where no = any(:numbers)")
                .bindArray("numbers", Integer.class, numbers)
                .execute();
    }

    private String names(String prefix) {
        return columns.stream().map(c -> prefix + c.name).collect(Collectors.joining(", "));
    }
}
