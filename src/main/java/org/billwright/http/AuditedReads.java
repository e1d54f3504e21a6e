package org.billwright.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.billwright.access.Caller;
import org.billwright.audit.AuditAction;
import org.billwright.audit.AuditEvent;
import org.billwright.audit.AuditTrail;
import org.billwright.problem.ProblemException;
import org.billwright.store.ReadPool;
import org.billwright.store.Replica;
import org.billwright.store.SlowQueries;
import org.billwright.store.Statements;

/**
 * Reads that are recorded in the audit trail.
 *
 * @param replica which answers lists while it is not too far behind
 */
public record AuditedReads(
        ReadPool reads, SlowQueries slow, Optional<Replica> replica, AuditTrail trail, Clock clock, Vertx vertx) {
    /** A read by statements. */
    interface Read<T> {
        Future<T> by(Statements statements);
    }

    /** Runs a quick read of a list. */
    <T> Future<T> quick(ApiRequest request, Read<T> read) {
        return replicated(
                request,
                replicated -> read.by(replicated.reads().of(request.tenant())),
                () -> read.by(reads.of(request.tenant())));
    }

    /** Runs a read that no index answers. */
    <T> Future<T> slow(ApiRequest request, Read<T> read) {
        return replicated(
                request,
                replicated -> replicated.slow().run(request.slowReader(), read::by),
                () -> slow.run(request.slowReader(), read::by));
    }

    /** Reads from the replica where it may be used, and from the primary where it may not or fails. */
    private <T> Future<T> replicated(
            ApiRequest request, Function<Replica, Future<T>> onReplica, Supplier<Future<T>> onPrimary) {
        return usable(request)
                .map(usable -> onReplica
                        .apply(usable)
                        .recover(failure -> usable.hasFailed(failure) ? onPrimary.get() : Future.failedFuture(failure)))
                .orElseGet(onPrimary);
    }

    /** A client that wants to see what others have just changed sends {@code Cache-Control: no-cache} (RFC 9111 §5.2.1.4). */
    private Optional<Replica> usable(ApiRequest request) {
        return replica.filter(r -> r.isUsable(request.tenant()))
                .filter(r -> request.headers("Cache-Control").stream()
                        .noneMatch(value -> value.toLowerCase(Locale.ROOT).contains("no-cache")));
    }

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
