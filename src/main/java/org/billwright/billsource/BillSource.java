package org.billwright.billsource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * A source of bills. A failure to read is a {@link SourceFailure}; it is never reported as a missing bill.
 */
public interface BillSource {
    /** The maximum number of a bill's lines, and of an account's bills in a list. */
    int MAX_ITEMS = 20_000;

    /**
     * The request that a source is read for.
     *
     * @param tenant whose bills may be read, if the source has several tenants
     * @param correlationId passed on to all servers
     */
    record ReadContext(String tenant, String correlationId) {}

    /** Whether the source has the billing account. */
    Future<Boolean> hasAccount(ReadContext context, String accountId);

    /** The bill with this id, of any account. */
    Future<Optional<SourceBill>> bill(ReadContext context, String billId);

    /** All rates of a bill, ordered by id. */
    Future<List<SourceRate>> rates(ReadContext context, String billId);

    /** All bills of an account, newest first. */
    Future<List<SourceBill>> bills(ReadContext context, String accountId);

    /** The bill of the account before a bill; none where the source cannot explain bills. */
    default Future<Optional<SourceBill>> previousBill(ReadContext context, String billId) {
        return Future.succeededFuture(Optional.empty());
    }

    /**
     * Why a bill differs from the one before it; empty where the source cannot explain bills.
     *
     * @param previous the bill before it, if it may be shown
     * @param language of the sentences
     */
    default Future<Optional<ObjectNode>> explanation(
            ReadContext context, String billId, Optional<String> previous, String language) {
        return Future.succeededFuture(Optional.empty());
    }
}
