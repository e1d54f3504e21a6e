package org.billwright.billing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.billwright.audit.AuditAction;
import org.billwright.audit.AuditEvent;
import org.billwright.audit.AuditTrail;
import org.billwright.bill.BillRow;
import org.billwright.bill.BillShape;
import org.billwright.bill.BillStore;
import org.billwright.bill.NumberSeriesStore;
import org.billwright.billing.BillMaker.Calculated;
import org.billwright.billing.BillMaker.Run;
import org.billwright.event.EventType;
import org.billwright.event.Outbox;
import org.billwright.json.Json;
import org.billwright.ledger.CreditUse;
import org.billwright.rate.RateRow;
import org.billwright.rate.RateStore;
import org.billwright.store.Database;
import org.billwright.store.copy.StagingTable;
import org.jdbi.v3.core.Handle;

/** Writes calculated bills: their rows, those of their rates, the events and the audit entry. */
final class BillWriter {
    /** What a bill number takes in the document of a bill, which has it twice. */
    static final int MAX_NUMBER_BYTES = 400;

    private static final int RATES_OF_BATCH = 5_000;
    private static final int BYTES_OF_BATCH = 16_000_000;
    private static final int EXPECTED_BYTES_OF_RATE = 1_500;

    private final Database database;

    BillWriter(Database database) {
        this.database = database;
    }

    void write(Handle tx, Run run, List<Calculated> bills) {
        if (bills.isEmpty()) {
            return;
        }
        var numbers = draw(tx, run.tenant(), bills.size());
        var drafts = new ArrayList<BillDraft>();
        var documents = new ArrayList<ObjectNode>();
        var rows = BillStore.STAGING.rows(0);
        var credits = CreditUse.of(
                tx,
                run.tenant(),
                bills.stream().map(bill -> bill.account().id()).toList());
        for (int i = 0; i < bills.size(); i++) {
            var bill = bills.get(i);
            var draft = bill.draft().numbered(numbers.billNo(i));
            var document = draft.bill(bill.account(), bill.billed());
            credits.apply(document);
            drafts.add(draft);
            documents.add(document);
            rows.add(loaded(i), BillRow.of(document, Optional.empty(), true));
        }
        BillStore.insertProduced(tx, run.tenant(), rows);
        credits.post();
        Outbox.addAll(tx, run.tenant(), EventType.BILL_CREATE, documents, run.billDate());
        rates(tx, run.tenant(), bills, drafts);
        var ids = drafts.stream().map(BillDraft::id).toList();
        AuditTrail.recordChange(
                tx,
                new AuditEvent(
                        run.billDate().toInstant(),
                        run.caller(),
                        AuditAction.CREATE,
                        BillShape.RESOURCE,
                        ids,
                        run.correlationId()));
    }

    /** A gapless series is locked until the bills commit; numbers of another are drawn beside this transaction. */
    private NumberSeriesStore.Drawn draw(Handle tx, String tenant, int count) {
        return NumberSeriesStore.isGapless(tx, tenant)
                ? NumberSeriesStore.draw(tx, tenant, count)
                : database.inTransaction(tenant, own -> NumberSeriesStore.draw(own, tenant, count));
    }

    /** A row that no line of an import has loaded. */
    private static StagingTable.Loaded loaded(int number) {
        return new StagingTable.Loaded(number, 0, 0);
    }

    private static void rates(Handle tx, String tenant, List<Calculated> bills, List<BillDraft> drafts) {
        var batch = new Batch(tx, tenant);
        for (int i = 0; i < bills.size(); i++) {
            var bill = bills.get(i);
            var draft = drafts.get(i);
            var lines = bill.billed().lines();
            var kept = bill.rates().documents();
            if (kept.isPresent()) {
                for (int line = 0; line < lines.size(); line++) {
                    batch.add(draft.billed(Json.stored(kept.get().get(line)), lines.get(line)));
                }
            } else {
                readAgain(tx, tenant, bill, draft, batch);
            }
        }
        batch.flush();
    }

    /** In parts, because the documents of a large account do not fit into memory. They are locked, and so the same as before. */
    private static void readAgain(Handle tx, String tenant, Calculated bill, BillDraft draft, Batch batch) {
        var lines = bill.billed().lines();
        var after = "";
        for (int line = 0; line < lines.size(); ) {
            var documents = RateStore.unbilled(tx, tenant, bill.account().id(), after, RATES_OF_BATCH);
            if (documents.isEmpty()) {
                throw new IllegalStateException("a rate that was locked as unbilled is billed");
            }
            for (var document : documents) {
                after = lines.get(line).charge().id();
                batch.add(draft.billed(Json.stored(document), lines.get(line)));
                line++;
            }
        }
    }

    /** Billed rates that are written together. */
    private static final class Batch {
        private final Handle tx;
        private final String tenant;
        private StagingTable.Rows<RateRow> rows = RateStore.STAGING.rows(0);
        private long bytes;

        Batch(Handle tx, String tenant) {
            this.tx = tx;
            this.tenant = tenant;
        }

        void add(ObjectNode rate) {
            if (rows.size() == 0) {
                rows = RateStore.STAGING.rows(EXPECTED_BYTES_OF_RATE * 100);
            }
            var row = RateRow.of(rate);
            rows.add(loaded(rows.size()), row);
            bytes += row.doc().length();
            if (rows.size() == RATES_OF_BATCH || bytes > BYTES_OF_BATCH) {
                flush();
            }
        }

        void flush() {
            if (rows.size() > 0) {
                RateStore.markBilled(tx, tenant, rows);
                rows = RateStore.STAGING.rows(0);
                bytes = 0;
            }
        }
    }
}
