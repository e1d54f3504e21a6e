package org.billwright.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import org.billwright.parity.ParityListener;
import org.billwright.parity.Side;

/** Reports the progress of a comparison on standard error, a line every few seconds, and the invalid records. */
final class ParityProgress implements ParityListener {
    private static final int MAX_REPORTED = 1_000;
    private static final Duration PERIOD = Duration.ofSeconds(5);
    private static final long NANOS = 1_000_000_000L;

    private final PrintWriter err;
    private final long began = System.nanoTime();
    private long reportedAt = began;
    private long rejected;

    ParityProgress(PrintWriter err) {
        this.err = err;
    }

    @Override
    public void read(Side side, long documents) {
        if (isDue()) {
            print(String.format(Locale.ROOT, "%s: %,d documents read", side.word(), documents));
        }
    }

    @Override
    public void compared(int partitions, int all) {
        if (isDue()) {
            print("compared " + partitions + " of " + all + " parts");
        }
    }

    @Override
    public void rejected(String place, String reason) {
        rejected++;
        if (rejected <= MAX_REPORTED) {
            print(place + ": " + reason);
        } else if (rejected == MAX_REPORTED + 1) {
            print("… more invalid records are not reported one by one");
        }
    }

    private boolean isDue() {
        long now = System.nanoTime();
        if (now - reportedAt < PERIOD.toNanos()) {
            return false;
        }
        reportedAt = now;
        return true;
    }

    /** Says how fast it was. */
    void done(long bills, long temporaryBytes) {
        long millis = Math.max(1, (System.nanoTime() - began) / (NANOS / 1_000));
        print(String.format(
                Locale.ROOT,
                "%,d bills in %,.1f s, %,d a second; temporary files of up to %,d bytes",
                bills,
                millis / 1_000.0,
                bills * 1_000 / millis,
                temporaryBytes));
    }

    private void print(String text) {
        err.println(text);
        err.flush();
    }
}
