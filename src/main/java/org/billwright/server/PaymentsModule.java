package org.billwright.server;

import java.util.List;
import java.util.stream.Stream;
import org.billwright.http.Route;
import org.billwright.ledger.LedgerOperations;
import org.billwright.payment.PaymentOperations;
import org.billwright.payment.RefundOperations;

/** Payments, refunds, and the ledger that they are posted in. */
record PaymentsModule(ServerResources resources) implements ServerModule {
    @Override
    public List<Route> operatorRoutes() {
        var reads = resources.auditedReads();
        var writes = resources.writes();
        var clock = resources.clock();
        return Stream.of(
                        new LedgerOperations(reads, writes, clock).routes(),
                        new PaymentOperations(reads, writes, clock).routes(),
                        new RefundOperations(reads, writes, clock).routes())
                .flatMap(List::stream)
                .toList();
    }
}
