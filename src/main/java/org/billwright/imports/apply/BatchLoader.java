package org.billwright.imports.apply;

import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import org.billwright.bill.BillRow;
import org.billwright.format.DocumentType;
import org.billwright.imports.check.ImportBatch;
import org.billwright.imports.check.StagedRows;
import org.billwright.store.copy.StagingTable;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/**
 * A batch on its way into the store, in one transaction. Where the store refuses a row, the rows are halved until it
 * stands alone, so that the others land and it is told why.
 */
public final class BatchLoader {
    private final Handle tx;
    private final ImportContext target;
    private final ImportBatch batch;
    private final NavigableMap<Integer, String> refused;
    private final NavigableMap<Integer, DeferredDocument> waiting = new TreeMap<>();
    private int changed;

    private BatchLoader(Handle tx, ImportContext target, ImportBatch batch) {
        this.tx = tx;
        this.target = target;
        this.batch = batch;
        this.refused = new TreeMap<>(batch.refused());
    }

    /**
     * What became of a batch.
     *
     * @param changed how many rows were added or replaced
     * @param refused why lines were not loaded, by their number in the batch
     * @param waiting lines on a bill that is not there, by their number
     */
    public record LoadResult(
            int changed, NavigableMap<Integer, String> refused, NavigableMap<Integer, DeferredDocument> waiting) {}

    /** A line on a bill that is not there: what it is, and its document as it would be stored, of a PDF without content. */
    public record DeferredDocument(DocumentType kind, String document) {}

    /** Brings in what can be. A failure that is not a row's is thrown. */
    public static LoadResult land(Handle tx, ImportContext target, ImportBatch batch) {
        var landing = new BatchLoader(tx, target, batch);
        // Lets the states and corrections of the system that is loaded from stand as they are.
        tx.execute("set local billwright.load = 'on'");
        tx.execute("set local statement_timeout = 0");
        landing.everything();
        return new LoadResult(landing.changed, landing.refused, landing.waiting);
    }

    private void everything() {
        batch.before().forEach(this::rows);
        int before = changed;
        bills();
        int bills = changed - before;
        rows(batch.rates());
        int rates = changed - before - bills;
        target.sums().ifPresent(sums -> sums.remember(tx, bills > 0, rates > 0));
        payments();
        documents();
    }

    private void bills() {
        var bills = batch.bills();
        if (!target.events() || bills.numbers().isEmpty()) {
            replace(bills);
            return;
        }
        var before = ImportedBillEvents.documents(tx, target, bills.ids());
        replace(bills);
        ImportedBillEvents.tell(tx, target, before, ImportedBillEvents.documents(tx, target, bills.ids()));
    }

    private void replace(StagedRows<BillRow> bills) {
        int before = changed;
        rows(bills);
        if (changed > before) {
            new BillDocumentLoader(tx, target).listAgain(bills.ids());
        }
    }

    private <R> void rows(StagedRows<R> rows) {
        if (rows.numbers().isEmpty()) {
            return;
        }
        rows.stage(tx);
        if (rows.isRepeated() || target.present().contains(rows.staging().table())) {
            part(rows, rows.numbers());
        } else {
            add(rows);
        }
    }

    /** Rows that are new, as far as was seen; where one is there already, the table's rows are merged from then on. */
    private <R> void add(StagedRows<R> rows) {
        var staging = rows.staging();
        var refusal = refusal(() -> staging.insert(tx, target.tenant(), rangeOf(rows.numbers())));
        if (refusal.filter(ConstraintViolation::isOfAPresentId).isPresent()) {
            target.present().add(staging.table());
            part(rows, rows.numbers());
        } else {
            refusal.ifPresent(e -> without(rows, rows.numbers(), e));
        }
    }

    private <R> void part(StagedRows<R> rows, List<Integer> numbers) {
        refusal(() -> rows.staging().merge(tx, target.tenant(), rangeOf(numbers), rows.isRepeated()))
                .ifPresent(e -> without(rows, numbers, e));
    }

    private static StagingTable.Range rangeOf(List<Integer> numbers) {
        return new StagingTable.Range(numbers.getFirst(), numbers.getLast() + 1);
    }

    /** Changes rows, or nothing: why a row was refused. */
    private Optional<UnableToExecuteStatementException> refusal(IntSupplier change) {
        tx.execute("savepoint part");
        try {
            changed += change.getAsInt();
            tx.execute("release savepoint part");
            return Optional.empty();
        } catch (UnableToExecuteStatementException e) {
            tx.execute("rollback to savepoint part");
            tx.execute("release savepoint part");
            if (!ConstraintViolation.isOfTheRow(e)) {
                throw e;
            }
            return Optional.of(e);
        }
    }

    private <R> void without(StagedRows<R> rows, List<Integer> numbers, UnableToExecuteStatementException refusal) {
        if (ConstraintViolation.isOfAnAbsentBill(refusal) && setAside()) {
            part(rows, numbers);
        } else if (numbers.size() == 1) {
            refused.put(numbers.getFirst(), ConstraintViolation.reason(refusal));
        } else {
            int middle = numbers.size() / 2;
            part(rows, numbers.subList(0, middle));
            part(rows, numbers.subList(middle, numbers.size()));
        }
    }

    /** Takes the rates whose bill is not there out of those staged; tells whether there were any. */
    private boolean setAside() {
        var staging = batch.rates().staging();
        var absent = tx.createQuery("""
                        select new.no, new.doc::text as doc
                        from pg_temp.%s new
                        where new.bill_id is not null and not exists (
                            select from customer_bill b where b.tenant = :tenant and b.id = new.bill_id)
                        """.formatted(staging.staged()))
                .bind("tenant", target.tenant())
                .reduceRows(new TreeMap<Integer, DeferredDocument>(), (found, row) -> {
                    var rate = new DeferredDocument(DocumentType.RATE, row.getColumn("doc", String.class));
                    found.put(row.getColumn("no", Integer.class), rate);
                    return found;
                });
        waiting.putAll(absent);
        staging.remove(tx, absent.keySet());
        return !absent.isEmpty();
    }

    private void payments() {
        if (!batch.payments().isEmpty()) {
            var applying = new PaymentApplication(tx, target, batch.payments());
            changed += applying.apply(refused, waiting);
        }
    }

    private void documents() {
        if (!batch.documents().isEmpty()) {
            changed += new BillDocumentLoader(tx, target).file(batch.documents(), waiting);
        }
    }
}
