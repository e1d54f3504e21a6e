package org.billwright.imports.apply;

import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.billwright.dispute.ImportedDispute;
import org.billwright.imports.check.ImportBatch;
import org.billwright.json.DateTimes;
import org.billwright.ledger.CreditImport;
import org.billwright.payment.ImportedPayments;
import org.billwright.payment.ImportedPayments.ImportedRefund;
import org.billwright.problem.ProblemException;
import org.jdbi.v3.core.Handle;

/** Loads the payments with their whole amounts, the refunds and the disputes, of a batch. */
final class CreditLoader {
    private final Handle tx;
    private final ImportContext context;
    private final String tenant;

    private CreditLoader(Handle tx, ImportContext context) {
        this.tx = tx;
        this.context = context;
        this.tenant = context.tenant();
    }

    static List<LoadResult> load(Handle tx, ImportContext context, ImportBatch batch) {
        var loader = new CreditLoader(tx, context);
        var now = DateTimes.now(context.clock());
        context.existing()
                .ifPresent(existing -> existing.bills(
                        tx,
                        batch.disputes().values().stream()
                                .map(ImportedDispute::billId)
                                .toList()));
        return List.of(
                loader.valid(batch.credits(), line -> ImportedPayments.requirePast(line, now), loader::credits),
                loader.valid(batch.refunds(), line -> ImportedPayments.requirePast(line, now), loader::refunds),
                LineHalving.load(tx, batch.disputes(), loader::disputes));
    }

    /** @param check throws where a line is refused */
    private <L> LoadResult valid(
            NavigableMap<Integer, L> lines, Consumer<L> check, Function<NavigableMap<Integer, L>, LoadResult> change) {
        var valid = new TreeMap<Integer, L>();
        var rejected = new TreeMap<Integer, String>();
        lines.forEach((number, line) -> {
            try {
                check.accept(line);
                valid.put(number, line);
            } catch (ProblemException e) {
                rejected.put(number, e.problem().message());
            }
        });
        var loaded = LineHalving.load(tx, valid, change);
        rejected.putAll(loaded.rejected());
        return new LoadResult(loaded.changed(), rejected, loaded.deferred());
    }

    private LoadResult credits(NavigableMap<Integer, CreditImport> lines) {
        var outcome = CreditImport.load(tx, tenant, lines);
        return new LoadResult(outcome.changed(), outcome.rejected(), new TreeMap<>());
    }

    private LoadResult refunds(NavigableMap<Integer, ImportedRefund> lines) {
        RefundCheck.record(
                tx,
                context,
                lines.values().stream()
                        .flatMap(refund -> refund.given().accountId().stream())
                        .toList());
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
