package org.billwright.imports.apply;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.billwright.bill.BillRow;
import org.billwright.bill.NumberSeriesStore;
import org.billwright.document.Attachment;
import org.billwright.document.GeneratedDocumentStore;
import org.billwright.format.DocumentType;
import org.billwright.imports.check.ImportBatch;
import org.billwright.imports.check.StagedRows;
import org.billwright.store.copy.StagingTable;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/**
 * Loads a batch into the database within one transaction. Where the database rejects a row, the rows are halved until that row is
 * alone, so that all others are loaded and the row's own reason is known.
 */
public final class BatchLoader {
    private final Handle tx;
    private final ImportContext context;
    private final ImportBatch batch;
    private final BilledContent billed;
    private final EarlierLines earlier;
    private final NavigableMap<Integer, String> rejected;
    private final NavigableMap<Integer, DeferredDocument> deferred = new TreeMap<>();
    private int changed;

    private BatchLoader(Handle tx, ImportContext context, ImportBatch batch) {
        this.tx = tx;
        this.context = context;
        this.batch = batch;
        this.rejected = new TreeMap<>(batch.rejected());
        this.billed = new BilledContent(tx, context.tenant());
        this.earlier = new EarlierLines(tx, context, batch);
    }

    /** Loads all documents that can be loaded. A failure that is not caused by a row is thrown. */
    public static LoadResult load(Handle tx, ImportContext context, ImportBatch batch) {
        var loader = new BatchLoader(tx, context, batch);
        // Lets the database accept states and corrections of the source system as they are.
        tx.execute("set local billwright.load = 'on'");
        tx.execute("set local statement_timeout = 0");
        // The plans of foreign keys are kept while tables grow: one made for a table of few rows would read all of it
        // for each row.
        tx.execute("set local enable_seqscan = off");
        // What is checked at the end of a transaction elsewhere is checked with its lines here, so that it is known
        // which one is wrong.
        tx.execute("set constraints replaced_bill_is_cancelled, rate_credit_is_not_exceeded immediate");
        correctStatistics(tx);
        return loader.result();
    }

    private LoadResult result() {
        loadAll();
        batch.onProduced().forEach(number -> deferred.computeIfPresent(number, (same, rate) -> rate.onProduced()));
        repeats();
        return new LoadResult(changed, rejected, deferred);
    }

    /** Statistics that say that there are no bills, although there are, lead foreign keys to any index. */
    private static void correctStatistics(Handle tx) {
        boolean areWrong = tx.createQuery("""
                        select exists (
                            select from pg_class where oid = 'customer_bill'::regclass and reltuples = 0 and relpages > 0)
                        """).mapTo(Boolean.class).one();
        if (areWrong) {
            tx.execute("call analyze_bills()");
        }
    }

    private void loadAll() {
        series();
        settings();
        batch.beforeBills().forEach(this::load);
        int before = changed;
        bills();
        int bills = changed - before;
        load(batch.rates(), context.accounts()::rates);
        int rates = changed - before - bills;
        context.lineTotals().ifPresent(check -> check.record(tx, bills > 0, rates > 0));
        if (rates > 0) {
            GeneratedDocumentStore.discard(
                    tx, context.tenant(), batch.rates().staging().staged());
        }
        payments();
        credits();
        documents();
    }

    /** Payments with their whole amounts, after the bills of the batch that have parts of them. */
    private void credits() {
        CreditLoader.load(tx, context, batch).forEach(this::add);
    }

    private void add(LoadResult result) {
        changed += result.changed();
        rejected.putAll(result.rejected());
        deferred.putAll(result.deferred());
    }

    /** Series of bill numbers: a number is never drawn a second time, so that the higher last number counts. */
    private void series() {
        for (var entry : batch.series().entrySet()) {
            var change = tryChange(() -> NumberSeriesStore.put(tx, context.tenant(), entry.getValue()) ? 1 : 0);
            change.ifPresent(e -> rejected.put(entry.getKey(), ConstraintViolation.reason(e)));
        }
    }

    /** A line with the id of an earlier one of the batch has the outcome of that one, or is rejected; where that one is rejected, it is loaded. */
    private void repeats() {
        var others = new ImportBatch();
        var numbers = new ArrayList<Integer>();
        batch.repeats().forEach((number, repeat) -> {
            var line = batch.lines().get(number);
            if (rejected.containsKey(repeat.first())) {
                others.add(line, repeat.item());
                numbers.add(number);
            } else if (!repeat.isSame()) {
                rejected.put(number, earlier.reason(number, repeat.first()));
            } else {
                Optional.ofNullable(deferred.get(repeat.first())).ifPresent(first -> deferred.put(number, first));
            }
        });
        if (!numbers.isEmpty()) {
            var result = new BatchLoader(tx, context, others).result();
            changed += result.changed();
            result.rejected().forEach((number, reason) -> rejected.put(numbers.get(number), reason));
            result.deferred().forEach((number, document) -> deferred.put(numbers.get(number), document));
        }
    }

    private void bills() {
        var bills = batch.bills();
        if (!context.events() || bills.numbers().isEmpty()) {
            replace(bills);
            return;
        }
        var before = ImportedBillEvents.documents(tx, context, bills.ids());
        replace(bills);
        ImportedBillEvents.publish(tx, context, before, ImportedBillEvents.documents(tx, context, bills.ids()));
    }

    private void replace(StagedRows<BillRow> bills) {
        int before = changed;
        var documents = new BillDocumentLoader(tx, context);
        context.existing().ifPresent(existing -> existing.bills(tx, bills.ids()));
        var attachments = bills.numbers().isEmpty() ? List.<Attachment>of() : documents.ofBills(bills.ids());
        load(bills, handle -> {
            NumberSeriesStore.raise(tx, context.tenant(), bills.staging().staged());
            rejected.putAll(documents.removeTooLarge(bills, attachments));
            return context.accounts().bills(handle);
        });
        if (changed > before) {
            documents.relist(attachments);
        }
    }

    private <R> void load(StagedRows<R> rows) {
        load(rows, handle -> new TreeMap<>());
    }

    /** @param check removes staged rows and returns them, to be deferred */
    private <R> void load(StagedRows<R> rows, Function<Handle, NavigableMap<Integer, DeferredDocument>> check) {
        if (rows.numbers().isEmpty()) {
            return;
        }
        rows.stage(tx);
        context.existing().ifPresent(existing -> existing.ofStaged(tx, rows.staging()));
        deferred.putAll(check.apply(tx));
        rejected.putAll(billed.removeAdded(rows, batch.onProduced()));
        if (context.tablesToMerge().contains(rows.staging().table())) {
            mergeAll(rows);
        } else {
            insert(rows);
        }
    }

    /** Inserts rows that are expected to be new. Once one exists already, the rows of its table are merged from then on. */
    private <R> void insert(StagedRows<R> rows) {
        var staging = rows.staging();
        var violation = tryChange(() -> staging.insert(tx, context.load(), rangeOf(rows.numbers())));
        if (violation.filter(ConstraintViolation::isDuplicateId).isPresent()) {
            context.tablesToMerge().add(staging.table());
            mergeAll(rows);
        } else {
            violation.ifPresent(e -> split(rows, rows.numbers(), e));
        }
    }

    private <R> void mergeAll(StagedRows<R> rows) {
        rejected.putAll(earlier.remove(rows));
        rejected.putAll(billed.remove(rows));
        KeptHolds.complete(tx, context.tenant(), rows);
        merge(rows, rows.numbers());
        earlier.forget(rows, rejected.keySet());
        earlier.forget(rows, deferred.keySet());
    }

    private <R> void merge(StagedRows<R> rows, List<Integer> numbers) {
        tryChange(() -> rows.staging().merge(tx, context.load(), rangeOf(numbers)))
                .ifPresent(e -> split(rows, numbers, e));
    }

    private static StagingTable.Range rangeOf(List<Integer> numbers) {
        return new StagingTable.Range(numbers.getFirst(), numbers.getLast() + 1);
    }

    /** Changes rows, or none: the exception of the row that was rejected. */
    private Optional<UnableToExecuteStatementException> tryChange(IntSupplier change) {
        return LineHalving.attempt(tx, () -> changed += change.getAsInt());
    }

    private <R> void split(StagedRows<R> rows, List<Integer> numbers, UnableToExecuteStatementException violation) {
        if (ConstraintViolation.isMissingBill(violation) && defer()) {
            merge(rows, numbers);
        } else if (numbers.size() == 1) {
            reject(numbers.getFirst(), violation);
        } else {
            int middle = numbers.size() / 2;
            merge(rows, numbers.subList(0, middle));
            merge(rows, numbers.subList(middle, numbers.size()));
        }
    }

    /** A bill that replaces one whose credit note may still come is deferred. */
    private void reject(int number, UnableToExecuteStatementException violation) {
        if (ConstraintViolation.isMissingCreditNote(violation)) {
            deferred.put(number, DeferredDocument.bill(tx, number, ConstraintViolation.reason(violation)));
        } else {
            rejected.put(number, ConstraintViolation.reason(violation));
        }
    }

    /** Defers the staged rates whose bill is not in the database; true where there were any. */
    private boolean defer() {
        var staging = batch.rates().staging();
        var absent = tx.createQuery("""
                        select new.no, new.doc::text as doc
                        from pg_temp.%s new
                        where new.bill_id is not null and not exists (
                            select from customer_bill b where b.tenant = :tenant and b.id = new.bill_id)
                        """.formatted(staging.staged()))
                .bind("tenant", context.tenant())
                .reduceRows(new TreeMap<Integer, DeferredDocument>(), (found, row) -> {
                    var rate = DeferredDocument.withoutBill(DocumentType.RATE, row.getColumn("doc", String.class));
                    found.put(row.getColumn("no", Integer.class), rate);
                    return found;
                });
        deferred.putAll(absent);
        staging.remove(tx, absent.keySet());
        return !absent.isEmpty();
    }

    /** What a tenant has one of. */
    private void settings() {
        var loader = new TenantSettingsLoader(tx, context.tenant());
        load(DocumentType.ISSUER, batch.issuers(), loader::issuer);
        load(DocumentType.TAX_SETTINGS, batch.taxSettings(), loader::taxSettings);
    }

    private void payments() {
        load(DocumentType.PAYMENT, batch.payments(), payments -> new PaymentApplication(tx, context, payments).apply());
    }

    private void documents() {
        load(DocumentType.DOCUMENT, batch.documents(), lines -> new BillDocumentLoader(tx, context).load(lines));
    }

    /** Loads documents that have no rows of their own. */
    private <D> void load(
            DocumentType type,
            NavigableMap<Integer, D> documents,
            Function<NavigableMap<Integer, D>, LoadResult> load) {
        if (documents.isEmpty()) {
            return;
        }
        var left = new TreeMap<>(documents);
        rejected.putAll(earlier.remove(type, left));
        var result = LineHalving.load(tx, left, load);
        add(result);
        left.keySet().removeAll(result.rejected().keySet());
        left.keySet().removeAll(result.deferred().keySet());
        earlier.record(type, left.keySet());
    }
}
