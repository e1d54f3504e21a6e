package org.billwright.http;

import java.time.Clock;
import java.util.List;
import org.billwright.audit.AuditAction;
import org.billwright.audit.AuditTrail;
import org.billwright.store.ReadPool;

/** Reads of which the audit trail is told. */
public record AuditedReads(ReadPool reads, AuditTrail trail, Clock clock) {
    /** Tells that a request was shown these. Throws where it must not be. */
    void shown(ApiRequest call, AuditAction action, String resource, List<String> ids) {
        trail.read(call.deed(clock.instant(), action, resource, ids));
    }
}
