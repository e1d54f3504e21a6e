package org.billwright.imports.apply;

import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.billwright.dispute.ImportedDispute;
import org.billwright.imports.check.ImportBatch;
import org.billwright.ledger.CreditImport;
import org.billwright.payment.ImportedPayments.ImportedRefund;
import org.billwright.problem.ProblemException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/**
 * Loads the payments with their whole amounts, the refunds and the disputes, of a batch. Where the database rejects a row, the lines are halved until
 * that line is alone.
 */
final class CreditLoader {
    private final Handle tx;
    private final String tenant;
    private final NavigableMap<Integer, String> rejected = new TreeMap<>();
    private int changed;

    private CreditLoader(Handle tx, String tenant) {
        this.tx = tx;
        this.tenant = tenant;
    }

    static LoadResult load(Handle tx, ImportContext context, ImportBatch batch) {
        var loader = new CreditLoader(tx, context.tenant());
        loader.load(batch.credits(), lines -> CreditImport.load(tx, context.tenant(), lines));
        loader.load(batch.refunds(), loader::refunds);
        loader.load(batch.disputes(), loader::disputes);
        return new LoadResult(loader.changed, loader.rejected, new TreeMap<>());
    }

    private CreditImport.Outcome refunds(NavigableMap<Integer, ImportedRefund> lines) {
        return new CreditImport.Outcome(ImportedRefund.load(tx, tenant, lines.values()), new TreeMap<>());
    }

    private CreditImport.Outcome disputes(NavigableMap<Integer, ImportedDispute> lines) {
        int loaded = 0;
        var refused = new TreeMap<Integer, String>();
        for (var line : lines.entrySet()) {
            try {
                loaded += line.getValue().load(tx, tenant) ? 1 : 0;
            } catch (ProblemException e) {
                refused.put(line.getKey(), e.problem().message());
            }
        }
        return new CreditImport.Outcome(loaded, refused);
    }

    private <L> void load(
            NavigableMap<Integer, L> lines, Function<NavigableMap<Integer, L>, CreditImport.Outcome> change) {
        if (lines.isEmpty()) {
            return;
        }
        tx.execute("savepoint credits");
        try {
            var outcome = change.apply(lines);
            tx.execute("release savepoint credits");
            changed += outcome.changed();
            rejected.putAll(outcome.rejected());
        } catch (UnableToExecuteStatementException e) {
            tx.execute("rollback to savepoint credits");
            tx.execute("release savepoint credits");
            if (!ConstraintViolation.isCausedByRow(e)) {
                throw e;
            }
            if (lines.size() == 1) {
                rejected.put(lines.firstKey(), ConstraintViolation.reason(e));
            } else {
                var middle = lines.keySet().stream()
                        .skip(lines.size() / 2)
                        .findFirst()
                        .orElseThrow();
                load(lines.headMap(middle, false), change);
                load(lines.tailMap(middle, true), change);
            }
        }
    }
}
