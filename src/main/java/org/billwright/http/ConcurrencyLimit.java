package org.billwright.http;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.billwright.access.Caller;

/**
 * Limits the requests in flight, in all and of each caller. A request beyond the limit is refused at once: a queue would delay all
 * requests, and one caller's queue would delay all others.
 */
public final class ConcurrencyLimit {
    private final int max;
    private final int maxOfCaller;
    private final AtomicInteger requests = new AtomicInteger();
    private final ConcurrentHashMap<String, Integer> requestsByCaller = new ConcurrentHashMap<>();

    /** At most so many requests in flight, and so many of one caller. */
    public ConcurrencyLimit(int max, int maxOfCaller) {
        this.max = max;
        this.maxOfCaller = maxOfCaller;
    }

    /** The number of requests in flight. */
    public int inFlight() {
        return requests.get();
    }

    int maxOfCaller() {
        return maxOfCaller;
    }

    /** A permit for this request, if there is one left. */
    public Optional<Permit> tryAcquire(RoutingContext context) {
        if (requests.incrementAndGet() > max) {
            requests.decrementAndGet();
            return Optional.empty();
        }
        var permit = new Permit();
        context.addEndHandler(end -> permit.end());
        return Optional.of(permit);
    }

    private void remove(String caller) {
        requestsByCaller.compute(caller, (id, count) -> count == null || count <= 1 ? null : count - 1);
    }

    /**
     * A request's permit. It is released when the response was sent or the client has disconnected, and no work is done for the request
     * any more: a client that disconnects early gets no more work out of the server than others.
     */
    public final class Permit {
        private Optional<String> caller = Optional.empty();
        private int tasks;
        private boolean isEnded;
        private boolean isReleased;

        /** Counts the permit among its caller's; false where the caller has no more. */
        synchronized boolean acquireFor(Caller known) {
            int now = requestsByCaller.merge(known.id(), 1, Integer::sum);
            if (now > maxOfCaller || isReleased) {
                remove(known.id());
                return false;
            }
            caller = Optional.of(known.id());
            return true;
        }

        /** Holds the permit until this task is complete. */
        public synchronized void holdUntil(Future<?> task) {
            tasks++;
            task.onComplete(done -> completed());
        }

        private synchronized void completed() {
            tasks--;
            releaseIfUnused();
        }

        private synchronized void end() {
            isEnded = true;
            releaseIfUnused();
        }

        private void releaseIfUnused() {
            if (isEnded && tasks == 0 && !isReleased) {
                isReleased = true;
                requests.decrementAndGet();
                caller.ifPresent(ConcurrencyLimit.this::remove);
            }
        }
    }
}
