package org.billwright.store;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * A statement's rows as PostgreSQL sends them by binary COPY (PostgreSQL documentation, COPY, "Binary Format"): it makes rows
 * while others are read, no faster than they are, and no more than one is held here. COPY takes no parameters, so values go ahead
 * of it as settings of the transaction, and the statement reads them there.
 */
public final class CopyOutReader implements AutoCloseable {
    private static final Pattern PARAMETER = Pattern.compile("\\$(\\d+)");
    private static final String SETTING = "billwright.copied_";
    private static final String CANCELLED = "57014";
    private static final int SIGNATURE_BYTES = 11;
    private static final int END = -1;

    private final PGConnection connection;
    private final String statement;
    private Optional<CopyOut> copy = Optional.empty();
    private ByteBuffer row = ByteBuffer.allocate(0);
    private boolean isOver;

    private CopyOutReader(PGConnection connection, String statement) {
        this.connection = connection;
        this.statement = statement;
    }

    /** Rows to be read in this transaction. PostgreSQL is asked for them with the first. */
    public static CopyOutReader of(Handle tx, Sql sql) {
        for (int i = 0; i < sql.values().size(); i++) {
            Database.set(tx, SETTING + (i + 1), written(sql.values().get(i)));
        }
        try {
            var connection = tx.getConnection().unwrap(PGConnection.class);
            return new CopyOutReader(connection, "copy (" + text(sql) + ") to stdout (format binary)");
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    private static String written(Object value) {
        return switch (value) {
            case BigDecimal decimal -> decimal.toPlainString();
            // Java signs a year of five digits
            case OffsetDateTime time -> time.toString().replaceFirst("^[+]", "");
            default -> value.toString();
        };
    }

    /** Each value where its parameter was, read once for all rows. */
    private static String text(Sql sql) {
        return PARAMETER.matcher(sql.text()).replaceAll(parameter -> {
            var number = Integer.parseInt(parameter.group(1));
            return "(select current_setting('" + SETTING + number + "')::"
                    + type(sql.values().get(number - 1)) + ")";
        });
    }

    private static String type(Object value) {
        return switch (value) {
            case String text -> "text";
            case BigDecimal decimal -> "numeric";
            case OffsetDateTime time -> "timestamptz";
            case Boolean bool -> "boolean";
            default -> throw new IllegalArgumentException("no value of a copied statement: " + value.getClass());
        };
    }

    /** Goes to the next row; false at the end. */
    public boolean next() {
        try {
            if (copy.isEmpty()) {
                begin();
            }
            if (!isOver && !row.hasRemaining()) {
                receive();
            }
            isOver = isOver || row.getShort() == END;
            return !isOver;
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    private void begin() throws SQLException {
        copy = Optional.of(connection.getCopyAPI().copyOut(statement));
        receive();
        row.position(SIGNATURE_BYTES + Integer.BYTES);
        row.position(row.getInt() + row.position());
    }

    private void receive() throws SQLException {
        var bytes = copy.orElseThrow().readFromCopy();
        if (bytes == null) {
            throw new IllegalStateException("the store ended its rows early");
        }
        row = ByteBuffer.wrap(bytes);
    }

    /** The row's next value, as the type's binary form is: a text or json in UTF-8. Absent where it is null. */
    public Optional<ByteBuffer> bytes() {
        int length = row.getInt();
        if (length < 0) {
            return Optional.empty();
        }
        var value = row.slice(row.position(), length);
        row.position(row.position() + length);
        return Optional.of(value);
    }

    /** The row's next value, which is a text. */
    public Optional<String> text() {
        return bytes().map(value -> StandardCharsets.UTF_8.decode(value).toString());
    }

    /** Has PostgreSQL give up what it does for these rows; for any thread, while another waits for the next row. */
    public void cancel() {
        try {
            connection.cancelQuery();
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    /** Gives up what was not read. */
    @Override
    public void close() {
        try {
            if (copy.isPresent() && copy.get().isActive()) {
                end(copy.get());
            }
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    /** All that is on its way must be taken, or it would be the answer to the next statement. */
    private void end(CopyOut begun) throws SQLException {
        if (!isOver) {
            connection.cancelQuery();
        }
        try {
            while (begun.isActive() && begun.readFromCopy() != null) {
                isOver = true;
            }
        } catch (SQLException e) {
            if (!CANCELLED.equals(e.getSQLState())) {
                throw e;
            }
        } finally {
            if (begun.isActive()) {
                // Of a connection that broke; the driver would have the rollback wait for its end.
                begun.cancelCopy();
            }
        }
    }

    private static IllegalStateException unreadable(SQLException e) {
        return new IllegalStateException("the store could not be read: " + e.getMessage(), e);
    }
}
