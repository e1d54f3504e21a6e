package org.billwright.billsource;

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
}
