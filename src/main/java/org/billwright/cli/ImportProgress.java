package org.billwright.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import org.billwright.imports.job.ImportCounts;
import org.billwright.imports.job.ImportListener;

/** Reports the progress of an import on standard error: a bar on a terminal, a line every few seconds elsewhere. */
final class ImportProgress implements ImportListener, AutoCloseable {
    /** How many rejected lines are reported one by one; the rejects file has all of them. */
    private static final int MAX_REPORTED = 1_000;

    private static final Duration BAR_PERIOD = Duration.ofMillis(200);
    private static final Duration LINE_PERIOD = Duration.ofSeconds(5);
    private static final int BAR_CHARACTERS = 24;
    private static final long NANOS = 1_000_000_000L;
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final RejectReasons reasons = new RejectReasons();
    private final PrintWriter err;
    private final long bytes;
    private final boolean terminal = ConsoleLog.hasTerminal();
    private final long began = System.nanoTime();
    private long reportedAt = began;
    private long linesBefore;
    private long reported;
    private boolean barShown;

    /** @param bytes of all sources, as they are compressed; 0 where that is not known */
    ImportProgress(PrintWriter err, long bytes) {
        this.err = err;
        this.bytes = bytes;
    }

    @Override
    public void resumed(String source, long line, ImportCounts before) {
        linesBefore = before.lines();
        print("resuming after line %d of %s; %d lines are done".formatted(line, source, before.lines()));
    }

    @Override
    public void rejected(String source, long line, String reason) {
        reasons.add(reason);
        report(source + ":" + line + ": " + reason);
    }

    @Override
    public void warned(String source, long line, String text) {
        report(line == 0 ? text : source + ":" + line + ": " + text + " (loaded)");
    }

    @Override
    public void accountMissing(String account) {
        report("warning: the billing account " + account + " does not exist, and a line is on it");
    }

    /** Why lines were rejected. */
    RejectReasons reasons() {
        return reasons;
    }

    private void report(String text) {
        reported++;
        if (reported <= MAX_REPORTED) {
            print(text);
        } else if (reported == MAX_REPORTED + 1) {
            print("… more lines are not reported one by one; --rejects writes all rejected lines to a file");
        }
    }

    @Override
    public void progress(ImportCounts done, long bytesRead) {
        long now = System.nanoTime();
        if (now - reportedAt < (terminal ? BAR_PERIOD : LINE_PERIOD).toNanos()) {
            return;
        }
        reportedAt = now;
        long elapsed = Math.max(now - began, 1);
        long rate = (done.lines() - linesBefore) * NANOS / elapsed;
        var text = String.format(Locale.ROOT, "%,d lines, %,d/s", done.lines(), rate)
                + (done.rejected() > 0 ? String.format(Locale.ROOT, ", %,d rejected", done.rejected()) : "");
        if (bytes > 0 && bytesRead > 0) {
            long read = Math.min(bytesRead, bytes);
            long left = elapsed / NANOS * (bytes - read) / read;
            text = 100 * read / bytes + " %  " + text + ", " + time(left) + " left";
            text = terminal ? bar(read) + "  " + text : text;
        }
        if (terminal) {
            err.print(CLEAR_LINE + text);
            err.flush();
            barShown = true;
        } else {
            print(text);
        }
    }

    private String bar(long read) {
        int full = (int) (BAR_CHARACTERS * read / bytes);
        return "[" + "#".repeat(full) + ".".repeat(BAR_CHARACTERS - full) + "]";
    }

    private static String time(long seconds) {
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    private void print(String text) {
        if (barShown) {
            err.print(CLEAR_LINE);
            barShown = false;
        }
        err.println(text);
        err.flush();
    }

    @Override
    public void close() {
        if (barShown) {
            err.print(CLEAR_LINE);
            err.flush();
            barShown = false;
        }
    }
}
