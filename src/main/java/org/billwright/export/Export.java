package org.billwright.export;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.billwright.format.DocumentType;
import org.billwright.format.ExportMarks;
import org.billwright.query.TenantSelect;
import org.billwright.store.Database;
import org.billwright.store.Sql;
import org.billwright.store.copy.CopyOutReader;
import org.billwright.tax.TaxRateUnit;
import org.billwright.tax.TaxStore;
import org.jdbi.v3.core.Handle;

/**
 * Writes documents as records that an import reads. All document types are read in one snapshot. PostgreSQL sends no faster than
 * documents are written, so that memory is bounded. Documents are copied from the database to the record as bytes.
 */
public final class Export {
    private static final int BATCH_BYTES = 1 << 17;
    private static final String NO_MARKS = "null::text, null::text";
    private static final long CANCEL_RETRY_MS = 1_000;

    private final Database database;
    private final String tenant;
    private final List<ExportRequest.Part> parts;
    private Optional<CopyOutReader> reading = Optional.empty();
    private boolean isCancelled;

    /** An export of one tenant's documents; an invalid request is a {@link org.billwright.problem.ProblemException}. */
    public Export(Database database, String tenant, ExportRequest request) {
        this.database = database;
        this.tenant = tenant;
        this.parts = request.resolved();
    }

    /** Writes all documents; the number of documents of each type. */
    public Map<DocumentType, Long> write(ExportDestination destination) throws IOException {
        var writer = new ExportWriter(destination);
        try {
            var written = database.snapshot(tenant, tx -> {
                var counts = new EnumMap<DocumentType, Long>(DocumentType.class);
                parts.forEach(part -> counts.put(part.kind(), read(tx, part, writer)));
                return counts;
            });
            writer.finish();
            return written;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (RuntimeException e) {
            // a failure of writing is the cause
            writer.close();
            throw e;
        }
    }

    /** Cancels the export and waits until it has ended, with an exception. For any thread that may block. */
    public synchronized void cancel() {
        isCancelled = true;
        try {
            while (reading.isPresent()) {
                reading.get().cancel();
                // PostgreSQL ignores a cancellation before the query has started
                wait(CANCEL_RETRY_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long read(Handle tx, ExportRequest.Part part, ExportWriter writer) {
        var taxRate = taxRate(tx, part);
        try (var rows = CopyOutReader.of(tx, select(part))) {
            started(rows);
            long count = 0;
            var batch = new ArrayList<ExportWriter.Row>();
            int bytes = 0;
            while (rows.next()) {
                var document = rows.bytes().orElseThrow();
                var row = new ExportWriter.Row(
                        document, new ExportMarks(rows.text(), rows.text().isPresent(), taxRate));
                batch.add(row);
                bytes += row.document().remaining();
                count++;
                if (bytes >= BATCH_BYTES) {
                    write(writer, new ExportWriter.Batch(part, List.copyOf(batch), bytes));
                    batch.clear();
                    bytes = 0;
                }
            }
            write(writer, new ExportWriter.Batch(part, List.copyOf(batch), bytes));
            return count;
        } finally {
            ended();
        }
    }

    /** The unit that imports of the tenant read tax rates in, where these documents have taxes and the unit is not percent. */
    private Optional<TaxRateUnit> taxRate(Handle tx, ExportRequest.Part part) {
        boolean hasTaxes = part.kind() == DocumentType.BILL || part.kind() == DocumentType.RATE;
        return hasTaxes && part.withMarks()
                ? TaxStore.settings(tx, tenant).rateUnit().filter(unit -> unit != TaxRateUnit.PERCENT)
                : Optional.empty();
    }

    private static void write(ExportWriter writer, ExportWriter.Batch batch) {
        if (!writer.write(batch)) {
            throw new IllegalStateException("writing has failed");
        }
    }

    private synchronized void started(CopyOutReader rows) {
        reading = Optional.of(rows);
        if (isCancelled) {
            throw new IllegalStateException("the export was cancelled");
        }
    }

    private synchronized void ended() {
        reading = Optional.empty();
        notifyAll();
    }

    private static String marks(ExportRequest.Part part) {
        return switch (part.kind()) {
            case BILL -> "held_from, case when produced then 'produced' end";
            case RATE -> """
                null::text, (
                    select 'produced' from customer_bill bill
                    where bill.tenant = applied_customer_billing_rate.tenant and bill.id = applied_customer_billing_rate.bill_id
                        and bill.produced)""";
            case ACCOUNT,
                    CYCLE_SPECIFICATION,
                    CYCLE,
                    PAYMENT,
                    DOCUMENT,
                    TAX_RULE,
                    NUMBER_SERIES,
                    ISSUER,
                    TAX_SETTINGS,
                    CREDIT,
                    REFUND,
                    DISPUTE -> NO_MARKS;
        };
    }

    private Sql select(ExportRequest.Part part) {
        var sql = TenantSelect.matching(
                TenantSelect.columns("doc, " + (part.withMarks() ? marks(part) : NO_MARKS), part.table(), tenant),
                part.where());
        return part.inOrder() ? sql.text(" order by id") : sql;
    }
}
