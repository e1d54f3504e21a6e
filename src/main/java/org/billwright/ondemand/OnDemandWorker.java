package org.billwright.ondemand;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.billwright.billing.BillMaker;
import org.billwright.store.Database;
import org.billwright.work.RetryPolicy;
import org.billwright.work.TransactionalQueue;
import org.billwright.work.WakeUpSignal;
import org.billwright.work.WorkerLoop;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/** Fulfils requests for bills, oldest first: a request is claimed, billed and finished in one transaction. */
public final class OnDemandWorker implements AutoCloseable {
    /** Retries of a request that failed for a technical reason; after the last it ends {@code terminatedWithError}. */
    public static final RetryPolicy RETRY = new RetryPolicy(5, Duration.ofSeconds(2), Duration.ofSeconds(16));

    private static final Logger LOG = Logger.getLogger("org.billwright.ondemand");
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final Database database;
    private final OnDemandBilling billing;
    private final OnDemandMetrics metrics = new OnDemandMetrics();
    private final Requests requests = new Requests();
    private final WakeUpSignal signal = new WakeUpSignal();
    private final WorkerLoop loop;

    /** A worker on this database, not yet started. */
    public OnDemandWorker(Database database, Clock clock) {
        this.database = database;
        this.billing = new OnDemandBilling(new BillMaker(database), clock);
        this.loop = new WorkerLoop("on-demand", signal, WorkerLoop.AFTER_FAILURE, CLOSE_TIMEOUT, this::runOnce);
    }

    private Duration runOnce() {
        if (!requests.processNext(database)) {
            return POLL;
        }
        metrics.recordAttempt();
        return Duration.ZERO;
    }

    /** Its metrics. */
    public OnDemandMetrics metrics() {
        return metrics;
    }

    /** Starts this many threads. */
    public void start(int parallel) {
        loop.start(parallel);
    }

    /** Wakes the worker: a request was accepted. */
    public void signal() {
        signal.signal();
    }

    /** The requests as a queue. */
    private final class Requests implements TransactionalQueue<OnDemandStore.Claimed> {
        @Override
        public Optional<OnDemandStore.Claimed> claim(Handle tx) {
            return OnDemandStore.claim(tx);
        }

        @Override
        public void process(Handle tx, OnDemandStore.Claimed request) {
            Database.bind(tx, request.tenant());
            billing.fulfil(tx, request);
        }

        /** Another worker may have finished the request since the rollback, or have recorded a later attempt. */
        @Override
        public void failed(OnDemandStore.Claimed request, Throwable cause) {
            metrics.recordFailure();
            int attempts = request.attempts() + 1;
            LOG.errorf(cause, "on demand: request %s failed, attempt %d", request.id(), attempts);
            database.inTransaction(request.tenant(), tx -> {
                if (OnDemandStore.lockUnchanged(tx, request)) {
                    RETRY.delayAfter(attempts)
                            .ifPresentOrElse(
                                    delay -> OnDemandStore.retryLater(tx, request, delay),
                                    () -> billing.terminate(tx, request));
                }
                return request;
            });
        }
    }

    /** The loop that fulfils requests. */
    public WorkerLoop loop() {
        return loop;
    }

    /** Stops after the requests in progress; what is not finished is rolled back and waits for the next worker. */
    @Override
    public void close() {
        loop.close();
    }
}
