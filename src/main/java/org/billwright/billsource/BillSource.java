package org.billwright.billsource;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * Where bills come from. What cannot be had fails with a {@link SourceFailure}, and never looks like a bill that is not
 * there.
 */
public interface BillSource {
    /** The most lines that a bill may have, and the most bills of an account that are listed. */
    int MAX_ITEMS = 20_000;

    /**
     * On whose behalf a question is asked.
     *
     * @param tenant whose bills may be seen, where the source keeps several
     * @param correlationId that follows the request through all servers
     */
    record RequestContext(String tenant, String correlationId) {}

    /** Whether the source knows the billing account. */
    Future<Boolean> knowsAccount(RequestContext context, String accountId);

    /** The bill with this id, whoever's it is. */
    Future<Optional<SourceBill>> bill(RequestContext context, String billId);

    /** All rates on a bill, by id. */
    Future<List<SourceRate>> rates(RequestContext context, String billId);

    /** All bills of an account, newest first. */
    Future<List<SourceBill>> bills(RequestContext context, String accountId);
}
