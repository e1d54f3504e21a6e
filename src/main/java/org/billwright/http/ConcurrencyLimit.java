package org.billwright.http;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.billwright.access.Caller;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/**
 * Limits the requests in flight, in all and of each caller. A request beyond the limit is refused at once: a queue would delay all
 * requests, and one caller's queue would delay all others. Requests that are worked on, and those whose bodies still arrive, have places
 * apart, and while a client reads its response that only counts by its bytes: so slow clients take no place from others.
 */
public final class ConcurrencyLimit {
    private final Places working;
    private final Places receiving;
    private final ResponseBytes bytes;
    private final LongAdder refusedOfAll = new LongAdder();
    private final LongAdder refusedOfCaller = new LongAdder();

    /** At most so many requests in work, so many whose bodies arrive, and so many of one caller of each, with responses of so many bytes. */
    public ConcurrencyLimit(int max, int maxOfCaller, ResponseBytes bytes) {
        this.working = new Places(max, maxOfCaller);
        this.receiving = new Places(max, maxOfCaller);
        this.bytes = bytes;
    }

    /** The bytes of responses that are held in memory. */
    public ResponseBytes bytes() {
        return bytes;
    }

    /** The number of requests in flight: in work, or while their bodies arrive. */
    public int inFlight() {
        return working.taken() + receiving.taken();
    }

    /** Requests that were refused since the start because all places, or all bytes of responses, were taken. */
    public long refusedOfAll() {
        return refusedOfAll.sum();
    }

    /** Requests that were refused since the start because their caller had all places or bytes that one caller may have. */
    public long refusedOfCaller() {
        return refusedOfCaller.sum();
    }

    /** A permit for this request, with a place among those in work, if there is one left. */
    public Optional<Permit> tryAcquire(RoutingContext context) {
        if (!working.tryTake()) {
            refusedOfAll.increment();
            return Optional.empty();
        }
        var permit = new Permit();
        RequestEnd.of(context).whenOver(permit::end);
        return Optional.of(permit);
    }

    private ProblemException tooManyOfCaller() {
        refusedOfCaller.increment();
        return new ProblemException(new Problem.TooManyRequests(
                "the caller has " + working.maxOfCaller() + " requests in flight, the most that are answered at a time",
                Duration.ZERO));
    }

    /** The refusal of a request for which there is no place. */
    static ProblemException noPlace() {
        return new ProblemException(new Problem.Unavailable("the server has as many requests as it can answer"));
    }

    /**
     * A request's permit. Its place is given back when its response can be sent, or the client has disconnected and no work is done for the
     * request any more: a client that disconnects early gets no more work out of the server than others. Its bytes are held until the
     * response has been read.
     */
    public final class Permit {
        private Optional<String> caller = Optional.empty();
        private Optional<Places> place = Optional.of(working);
        private int tasks;
        private long held;
        private boolean isEnded;
        private boolean isReleased;

        /** Counts the permit among its caller's; where the caller has no more, it is a {@link Problem.TooManyRequests}. */
        synchronized void acquireFor(Caller known) {
            if (isReleased || !working.tryTakeFor(known.id())) {
                throw tooManyOfCaller();
            }
            caller = Optional.of(known.id());
        }

        /** Exchanges the place for one among those whose bodies arrive. */
        synchronized void beginToReceive() {
            exchange(receiving);
        }

        /** Exchanges it back, when the body is there. */
        synchronized void beginToWork() {
            if (place.filter(taken -> taken == receiving).isPresent()) {
                exchange(working);
            }
        }

        private void exchange(Places other) {
            if (isReleased) {
                return;
            }
            if (!other.tryTake()) {
                refusedOfAll.increment();
                throw noPlace();
            }
            if (caller.isPresent() && !other.tryTakeFor(caller.get())) {
                other.giveBack();
                throw tooManyOfCaller();
            }
            giveBack();
            place = Optional.of(other);
        }

        /** Gives the place back: nothing is left to do but to send the response. */
        public synchronized void giveBack() {
            place.ifPresent(taken -> {
                taken.giveBack();
                caller.ifPresent(taken::giveBackOf);
            });
            place = Optional.empty();
        }

        /**
         * Holds so many bytes in memory, in place of those it held before, until the client has read them. Where that would be too many
         * of the caller or of all, they are a {@link Problem.TooManyRequests} or a {@link Problem.Unavailable}, and are to be dropped.
         */
        public synchronized void hold(long now) {
            var id = caller.orElse("");
            long more = (now < ResponseBytes.COUNTED_FROM ? 0 : now) - held;
            if (more > 0 && !isReleased) {
                if (!bytes.tryAddOf(id, held, more)) {
                    refusedOfCaller.increment();
                    throw new ProblemException(new Problem.TooManyRequests(
                            "the caller has as many bytes of responses to read as it may have", Duration.ZERO));
                }
                if (!bytes.tryAdd(held, more)) {
                    refusedOfAll.increment();
                    bytes.removeOf(id, more);
                    throw new ProblemException(
                            new Problem.Unavailable("the server has as many bytes to send as it can hold"));
                }
                held += more;
            } else if (more < 0) {
                drop(-more);
            }
        }

        private void drop(long less) {
            bytes.removeOf(caller.orElse(""), less);
            bytes.remove(less);
            held -= less;
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
                drop(held);
                giveBack();
            }
        }
    }
}
