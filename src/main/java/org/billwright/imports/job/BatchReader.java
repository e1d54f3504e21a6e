package org.billwright.imports.job;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.billwright.format.Decompression;
import org.billwright.format.RecordReader;
import org.billwright.imports.check.BatchParser;
import org.billwright.imports.check.ImportBatch;
import org.billwright.imports.check.InputRecord;

/**
 * Reads sources on one thread and parses them on several. Batches come in the order of their lines. Memory is bounded: the reading
 * thread waits until a batch is taken.
 */
final class BatchReader implements AutoCloseable {
    /** The number of lines that are loaded in one transaction. */
    static final int BATCH_LINES = 8_000;

    private static final int BATCH_BYTES = 8_000_000;

    /** More of them are no padding, but the unpacked form of a few bytes. */
    private static final long MAX_BLANK_LINES = 1_000_000;

    private static final int MAX_THREADS = 6;
    private static final long WAIT_MILLIS = 500;

    private final List<ImportSource> sources;
    private final ImportPosition from;
    private final BatchParser parser;
    private final ExecutorService parsers;
    private final BlockingQueue<Submitted> batches;
    private final AtomicLong bytesRead = new AtomicLong();
    private final Thread reader;
    private List<InputRecord> lines = new ArrayList<>();
    private long bytes;
    private long bytesTaken;
    private volatile boolean closing;
    private volatile Optional<String> unreadable = Optional.empty();

    /**
     * A batch that is being parsed.
     *
     * @param bytesRead how many bytes of all sources were read up to its last line
     */
    private record Submitted(Future<Optional<ImportBatch>> batch, long bytesRead) {}

    /** Begins to read after a position. */
    BatchReader(List<ImportSource> sources, ImportPosition from, BatchParser parser) {
        this.sources = sources;
        this.from = from;
        this.parser = parser;
        int threads = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MAX_THREADS);
        this.parsers = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().daemon().name("import-check-", 0).factory());
        this.batches = new ArrayBlockingQueue<>(threads + 1);
        this.reader = Thread.ofPlatform().daemon().name("import-read").start(this::read);
    }

    /**
     * The next batch; empty at the end.
     *
     * @param waiting runs again and again while none is ready, and throws where none is wanted any more
     */
    Optional<ImportBatch> next(Runnable waiting) {
        try {
            var next = poll();
            while (next.isEmpty()) {
                waiting.run();
                next = poll();
            }
            while (!isDone(next.get().batch())) {
                waiting.run();
            }
            bytesTaken = next.get().bytesRead();
            return next.get().batch().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the lines cannot be read; see the log", e.getCause());
        }
    }

    private Optional<Submitted> poll() throws InterruptedException {
        return Optional.ofNullable(batches.poll(WAIT_MILLIS, TimeUnit.MILLISECONDS));
    }

    private static boolean isDone(Future<?> batch) throws InterruptedException, ExecutionException {
        try {
            batch.get(WAIT_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    /** How many bytes were read up to the last batch that was taken, compressed as they are. */
    long bytesRead() {
        return bytesTaken;
    }

    /** Whatever ends this thread is handed over, for the import would wait for it for ever. */
    private void read() {
        try {
            batches.put(new Submitted(end(), bytesRead.get()));
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private Future<Optional<ImportBatch>> end() throws InterruptedException {
        try {
            readAll();
            return CompletableFuture.completedFuture(Optional.empty());
        } catch (RuntimeException | Error failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    private void readAll() throws InterruptedException {
        for (int i = from.source(); i < sources.size() && !closing; i++) {
            source(i, i == from.source() ? from.line() : 0);
        }
        submit();
    }

    /** A failure of a source ends it, and is reported as its last line. */
    private void source(int number, long linesToSkip) throws InterruptedException {
        long line = 0;
        var source = sources.get(number);
        try (var in = Decompression.open(new Counting(source.opener().open()))) {
            var records = source.format().splitter().split(new BoundedInputStream(in, source.maxBytes()));
            long blank = 0;
            try {
                while (!closing && records.next()) {
                    line = records.number();
                    blank = records.isBlank() ? blank + 1 : 0;
                    if (blank > MAX_BLANK_LINES) {
                        throw new IOException("there are more than " + MAX_BLANK_LINES + " blank lines in a row");
                    }
                    if (line > linesToSkip) {
                        var read = line(number, records);
                        if (read.isPresent()) {
                            add(read.get());
                        }
                    }
                }
            } catch (IOException | RuntimeException e) {
                add(new InputRecord(
                        number, Math.max(line, records.number()), records.bytes(), Optional.of(failure(e))));
            }
        } catch (IOException | RuntimeException e) {
            add(new InputRecord(number, line, new byte[0], Optional.of(failure(e))));
        }
    }

    private String failure(Exception failure) {
        var reason = "the source cannot be read from here on: " + failure.getMessage();
        unreadable = unreadable.or(() -> Optional.of(reason));
        return reason;
    }

    /** Why a source could not be read to its end, as soon as that is known. */
    Optional<String> unreadable() {
        return unreadable;
    }

    /** The current line, unless it is blank. */
    private static Optional<InputRecord> line(int source, RecordReader records) {
        if (records.isTooLong()) {
            var reason =
                    "the length of a line in bytes is limited to " + records.maxBytes() + "; its beginning is kept";
            return Optional.of(new InputRecord(source, records.number(), records.bytes(), Optional.of(reason)));
        }
        return records.isBlank()
                ? Optional.empty()
                : Optional.of(new InputRecord(source, records.number(), records.bytes(), Optional.empty()));
    }

    private void add(InputRecord line) throws InterruptedException {
        lines.add(line);
        bytes += line.bytes().length;
        if (lines.size() >= BATCH_LINES || bytes >= BATCH_BYTES) {
            submit();
        }
    }

    private void submit() throws InterruptedException {
        if (!lines.isEmpty()) {
            var batch = lines;
            batches.put(new Submitted(parsers.submit(() -> Optional.of(parser.batch(batch))), bytesRead.get()));
            lines = new ArrayList<>();
            bytes = 0;
        }
    }

    @Override
    public void close() {
        closing = true;
        reader.interrupt();
        parsers.shutdownNow();
    }

    /** Counts the bytes that are read, and ends once nobody waits for them: some bytes may unpack to very many. */
    private final class Counting extends FilterInputStream {
        Counting(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (closing) {
                throw new IOException("the import has ended");
            }
            int read = super.read(into, offset, length);
            bytesRead.addAndGet(Math.max(read, 0));
            return read;
        }
    }
}
