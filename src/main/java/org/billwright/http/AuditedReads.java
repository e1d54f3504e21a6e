package org.billwright.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import org.billwright.access.Caller;
import org.billwright.audit.AuditAction;
import org.billwright.audit.AuditEvent;
import org.billwright.audit.AuditTrail;
import org.billwright.problem.ProblemException;
import org.billwright.store.ReadPool;
import org.billwright.store.SlowQueries;

/** Reads that are recorded in the audit trail. */
public record AuditedReads(ReadPool reads, SlowQueries slow, AuditTrail trail, Clock clock, Vertx vertx) {
    /**
     * Records that instances are shown to a caller. Completes when the response may be sent: at once, or later while many reads wait
     * to be written. Fails if the queue of the trail is full.
     *
     * @param query the query string of the request
     */
    public Future<Void> recordShown(
            Caller caller, AuditAction action, String resource, List<String> ids, String query, String correlationId) {
        try {
            var delay = trail.recordRead(
                    AuditEvent.shown(clock.instant(), caller, action, resource, ids, query, correlationId));
            if (delay.isZero()) {
                return Future.succeededFuture();
            }
            var later = Promise.<Void>promise();
            vertx.setTimer(delay.toMillis(), timer -> later.complete());
            return later.future();
        } catch (ProblemException full) {
            return Future.failedFuture(full);
        }
    }
}
