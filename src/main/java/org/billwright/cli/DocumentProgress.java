package org.billwright.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;
import org.billwright.document.DocumentMaker;
import org.billwright.document.DocumentWorker;
import org.billwright.store.Database;

/** Makes documents until none of a run waits, and reports its progress on standard error. */
final class DocumentProgress {
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final long LINE_NANOS = Duration.ofSeconds(5).toNanos();
    private static final long NANOS = Duration.ofSeconds(1).toNanos();

    private DocumentProgress() {}

    /** @param job how far the run is */
    static void work(Database database, DocumentMaker maker, int workers, Supplier<ObjectNode> job, PrintWriter err) {
        try (var worker = new DocumentWorker(database, maker)) {
            worker.start(workers);
            long began = System.nanoTime();
            long reported = began;
            var first = job.get();
            var now = first;
            while (now.path("waiting").asLong() > 0) {
                Thread.sleep(LOOK);
                now = job.get();
                if (System.nanoTime() - reported >= LINE_NANOS) {
                    reported = System.nanoTime();
                    report(first, now, reported - began, err);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void report(ObjectNode first, ObjectNode now, long nanos, PrintWriter err) {
        long made = now.path("made").asLong();
        long rate = (made - first.path("made").asLong()) * NANOS / Math.max(1, nanos);
        err.println(String.format(
                Locale.ROOT,
                "documents of %,d of %,d bills, %,d bills/s",
                made,
                now.path("bills").asLong(),
                rate));
        err.flush();
    }
}
