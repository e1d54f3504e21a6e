package org.billwright.run;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.billwright.ondemand.OnDemandStore;
import org.billwright.store.Database;
import org.jboss.logging.Logger;

/**
 * Meets requests for bills, oldest first. A request is claimed, met and answered in one transaction, so that a killed
 * process leaves it waiting as it was, and any number of workers and processes share the queue.
 */
public final class OnDemandWorker implements AutoCloseable {
    /** How often a request is tried before it ends {@code terminatedWithError}. */
    public static final int MAX_ATTEMPTS = 5;

    private static final Logger LOG = Logger.getLogger("org.billwright.run");
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(2);

    private final Database database;
    private final Clock clock;
    private final OnDemandBilling billing;
    private final Semaphore arrivals = new Semaphore(0);
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closing;

    /** A worker over this store, not yet started. */
    public OnDemandWorker(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
        this.billing = new OnDemandBilling(clock);
    }

    /** Starts this many threads. */
    public void start(int parallel) {
        for (int i = 0; i < parallel; i++) {
            threads.add(Thread.ofVirtual().name("on-demand-" + i).start(this::work));
        }
    }

    /** Tells that a request has come in. */
    public void requestArrived() {
        arrivals.release();
    }

    private void work() {
        while (!closing) {
            try {
                if (!meetNext()) {
                    boolean nudged = arrivals.tryAcquire(POLL.toMillis(), TimeUnit.MILLISECONDS);
                    LOG.tracef("awake, nudged: %s", nudged);
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.error("on demand: the queue cannot be read", e);
                pause();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException e) {
            closing = true;
        }
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
        closing = true;
        arrivals.release(threads.size());
        for (var thread : threads) {
            try {
                if (!thread.join(Duration.ofSeconds(10))) {
                    thread.interrupt();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
