package org.billwright.imports.apply;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.billwright.dispute.ImportedDispute;
import org.billwright.imports.check.ImportBatch;
import org.billwright.ledger.CreditImport;
import org.billwright.payment.ImportedPayments.ImportedRefund;
import org.billwright.problem.ProblemException;
import org.jdbi.v3.core.Handle;

/** Loads the payments with their whole amounts, the refunds and the disputes, of a batch. */
final class CreditLoader {
    private final Handle tx;
    private final String tenant;

    private CreditLoader(Handle tx, String tenant) {
        this.tx = tx;
        this.tenant = tenant;
    }

    static List<LoadResult> load(Handle tx, ImportContext context, ImportBatch batch) {
        var loader = new CreditLoader(tx, context.tenant());
        var results = new ArrayList<LoadResult>();
        results.add(LineHalving.load(tx, batch.credits(), loader::credits));
        results.add(LineHalving.load(tx, batch.refunds(), loader::refunds));
        results.add(LineHalving.load(tx, batch.disputes(), loader::disputes));
        return results;
    }

    private LoadResult credits(NavigableMap<Integer, CreditImport> lines) {
        var outcome = CreditImport.load(tx, tenant, lines);
        return new LoadResult(outcome.changed(), outcome.rejected(), new TreeMap<>());
    }

    private LoadResult refunds(NavigableMap<Integer, ImportedRefund> lines) {
        return new LoadResult(ImportedRefund.load(tx, tenant, lines.values()), new TreeMap<>(), new TreeMap<>());
    }

    private LoadResult disputes(NavigableMap<Integer, ImportedDispute> lines) {
        int loaded = 0;
        var rejected = new TreeMap<Integer, String>();
        for (var line : lines.entrySet()) {
            try {
                loaded += line.getValue().load(tx, tenant) ? 1 : 0;
            } catch (ProblemException e) {
                rejected.put(line.getKey(), e.problem().message());
            }
        }
        return new LoadResult(loaded, rejected, new TreeMap<>());
    }
}
