package org.billwright.imports.server;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.billwright.imports.job.ImportCounts;
import org.billwright.imports.job.ImportListener;

/** Metrics of imports over HTTP: of this process, since its start. */
public final class ImportMetrics implements ImportListener {
    private final LongAdder loaded = new LongAdder();
    private final LongAdder unchanged = new LongAdder();
    private final LongAdder rejected = new LongAdder();
    private final LongAdder skipped = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final AtomicInteger running = new AtomicInteger();

    /** What became of a line. */
    public enum Outcome {
        LOADED,
        UNCHANGED,
        REJECTED,
        SKIPPED;

        /** As the metric names it: {@code loaded}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    ImportMetrics() {}

    @Override
    public void committed(ImportCounts more) {
        loaded.add(more.loaded());
        unchanged.add(more.unchanged());
        rejected.add(more.rejected());
        skipped.add(more.skipped());
    }

    void recordFailure() {
        failed.increment();
    }

    void recordBegin() {
        running.incrementAndGet();
    }

    void recordEnd() {
        running.decrementAndGet();
    }

    /** Lines with this outcome. */
    public long lines(Outcome outcome) {
        return switch (outcome) {
            case LOADED -> loaded.sum();
            case UNCHANGED -> unchanged.sum();
            case REJECTED -> rejected.sum();
            case SKIPPED -> skipped.sum();
        };
    }

    /** Imports that failed. */
    public long failed() {
        return failed.sum();
    }

    /** Imports that run now. */
    public int running() {
        return running.get();
    }
}
