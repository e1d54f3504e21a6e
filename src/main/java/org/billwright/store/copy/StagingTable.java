package org.billwright.store.copy;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Writes many rows at once: they are copied into a temporary table, one for each table that is written, and from there merged
 * into the table by one statement. Each row has a number by which the caller identifies it. The table records what loaded each row: the
 * fingerprint of its content as it was loaded, the import, and the line.
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

        /** Whether something is so. */
        public static <R> StagedColumn<R> flag(String name, Predicate<R> of) {
            return new StagedColumn<>(name, "boolean", (out, row) -> out.bool(of.test(row)));
        }

        /** The document. */
        public static <R> StagedColumn<R> document(Function<R, String> of) {
            return new StagedColumn<>("doc", "json", (out, row) -> out.text(of.apply(row)));
        }

        /** A JSON text that may be absent. */
        public static <R> StagedColumn<R> optionalJson(String name, Function<R, Optional<String>> of) {
            return optional(name, "json", of, CopyInBuffer::text);
        }

        private static <R, V> StagedColumn<R> optional(
                String name, String type, Function<R, Optional<V>> of, BiConsumer<CopyInBuffer, V> write) {
            return new StagedColumn<>(
                    name,
                    type,
                    (out, row) -> of.apply(row).ifPresentOrElse(value -> write.accept(out, value), out::nullValue));
        }
    }

    /**
     * What loads a row.
     *
     * @param number by which the caller identifies the row
     * @param line the place of its line in the import
     * @param fingerprint of its content as it is loaded, by which a repeated load recognises it
     */
    public record Loaded(int number, long line, long fingerprint) {}

    /** Rows that are gathered in memory before they are sent. */
    public static final class Rows<R> {
        private final StagingTable<R> staging;
        private final CopyInBuffer buffer;

        private Rows(StagingTable<R> staging, int expectedBytes) {
            this.staging = staging;
            this.buffer = new CopyInBuffer(expectedBytes);
        }

        /** Adds a row. */
        public void add(Loaded by, R row) {
            buffer.row(staging.columns.size() + 3);
            buffer.integer(by.number());
            buffer.bigint(by.line());
            buffer.bigint(by.fingerprint());
            staging.columns.forEach(column -> column.write.accept(buffer, row));
        }

        /** The number of rows. */
        public int size() {
            return buffer.rows();
        }

        /** Copies the rows into the temporary table and replaces those that were in it. */
        public void stage(Handle tx) {
            staging.createOrClear(tx);
            buffer.copyTo(tx, staging.staged(), "no, loaded_line, loaded_fingerprint, " + staging.names(""));
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
        tx.execute("create temp table " + staged() + " (no int, loaded_line bigint, loaded_fingerprint bigint, "
                + definitions + ") on commit delete rows");
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

    /** For whom rows are loaded, and by which import. */
    public record Load(String tenant, long importNumber) {}

    /** Inserts staged rows, whose ids must be new; this costs less than a merge. Returns the number of rows. */
    public int insert(Handle tx, Load load, Range range) {
        return ofRange(tx, insertText(), load, range);
    }

    /** Inserts all staged rows, whose ids must be new, as rows that no import loaded. */
    public void insertAll(Handle tx, String tenant) {
        tx.createUpdate("insert into " + table + " (tenant, " + names("") + ") select :tenant, " + names("")
                        + " from pg_temp." + staged())
                .bind("tenant", tenant)
                .execute();
    }

    /** Inserts staged rows, each with an id of its own, or replaces rows of the same id that differ. Returns the number of changed rows. */
    public int merge(Handle tx, Load load, Range range) {
        return ofRange(tx, mergeText(), load, range);
    }

    private static int ofRange(Handle tx, String statement, Load load, Range range) {
        return tx.createUpdate(statement)
                .bind("tenant", load.tenant())
                .bind("import", load.importNumber())
                .bind("from", range.from())
                .bind("to", range.to())
                .execute();
    }

    private String insertText() {
        return "insert into " + table + " as old (tenant, loaded_import, loaded_line, loaded_fingerprint, " + names("")
                + ") select :tenant, :import, new.loaded_line, new.loaded_fingerprint, " + names("new.")
                + " from pg_temp." + staged() + " new where no >= :from and no < :to";
    }

    private String mergeText() {
        return insertText() + " on conflict (tenant, id) do update"
                + " set (loaded_import, loaded_line, loaded_fingerprint, " + names("")
                + ", revision) = (excluded.loaded_import, excluded.loaded_line, excluded.loaded_fingerprint, "
                + names("excluded.") + ", old.revision + 1)"
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
