package org.billwright.http;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.billwright.access.Caller;
import org.billwright.access.Entitlement;
import org.billwright.audit.AuditAction;
import org.billwright.audit.AuditEvent;
import org.billwright.audit.AuditTrail;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.problem.QuotedInput;
import org.jboss.logging.Logger;

/**
 * Credentials that were refused: all are counted; up to some of each kind a minute are recorded in the audit trail, each with the address that it came
 * from; and a line in the log says so, once a minute.
 */
public final class RefusedCredentials {
    private static final Logger LOG = Logger.getLogger("org.billwright.access");
    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final int MAX_RECORDED = 100;
    private static final String RESOURCE = "credentials";

    private final AuditTrail trail;
    private final Clock clock;
    private final String tenant;
    private final LongAdder total = new LongAdder();
    private long begunNanos = System.nanoTime();
    private final Map<String, Integer> recorded = new HashMap<>();
    private long notLogged;

    /** Records in the trail of this tenant: whose caller a refused one would have been is not known. */
    public RefusedCredentials(AuditTrail trail, Clock clock, String tenant) {
        this.trail = trail;
        this.clock = clock;
        this.tenant = tenant;
    }

    /** How many there were since the start. */
    public double total() {
        return total.doubleValue();
    }

    /**
     * Adds a failure to authenticate, if credentials were given and are not valid.
     *
     * @param named the client that the credentials name, whether or not there is one; empty where they were missing
     */
    public void add(Throwable failure, String named, String address, String correlationId) {
        if (!named.isEmpty()
                && failure instanceof ProblemException refused
                && refused.problem() instanceof Problem.Unauthenticated) {
            add(named, address, correlationId);
        }
    }

    /** Adds credentials that are not valid. */
    public void add(String named, String address, String correlationId) {
        total.increment();
        if (isRecorded(named, address)) {
            var caller = new Caller("address:" + address, tenant, Set.of(), new Entitlement.All());
            trail.recordRefused(new AuditEvent(
                    clock.instant(), caller, AuditAction.REFUSE, RESOURCE, List.of(named), correlationId));
        }
    }

    /** A kind is all clients, or all tokens: many of one hide none of the other. */
    private synchronized boolean isRecorded(String named, String address) {
        long now = System.nanoTime();
        notLogged++;
        if (now - begunNanos > PERIOD.toNanos() || recorded.isEmpty()) {
            LOG.warnf(
                    "credentials refused: %d since the last such line; now of %s from %s",
                    notLogged, QuotedInput.of(named), address);
            begunNanos = now;
            notLogged = 0;
            recorded.clear();
        }
        return recorded.merge(named.split(":", 2)[0], 1, Integer::sum) <= MAX_RECORDED;
    }
}
