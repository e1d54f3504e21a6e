package org.billwright.billingrule;

import java.time.Clock;
import java.util.List;
import org.billwright.http.PutOperations;
import org.billwright.http.ReadOperations;
import org.billwright.http.Route;
import org.billwright.store.TransactionRunner;

/** The billing rules of a tenant over HTTP. Plans that were made are not judged again. */
public final class BillingRuleOperations {
    /** Checks, adds, replaces and deletes rules. */
    public static final PutOperations.Store RULES =
            new PutOperations.Store(BillingRule::accept, BillingRuleStore::put, BillingRuleStore::delete);

    private final TransactionRunner writes;
    private final ReadOperations reads;
    private final Clock clock;

    /** @param reads of the rules */
    public BillingRuleOperations(TransactionRunner writes, ReadOperations reads, Clock clock) {
        this.writes = writes;
        this.reads = reads;
        this.clock = clock;
    }

    /** The operations. */
    public List<Route> routes() {
        return new PutOperations(BillingRuleShape.RESOURCE, writes, reads, clock, RULES).routes();
    }
}
