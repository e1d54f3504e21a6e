package org.billwright.billing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.billwright.audit.AuditAction;
import org.billwright.audit.AuditEvent;
import org.billwright.audit.AuditTrail;
import org.billwright.bill.BillRow;
import org.billwright.bill.BillShape;
import org.billwright.bill.BillStore;
import org.billwright.bill.NumberSeries;
import org.billwright.bill.NumberSeriesStore;
import org.billwright.billing.BillMaker.Outcome;
import org.billwright.billing.BillMaker.Run;
import org.billwright.event.EventType;
import org.billwright.event.Outbox;
import org.billwright.json.JsonValues;
import org.billwright.ledger.BalanceForward;
import org.billwright.ledger.CreditUse;
import org.billwright.ledger.Ledger;
import org.billwright.rate.BeforeBilling;
import org.billwright.rate.RateRow;
import org.billwright.rate.RateStore;
import org.billwright.store.Database;
import org.billwright.store.copy.StagingTable;
import org.jdbi.v3.core.Handle;

/**
 * Writes the calculated bills of a transaction: their rows, those of their rates, the events and the audit entry. The rates of a bill are
 * written when it is added, and the bills at the end: a gapless series is locked from the drawing of its numbers until the transaction
 * ends, and others wait for it.
 */
final class BillWriter {
    private static final int RATES_OF_BATCH = 5_000;
    private static final int BYTES_OF_BATCH = 16_000_000;
    private static final int EXPECTED_BYTES_OF_RATE = 1_500;

    private final Handle tx;
    private final Run run;
    private final Database database;
    private final Batch batch;
    private final List<ObjectNode> documents = new ArrayList<>();
    private final List<BillDigest> digests = new ArrayList<>();

    /**
     * @param database for numbers of a series that may have gaps: they are drawn in a transaction of their own
     * @param progress runs after each of many steps
     */
    BillWriter(Handle tx, Run run, Database database, Runnable progress) {
        this.tx = tx;
        this.run = run;
        this.database = database;
        this.batch = new Batch(tx, run.tenant(), progress);
    }

    /** Adds a bill. */
    void add(Calculation.Bill bill) {
        if (documents.isEmpty()) {
            RateStore.allowBillsLater(tx);
        }
        documents.add(bill.document());
        digests.add(new BillDigest());
        BilledRates.forEach(
                tx, run.tenant(), bill, UnaryOperator.identity(), (line, unbilled) -> addRate(bill, line, unbilled));
    }

    /** Writes all that were added. */
    List<Outcome.Made> finish(CreditUse credits, BalanceForward balances) {
        if (documents.isEmpty()) {
            return List.of();
        }
        batch.flush();
        var tenant = run.tenant();
        var numbers = draw(tx, tenant, documents.size());
        var rows = BillStore.STAGING.rows(0);
        var ids = new ArrayList<String>();
        var texts = new ArrayList<String>();
        var made = new ArrayList<Outcome.Made>();
        for (int i = 0; i < documents.size(); i++) {
            BillDraft.number(documents.get(i), numbers.billNo(i), run.now());
            credits.apply(documents.get(i));
            var row = BillRow.produced(documents.get(i));
            rows.add(loaded(i), row);
            ids.add(row.id());
            texts.add(row.doc());
            made.add(new Outcome.Made(
                    row.billingAccountId().orElseThrow(),
                    row.id(),
                    digests.get(i).of(documents.get(i))));
        }
        BillStore.insertProduced(tx, tenant, rows);
        credits.post();
        var carried = balances.close(tx, tenant, documents, run.now());
        Outbox.addAll(tx, tenant, EventType.BILL_CREATE, ids, texts, run.now());
        record(tx, run, AuditAction.CREATE, ids);
        var changed = new TreeSet<>(carried);
        changed.addAll(Ledger.useCredit(tx, tenant, run.now(), creditors(documents)));
        if (!changed.isEmpty()) {
            record(tx, run, AuditAction.CHANGE, List.copyOf(changed));
        }
        return made;
    }

    /** The accounts that a new bill gives credit, which is for their open bills. */
    private static List<String> creditors(List<ObjectNode> bills) {
        return bills.stream()
                .filter(bill -> JsonValues.decimal(bill, "amountDue", "value")
                        .filter(due -> due.signum() < 0)
                        .isPresent())
                .flatMap(bill -> JsonValues.text(bill, "billingAccount", "id").stream())
                .toList();
    }

    static void record(Handle tx, Run run, AuditAction action, List<String> bills) {
        AuditTrail.recordChange(
                tx,
                new AuditEvent(
                        run.now().toInstant(), run.caller(), action, BillShape.RESOURCE, bills, run.correlationId()));
    }

    /** A gapless series is locked until the bills commit; numbers of another are drawn beside this transaction. */
    private NumberSeriesStore.Drawn draw(Handle tx, String tenant, int count) {
        return NumberSeriesStore.isGapless(tx, tenant)
                ? NumberSeriesStore.draw(tx, tenant, NumberSeries.DEFAULT, count)
                : database.inTransaction(
                        tenant, own -> NumberSeriesStore.draw(own, tenant, NumberSeries.DEFAULT, count));
    }

    /** A row that no line of an import has loaded. */
    private static StagingTable.Loaded loaded(int number) {
        return new StagingTable.Loaded(number, 0, 0);
    }

    private void addRate(Calculation.Bill bill, int line, ObjectNode unbilled) {
        digests.getLast().add(batch.add(bill, line, unbilled));
    }

    /** Billed rates that are written together. */
    private static final class Batch {
        private final Handle tx;
        private final String tenant;
        private final Runnable progress;
        private StagingTable.Rows<RateRow> rows = RateStore.STAGING.rows(0);
        private long bytes;

        Batch(Handle tx, String tenant, Runnable progress) {
            this.tx = tx;
            this.tenant = tenant;
            this.progress = progress;
        }

        /** Adds a rate, and returns its billed document. */
        String add(Calculation.Bill bill, int line, ObjectNode unbilled) {
            if (rows.size() == 0) {
                rows = RateStore.STAGING.rows(EXPECTED_BYTES_OF_RATE * 100);
            }
            var billed = bill.billedRate(line, unbilled);
            var row = RateRow.billed(billed, BeforeBilling.of(unbilled, billed));
            rows.add(loaded(rows.size()), row);
            bytes += row.doc().length();
            if (rows.size() == RATES_OF_BATCH || bytes > BYTES_OF_BATCH) {
                flush();
            }
            return row.doc();
        }

        void flush() {
            if (rows.size() > 0) {
                RateStore.markBilled(tx, tenant, rows);
                rows = RateStore.STAGING.rows(0);
                bytes = 0;
                progress.run();
            }
        }
    }
}
