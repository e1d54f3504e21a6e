package org.billwright.retention;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.billwright.access.Caller;
import org.billwright.account.AccountStore;
import org.billwright.audit.AuditEvent;
import org.billwright.audit.AuditTrail;
import org.billwright.bill.BillShape;
import org.billwright.http.CorrelationId;
import org.billwright.json.DateTimes;
import org.billwright.retention.ExpiredBillStore.ExpiredBill;
import org.billwright.store.Database;
import org.billwright.work.AdvisoryLock;
import org.jdbi.v3.core.Handle;

/**
 * Deletes the bills of a tenant whose period is over, the oldest first, a batch in a transaction. What was deleted when a process is killed
 * stays deleted; the next run begins anew. Of the processes that share a database one at a time does this for a tenant.
 */
public final class BillRetention {
    private final Database database;
    private final Clock clock;
    private final RetentionDefaults defaults;

    /** The retention of bills in a database. */
    public BillRetention(Database database, Clock clock, RetentionDefaults defaults) {
        this.database = database;
        this.clock = clock;
        this.defaults = defaults;
    }

    /**
     * Deletes what can be deleted, where the tenant wants it.
     *
     * @param caller as the audit trail names it
     * @param shouldContinue asked after each batch
     */
    public RetentionReport apply(Caller caller, BooleanSupplier shouldContinue) {
        var report = new RetentionReport();
        run(caller.tenant(), shouldContinue, (tx, before, page) -> {
            if (!RetentionStore.find(tx, caller.tenant()).retention().deletesBills()) {
                return false;
            }
            if (!AdvisoryLock.BILL_RETENTION.tryAcquire(tx, caller.tenant())) {
                report.leaveToAnother();
                return false;
            }
            return delete(tx, caller, before, page, report);
        });
        return report;
    }

    /** What {@link #apply} would do, whether or not the tenant wants it. Nothing is changed. */
    public RetentionReport dryRun(String tenant) {
        var report = new RetentionReport();
        run(tenant, () -> true, (tx, before, page) -> {
            var bills = JudgedBills.read(tx, tenant, before, page);
            for (var id : page) {
                bills.reason(id)
                        .ifPresentOrElse(report::addKept, () -> bills.of(id).ifPresent(report::addDeleted));
            }
            return true;
        });
        return report;
    }

    /** What is done with a page of bills, given by their ids; false ends the run. */
    private interface Step {
        boolean on(Handle tx, Instant before, List<String> page);
    }

    private void run(String tenant, BooleanSupplier shouldContinue, Step step) {
        var last = Optional.<ExpiredBill>empty();
        do {
            var after = last;
            last = database.inTransaction(tenant, tx -> {
                // Read again for each page: who lengthens the period stops the deletion.
                var before = RetentionStore.find(tx, tenant).retention().billsKeptFrom(clock.instant(), defaults);
                var page = ExpiredBillStore.next(tx, tenant, before, after);
                var ids = page.stream().map(ExpiredBill::id).toList();
                return !page.isEmpty() && step.on(tx, before, ids)
                        ? Optional.of(page.getLast())
                        : Optional.<ExpiredBill>empty();
            });
        } while (last.isPresent() && shouldContinue.getAsBoolean());
    }

    private boolean delete(Handle tx, Caller caller, Instant before, List<String> page, RetentionReport report) {
        var tenant = caller.tenant();
        // Locked in the order of the ledger, and judged again under the locks.
        var locked = JudgedBills.read(tx, tenant, before, page).ids();
        AccountStore.lockAll(tx, tenant, ExpiredBillStore.accounts(tx, tenant, locked));
        ExpiredBillStore.lock(tx, tenant, locked);
        var bills = JudgedBills.read(tx, tenant, before, page);
        var going = new TreeSet<String>();
        for (var id : page) {
            var together = bills.together(id);
            if (bills.reason(id).isEmpty() && locked.containsAll(together)) {
                going.addAll(together);
            } else {
                report.addKept(bills.reason(id).orElse(KeptReason.REFERRED));
            }
        }
        if (!going.isEmpty()) {
            BillErasure.ofBills(tx, tenant, List.copyOf(going));
            record(tx, caller, going, bills);
            bills.all(going).forEach(report::addDeleted);
        }
        return true;
    }

    /** Says how many bills of which dates were deleted, and by a hash which ones. */
    private void record(Handle tx, Caller caller, Collection<String> going, JudgedBills bills) {
        var dates = bills.all(going).map(JudgedBill::billDate).sorted().toList();
        AuditTrail.recordChange(
                tx,
                AuditEvent.deleted(
                        clock.instant(),
                        caller,
                        BillShape.RESOURCE,
                        List.copyOf(going),
                        "billDate.gte=" + DateTimes.format(dates.getFirst()) + "&billDate.lte="
                                + DateTimes.format(dates.getLast()),
                        CorrelationId.generate()));
    }
}
