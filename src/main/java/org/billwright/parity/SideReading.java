package org.billwright.parity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.billwright.problem.ProblemException;
import org.billwright.rate.RateCharacteristics;

/**
 * Reads one side into partitions by the id of the bill. Several threads parse; the thread that reads writes what they have parsed, in
 * the order of the source. Memory is bounded: only a few batches are on their way.
 */
final class SideReading {
    private static final int BATCH_RECORDS = 500;
    private static final int BATCH_BYTES = 1_000_000;
    private static final int AHEAD_OF_EACH_THREAD = 2;

    private final Side side;
    private final ParityOptions options;
    private final ParityListener listener;
    private final ExecutorService threads;
    private final SpillPartitions into;
    private final ArrayDeque<Future<Parsed>> parsing = new ArrayDeque<>();
    private List<SourceRecord> batch = new ArrayList<>();
    private long batchBytes;
    private long documents;
    private SideCounts counts = SideCounts.NONE;

    SideReading(
            Side side, ParityOptions options, ParityListener listener, ExecutorService threads, SpillPartitions into) {
        this.side = side;
        this.options = options;
        this.listener = listener;
        this.threads = threads;
        this.into = into;
    }

    /** A record that cannot be used. */
    private record Rejection(String place, String reason) {}

    /** What became of a batch. */
    private static final class Parsed {
        private final List<SpillRecord> records = new ArrayList<>();
        private final List<Rejection> rejections = new ArrayList<>();
        private int read;
        private long unbilled;
        private long notInBalance;
    }

    /** Reads all; what was counted so far. More invalid records than allowed are an {@link UnreadableSourceException}. */
    SideCounts read(DocumentSource source) throws IOException {
        source.read(this::accept);
        submit();
        while (!parsing.isEmpty()) {
            write();
        }
        return counts;
    }

    private void accept(SourceRecord next) throws IOException {
        batch.add(next);
        batchBytes += next.bytes();
        if (batch.size() >= BATCH_RECORDS || batchBytes >= BATCH_BYTES) {
            submit();
        }
    }

    private void submit() throws IOException {
        var records = batch;
        batch = new ArrayList<>();
        batchBytes = 0;
        parsing.add(threads.submit(() -> parse(records)));
        if (parsing.size() > AHEAD_OF_EACH_THREAD * options.threads()) {
            write();
        }
    }

    private Parsed parse(List<SourceRecord> records) {
        var parsed = new Parsed();
        for (var next : records) {
            try {
                next.document().get().ifPresent(document -> {
                    parsed.read++;
                    var type = next.type().or(() -> DocumentReader.type(document));
                    if (type.isEmpty()) {
                        throw new UnreadableSourceException("is neither a bill nor a rate: it has no @type");
                    }
                    DocumentReader.toPercent(next, document, type.get());
                    switch (type.get()) {
                        case BILL -> add(DocumentReader.bill(document), parsed);
                        case RATE -> addLine(document, parsed);
                        case ACCOUNT,
                                CYCLE_SPECIFICATION,
                                CYCLE,
                                PAYMENT,
                                DOCUMENT,
                                TAX_RULE,
                                NUMBER_SERIES,
                                ISSUER,
                                TAX_SETTINGS,
                                CREDIT,
                                REFUND,
                                DISPUTE -> {}
                    }
                });
            } catch (ProblemException e) {
                parsed.rejections.add(new Rejection(
                        next.place() + ":" + next.number(), e.problem().message()));
            } catch (UnreadableSourceException e) {
                parsed.rejections.add(new Rejection(
                        next.place() + ":" + next.number(),
                        Optional.ofNullable(e.getMessage()).orElse("")));
            }
        }
        return parsed;
    }

    private void add(ParityBill bill, Parsed parsed) {
        boolean isInRange = options.isInRange(bill.billDate());
        parsed.records.add(new SpillRecord(
                isInRange ? SpillRecord.Sort.BILL : SpillRecord.Sort.PASSED_OVER,
                bill.id(),
                isInRange ? SpillCodec.write(bill) : new byte[0]));
    }

    private static void addLine(ObjectNode document, Parsed parsed) {
        var bill = DocumentReader.billOf(document);
        if (bill.isEmpty()) {
            parsed.unbilled++;
        } else if (RateCharacteristics.isInBalance(document)) {
            parsed.records.add(new SpillRecord(
                    SpillRecord.Sort.LINE, bill.get(), SpillCodec.write(DocumentReader.line(document))));
        } else {
            parsed.notInBalance++;
        }
    }

    private void write() throws IOException {
        var parsed = result(parsing.remove());
        for (var next : parsed.records) {
            into.add(next);
        }
        documents += parsed.read;
        counts = counts.plus(
                new SideCounts(0, 0, 0, parsed.unbilled, parsed.notInBalance, 0, 0, parsed.rejections.size()));
        for (var rejection : parsed.rejections) {
            if (options.maxErrors() == 0) {
                throw new UnreadableSourceException(rejection.place() + ": " + rejection.reason());
            }
            listener.rejected(rejection.place(), rejection.reason());
        }
        if (counts.rejected() > options.maxErrors()) {
            throw new UnreadableSourceException(
                    "the " + side.word() + " side has more than " + options.maxErrors() + " invalid records");
        }
        listener.read(side, documents);
    }

    static <T> T result(Future<T> future) throws IOException {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
