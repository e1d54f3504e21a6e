package org.billwright.http;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.billwright.access.Caller;

/**
 * How many requests are being answered. Beyond the most that can be, one more is refused at once: a queue would make all of
 * them late, and one caller's queue all others.
 */
public final class ConcurrencyLimit {
    private final int most;
    private final int mostOfCaller;
    private final AtomicInteger requests = new AtomicInteger();
    private final ConcurrentHashMap<String, Integer> ofCallers = new ConcurrentHashMap<>();

    /** Room for so many, and for so many of one caller's. */
    public ConcurrencyLimit(int most, int mostOfCaller) {
        this.most = most;
        this.mostOfCaller = mostOfCaller;
    }

    /** How many there are. */
    public int size() {
        return requests.get();
    }

    int mostOfCaller() {
        return mostOfCaller;
    }

    /** A place for this request, if there is one left. */
    public Optional<Permit> enter(RoutingContext context) {
        if (requests.incrementAndGet() > most) {
            requests.decrementAndGet();
            return Optional.empty();
        }
        var place = new Permit();
        context.addEndHandler(end -> place.leave());
        return Optional.of(place);
    }

    private void remove(String caller) {
        ofCallers.compute(caller, (id, count) -> count == null || count <= 1 ? null : count - 1);
    }

    /**
     * A request's place. It is free again when the answer was sent or the client is gone, and nothing is done for the request any
     * more: who asks and hangs up gets no more work out of the server than others.
     */
    public final class Permit {
        private Optional<String> caller = Optional.empty();
        private int tasks;
        private boolean isLeft;
        private boolean isFree;

        /** Whether there is room among this caller's as well. */
        synchronized boolean isOf(Caller known) {
            int now = ofCallers.merge(known.id(), 1, Integer::sum);
            if (now > mostOfCaller || isFree) {
                remove(known.id());
                return false;
            }
            caller = Optional.of(known.id());
            return true;
        }

        /** Keeps the place until this is done. */
        public synchronized void keepUntil(Future<?> task) {
            tasks++;
            task.onComplete(done -> end());
        }

        private synchronized void end() {
            tasks--;
            freeIfUnused();
        }

        private synchronized void leave() {
            isLeft = true;
            freeIfUnused();
        }

        private void freeIfUnused() {
            if (isLeft && tasks == 0 && !isFree) {
                isFree = true;
                requests.decrementAndGet();
                caller.ifPresent(ConcurrencyLimit.this::remove);
            }
        }
    }
}
