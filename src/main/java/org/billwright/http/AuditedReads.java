package org.billwright.http;

import java.time.Clock;
import java.util.List;
import org.billwright.audit.AuditAction;
import org.billwright.audit.AuditTrail;
import org.billwright.store.ReadPool;

/** Reads that are recorded in the audit trail. */
public record AuditedReads(ReadPool reads, AuditTrail trail, Clock clock) {
    /** Records that a request has read these instances. Throws if the queue of the trail is full. */
    void recordRead(ApiRequest request, AuditAction action, String resource, List<String> ids) {
        trail.recordRead(request.auditEvent(clock.instant(), action, resource, ids));
    }
}
