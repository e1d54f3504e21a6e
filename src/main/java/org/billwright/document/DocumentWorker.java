package org.billwright.document;

import java.time.Duration;
import java.util.Optional;
import org.billwright.store.Database;
import org.billwright.work.RetryPolicy;
import org.billwright.work.TransactionalQueue;
import org.billwright.work.WakeUpSignal;
import org.billwright.work.WorkerLoop;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;

/**
 * Makes the documents of the bills of runs, and deletes objects of a bucket whose documents are gone. Each request is claimed, fulfilled
 * and removed in one transaction; a killed process leaves it as it was, and any number of processes share the work.
 */
public final class DocumentWorker implements AutoCloseable {
    /** Retries of a bill whose documents could not be made; after the last it stays in its job as failed. */
    public static final RetryPolicy RETRY = new RetryPolicy(5, Duration.ofSeconds(1), Duration.ofSeconds(60));

    private static final Logger LOG = Logger.getLogger("org.billwright.document");
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

    private final Database database;
    private final DocumentMaker maker;
    private final ObjectDeletion deletion;
    private final DocumentMetrics metrics = new DocumentMetrics();
    private final Requests requests = new Requests();
    private final WakeUpSignal signal = new WakeUpSignal();
    private final WorkerLoop loop;

    /** A worker on this database, not yet started. */
    public DocumentWorker(Database database, DocumentMaker maker) {
        this.database = database;
        this.maker = maker;
        this.deletion = new ObjectDeletion(database, maker.storage());
        this.loop = new WorkerLoop("documents", signal, WorkerLoop.AFTER_FAILURE, CLOSE_TIMEOUT, this::runOnce);
    }

    private Duration runOnce() {
        boolean worked = requests.processNext(database);
        worked |= deletion.processNext();
        return worked ? Duration.ZERO : POLL;
    }

    /** Its metrics. */
    public DocumentMetrics metrics() {
        return metrics;
    }

    /** Starts this many threads. */
    public void start(int parallel) {
        loop.start(parallel);
    }

    /** Wakes the worker: documents were requested. */
    public void signal() {
        signal.signal();
    }

    /** Its loop. */
    public WorkerLoop loop() {
        return loop;
    }

    /** The requests as a queue. */
    private final class Requests implements TransactionalQueue<DocumentRequestStore.Request> {
        @Override
        public Optional<DocumentRequestStore.Request> claim(Handle tx) {
            return DocumentRequestStore.claim(tx);
        }

        @Override
        public void process(Handle tx, DocumentRequestStore.Request request) {
            Database.bind(tx, request.tenant());
            metrics.recordMade(maker.make(tx, request.tenant(), request.bills()));
            DocumentRequestStore.finish(tx, request);
            loop.progress();
        }

        /** One bill does not stop those beside it: the bills of a failed request are tried one by one. */
        @Override
        public void failed(DocumentRequestStore.Request request, Throwable cause) {
            LOG.warnf(
                    cause,
                    "documents of %d bills of run %s failed",
                    request.bills().size(),
                    request.run());
            database.inTransaction(request.tenant(), tx -> {
                if (DocumentRequestStore.lockUnchanged(tx, request)) {
                    if (request.bills().size() > 1) {
                        DocumentRequestStore.finish(tx, request);
                        DocumentRequestStore.add(tx, request.tenant(), request.run(), request.bills(), 1);
                    } else {
                        retry(tx, request, cause);
                    }
                }
                return request;
            });
        }

        private void retry(Handle tx, DocumentRequestStore.Request request, Throwable cause) {
            RETRY.delayAfter(request.attempts() + 1)
                    .ifPresentOrElse(delay -> DocumentRequestStore.retryLater(tx, request, delay), () -> {
                        metrics.recordFailure();
                        DocumentRequestStore.fail(tx, request, String.valueOf(cause.getMessage()));
                    });
        }
    }

    /** Stops after the requests in progress; what is not finished is rolled back and waits for the next worker. */
    @Override
    public void close() {
        loop.close();
    }
}
