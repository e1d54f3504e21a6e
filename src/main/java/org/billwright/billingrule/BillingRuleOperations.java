package org.billwright.billingrule;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.billwright.http.PutOperations;
import org.billwright.http.ReadOperations;
import org.billwright.http.Route;
import org.billwright.store.StoredDocument;
import org.billwright.store.TransactionRunner;
import org.jdbi.v3.core.Handle;

/** The billing rules of a tenant over HTTP. Plans that were made are not judged again. */
public final class BillingRuleOperations {
    /** Checks, adds, replaces and deletes rules. */
    public static final PutOperations.Store RULES = new Rules();

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
        var routes = new ArrayList<>(reads.routes());
        routes.addAll(new PutOperations(BillingRuleShape.RESOURCE, writes, reads, clock, RULES).routes());
        return routes;
    }

    private static final class Rules implements PutOperations.Store {
        @Override
        public void check(ObjectNode rule) {
            BillingRule.accept(rule);
        }

        @Override
        public StoredDocument put(Handle tx, String tenant, ObjectNode rule) {
            return BillingRuleStore.put(tx, tenant, rule);
        }

        @Override
        public boolean delete(Handle tx, String tenant, String id) {
            return BillingRuleStore.delete(tx, tenant, id);
        }
    }
}
