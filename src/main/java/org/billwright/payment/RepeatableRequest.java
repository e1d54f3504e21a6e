package org.billwright.payment;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.billwright.audit.AuditAction;
import org.billwright.audit.AuditEvent;
import org.billwright.audit.AuditTrail;
import org.billwright.bill.BillShape;
import org.billwright.http.ApiRequest;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.store.StoredDocument;
import org.jdbi.v3.core.Handle;

/**
 * A request that makes a payment or a refund, and that a client may repeat: the same {@code correlatorId} with the same content is the
 * same payment. The unique index on it decides, so that of two requests at once one finds what the other has made.
 *
 * @param resource what is made
 * @param table where its correlatorId is
 */
record RepeatableRequest(ApiRequest call, GivenPayment given, String resource, String table, Clock clock) {
    /**
     * What makes it, in a transaction.
     */
    interface Making {
        /** Makes it, and returns the ids of the bills that were changed; empty where its id or correlatorId is taken. */
        Optional<List<String>> make(Handle tx);
    }

    /** Makes what is requested, or finds what a request with the same correlatorId has made. */
    StoredDocument once(Handle tx, String id, Making making) {
        var bills = making.make(tx);
        if (bills.isPresent()) {
            record(tx, AuditAction.CREATE, id, bills.get());
            return stored(tx, id);
        }
        var earlier = given.correlatorId()
                .flatMap(correlator -> PaymentStore.ofCorrelator(tx, call.tenant(), table, correlator))
                .orElseThrow(() -> new ProblemException(
                        new Problem.Conflict("there is a " + resource + " with this id already; use another id")));
        if (earlier.fingerprint() != given.fingerprint()) {
            throw new ProblemException(new Problem.Conflict("the correlatorId was used before, with another content ("
                    + earlier.id() + "); a retry has the same content, and another " + resource
                    + " another correlatorId"));
        }
        record(tx, AuditAction.READ, earlier.id(), List.of());
        return stored(tx, earlier.id());
    }

    private StoredDocument stored(Handle tx, String id) {
        return PaymentStore.find(tx, call.tenant(), resource, id)
                .orElseThrow(() -> new ProblemException(new Problem.NotFound(resource, id)));
    }

    private void record(Handle tx, AuditAction action, String id, List<String> bills) {
        var events = new ArrayList<AuditEvent>();
        events.add(call.auditEvent(clock.instant(), action, resource, List.of(id)));
        if (!bills.isEmpty()) {
            events.add(call.auditEvent(clock.instant(), AuditAction.CHANGE, BillShape.RESOURCE, bills));
        }
        AuditTrail.recordChanges(tx, events);
    }
}
