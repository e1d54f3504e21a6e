package org.billwright.load;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.billwright.json.Projection;
import org.billwright.query.ListSql;
import org.billwright.store.Database;
import org.billwright.store.Sql;

/**
 * Writes documents as lines that an import reads. All kinds are read as they are at one moment, through a cursor, so that
 * however many there are, few are in hand. Documents go from the store to the line as bytes.
 */
public final class Export {
    private static final int ROWS_AT_A_TIME = 100;
    private static final int DOCUMENTS_AT_A_TIME = 2;

    private final Database database;
    private final String tenant;
    private final String base;
    private final List<ExportRequest.Part> parts;

    /** An export of one tenant's documents; what is asked for and cannot be is a {@code Rejected}. */
    public Export(Database database, String tenant, ExportRequest request) {
        this.database = database;
        this.tenant = tenant;
        this.base = request.base();
        this.parts = request.resolved();
    }

    /** Writes everything; gives the number of documents of each kind. */
    public Map<Kind, Long> write(Destination destination) throws IOException {
        try {
            return database.snapshot(tenant, tx -> {
                var written = new EnumMap<Kind, Long>(Kind.class);
                parts.forEach(part -> written.put(part.kind(), write(tx.getConnection(), part, destination)));
                return written;
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private long write(Connection connection, ExportRequest.Part part, Destination destination) {
        var sql = select(part);
        try (var statement = connection.prepareStatement(sql.jdbcText())) {
            statement.setFetchSize(part.kind() == Kind.DOCUMENT ? DOCUMENTS_AT_A_TIME : ROWS_AT_A_TIME);
            for (int i = 0; i < sql.values().size(); i++) {
                statement.setObject(i + 1, sql.values().get(i));
            }
            try (var rows = statement.executeQuery()) {
                return write(rows, part, destination.stream(part.kind()));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the store could not be read: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Sql select(ExportRequest.Part part) {
        var heldFrom = part.kind() == Kind.BILL && part.whole() ? "held_from" : "null";
        var sql = new Sql()
                .text("select doc::text, " + heldFrom + " from ")
                .text(part.table())
                .text(" where tenant = ")
                .value(tenant);
        ListSql.where(sql, part.where());
        return sql;
    }

    /** PostgreSQL's text is the document in UTF-8, and is not decoded on its way. */
    private long write(ResultSet rows, ExportRequest.Part part, OutputStream out) throws SQLException, IOException {
        var projection = new Projection(part.shape());
        long written = 0;
        while (rows.next()) {
            var document = projection.one(Buffer.buffer(rows.getBytes(1)), part.fields(), base);
            line(document.getBytes(), Optional.ofNullable(rows.getString(2)), out);
            written++;
        }
        return written;
    }

    /** A line end in a document is a blank between two tokens, for in a text it would be escaped. */
    private static void line(byte[] document, Optional<String> heldFrom, OutputStream out) throws IOException {
        for (int i = 0; i < document.length; i++) {
            if (document[i] == '\n' || document[i] == '\r') {
                document[i] = ' ';
            }
        }
        if (heldFrom.isPresent()) {
            out.write(document, 0, document.length - 1);
            out.write((",\"" + HeldFrom.NAME + "\":\"" + heldFrom.get() + "\"}").getBytes(StandardCharsets.UTF_8));
        } else {
            out.write(document);
        }
        out.write('\n');
    }
}
