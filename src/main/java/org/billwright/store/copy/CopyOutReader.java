package org.billwright.store.copy;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Pattern;
import org.billwright.store.Database;
import org.billwright.store.Sql;
import org.jdbi.v3.core.Handle;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * Reads the rows of a statement by binary COPY (PostgreSQL documentation, COPY, "Binary Format"). PostgreSQL sends rows while
 * earlier ones are read, and no faster; one row at a time is in memory. COPY takes no parameters, so the values are set as
 * settings of the transaction before it, and the statement reads them there.
 */
public final class CopyOutReader implements AutoCloseable {
    private static final Pattern PARAMETER = Pattern.compile("\\$(\\d+)");
    private static final String SETTING = "billwright.copy_parameter_";
    private static final String CANCELLED = "57014";
    private static final int SIGNATURE_BYTES = 11;
    private static final int END = -1;

    private final PGConnection connection;
    private final String statement;
    private Optional<CopyOut> copy = Optional.empty();
    private ByteBuffer row = ByteBuffer.allocate(0);
    private boolean isAtEnd;

    private CopyOutReader(PGConnection connection, String statement) {
        this.connection = connection;
        this.statement = statement;
    }

    /** Rows to be read in this transaction. PostgreSQL runs the statement at the first {@link #next}. */
    public static CopyOutReader of(Handle tx, Sql sql) {
        for (int i = 0; i < sql.values().size(); i++) {
            Database.set(tx, SETTING + (i + 1), settingText(sql.values().get(i)));
        }
        try {
            var connection = tx.getConnection().unwrap(PGConnection.class);
            return new CopyOutReader(connection, "copy (" + statementText(sql) + ") to stdout (format binary)");
        } catch (SQLException e) {
            throw readFailed(e);
        }
    }

    private static String settingText(Object value) {
        return switch (value) {
            case BigDecimal decimal -> decimal.toPlainString();
            // Java writes a year of five digits with a plus sign
            case OffsetDateTime time -> time.toString().replaceFirst("^[+]", "");
            default -> value.toString();
        };
    }

    /** The statement with each parameter replaced by its setting, which is read once for all rows. */
    private static String statementText(Sql sql) {
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
            default ->
                throw new IllegalArgumentException("not a parameter type of a COPY statement: " + value.getClass());
        };
    }

    /** Moves to the next row; returns false at the end. */
    public boolean next() {
        try {
            if (copy.isEmpty()) {
                begin();
            }
            if (!isAtEnd && !row.hasRemaining()) {
                receive();
            }
            isAtEnd = isAtEnd || row.getShort() == END;
            return !isAtEnd;
        } catch (SQLException e) {
            throw readFailed(e);
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
            throw new IllegalStateException("the database ended the rows early");
        }
        row = ByteBuffer.wrap(bytes);
    }

    /** The row's next value in its type's binary format, text and json as UTF-8; empty if it is null. */
    public Optional<ByteBuffer> bytes() {
        int length = row.getInt();
        if (length < 0) {
            return Optional.empty();
        }
        var value = row.slice(row.position(), length);
        row.position(row.position() + length);
        return Optional.of(value);
    }

    /** The row's next value, a text; empty if it is null. */
    public Optional<String> text() {
        return bytes().map(value -> StandardCharsets.UTF_8.decode(value).toString());
    }

    /** Cancels the statement. May be called by any thread, while another waits for the next row. */
    public void cancel() {
        try {
            connection.cancelQuery();
        } catch (SQLException e) {
            throw readFailed(e);
        }
    }

    /** Ends the statement; rows that were not read are discarded. */
    @Override
    public void close() {
        try {
            if (copy.isPresent() && copy.get().isActive()) {
                end(copy.get());
            }
        } catch (SQLException e) {
            throw readFailed(e);
        }
    }

    /** Reads the rows that are on their way, because they would be the answer to the next statement. */
    private void end(CopyOut active) throws SQLException {
        if (!isAtEnd) {
            connection.cancelQuery();
        }
        try {
            while (active.isActive() && active.readFromCopy() != null) {
                isAtEnd = true;
            }
        } catch (SQLException e) {
            if (!CANCELLED.equals(e.getSQLState())) {
                throw e;
            }
        } finally {
            if (active.isActive()) {
                // The connection broke; without this the driver would let the rollback wait for the end of the copy.
                active.cancelCopy();
            }
        }
    }

    private static IllegalStateException readFailed(SQLException e) {
        return new IllegalStateException("the database could not be read: " + e.getMessage(), e);
    }
}
