package org.billwright.ondemand;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.billwright.store.Database;
import org.billwright.store.WakeUpSignal;
import org.billwright.store.WorkerLoop;
import org.jboss.logging.Logger;

/**
 * Meets requests for bills, oldest first. A request is claimed, met and answered in one transaction, so that a killed
 * process leaves it waiting as it was, and any number of workers and processes share the queue.
 */
public final class OnDemandWorker implements AutoCloseable {
    /** How often a request is tried before it ends {@code terminatedWithError}. */
    public static final int MAX_ATTEMPTS = 5;

    private static final Logger LOG = Logger.getLogger("org.billwright.ondemand");
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration LAST_TURN = Duration.ofSeconds(10);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(2);

    private final Database database;
    private final Clock clock;
    private final OnDemandBilling billing;
    private final WakeUpSignal arrivals = new WakeUpSignal();
    private final WorkerLoop turns;

    /** A worker over this store, not yet started. */
    public OnDemandWorker(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
        this.billing = new OnDemandBilling(clock);
        this.turns = new WorkerLoop("on-demand", arrivals, POLL, LAST_TURN, this::meetNext);
    }

    /** Starts this many threads. */
    public void start(int parallel) {
        turns.start(parallel);
    }

    /** Tells that a request has come in. */
    public void requestArrived() {
        arrivals.give();
    }

    /** Meets one request, if one waits. */
    private boolean meetNext() {
        var tried = new OnDemandStore.Claimed[1];
        try {
            return database.acrossTenants(tx -> {
                var claimed = OnDemandStore.claim(tx, clock.instant());
                claimed.ifPresent(request -> {
                    tried[0] = request;
                    Database.bind(tx, request.tenant());
                    billing.meet(tx, request);
                });
                return claimed.isPresent();
            });
        } catch (RuntimeException e) {
            var request = Optional.ofNullable(tried[0]).orElseThrow(() -> e);
            failed(request, e);
            return true;
        }
    }

    private void failed(OnDemandStore.Claimed request, RuntimeException cause) {
        LOG.errorf(cause, "on demand: request %s failed, attempt %d", request.id(), request.attempts() + 1);
        database.inTransaction(request.tenant(), tx -> {
            if (request.attempts() + 1 >= MAX_ATTEMPTS) {
                billing.giveUp(tx, request);
            } else {
                OnDemandStore.retryLater(
                        tx, request, clock.instant(), FIRST_RETRY.multipliedBy(1L << request.attempts()));
            }
            return request;
        });
    }

    /** Stops after the requests in hand; what is not finished is rolled back and waits for the next worker. */
    @Override
    public void close() {
        turns.close();
    }
}
