package org.billwright.http;

import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.billwright.access.Caller;
import org.billwright.problem.Problem;
import org.billwright.problem.Rejected;

/**
 * How many requests are being answered. Beyond the most that can be, one more is refused at once: a queue would make all of
 * them late, and one caller's queue all others.
 */
final class Crowd {
    private final int most;
    private final int mostOfCaller;
    private final AtomicInteger requests = new AtomicInteger();
    private final ConcurrentHashMap<String, Integer> ofCallers = new ConcurrentHashMap<>();

    Crowd(int most, int mostOfCaller) {
        this.most = most;
        this.mostOfCaller = mostOfCaller;
    }

    /** Counts a request until its answer was sent or its client is gone. */
    void add(RoutingContext context) {
        if (requests.incrementAndGet() > most) {
            requests.decrementAndGet();
            throw new Rejected(new Problem.Unavailable("the server has as many requests as it can answer"));
        }
        context.addEndHandler(end -> requests.decrementAndGet());
    }

    /** Counts it among its caller's as well. */
    void add(RoutingContext context, Caller caller) {
        int now = ofCallers.merge(caller.id(), 1, Integer::sum);
        if (now > mostOfCaller) {
            remove(caller);
            throw new Rejected(new Problem.TooManyRequests(
                    "the caller has " + mostOfCaller + " requests under way, the most that are answered at a time",
                    Duration.ZERO));
        }
        context.addEndHandler(end -> remove(caller));
    }

    private void remove(Caller caller) {
        ofCallers.compute(caller.id(), (id, count) -> count == null || count <= 1 ? null : count - 1);
    }
}
