package org.billwright.generate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.billwright.export.ExportDestination;
import org.billwright.format.DocumentType;
import org.billwright.json.Json;

/**
 * Writes generated documents: accounts are made some at a time on several threads, and written in their order, so that the
 * bytes do not depend on how many threads there are. What is in hand at a time is bounded, however many there are to be.
 */
public final class GeneratedDocumentWriter {
    private static final int BILLS_AT_A_TIME = 400;
    private static final int AHEAD_OF_EACH_THREAD = 2;

    private final Generator generator;
    private final ExportDestination destination;
    private final long accountsAtATime;
    private long documents;

    /** Of what this generator makes, to this destination. */
    public GeneratedDocumentWriter(Generator generator, ExportDestination destination) {
        this.generator = generator;
        this.destination = destination;
        this.accountsAtATime = Math.max(1, BILLS_AT_A_TIME / generator.months());
    }

    /** Some documents as lines, of each kind or all together. */
    private static final class Lines {
        private final boolean together;
        private final Map<DocumentType, ByteArrayOutputStream> byKind = new EnumMap<>(DocumentType.class);
        private long documents;

        Lines(boolean together) {
            this.together = together;
        }

        void add(DocumentType kind, ObjectNode document) {
            var lines = byKind.computeIfAbsent(together ? DocumentType.BILL : kind, k -> new ByteArrayOutputStream());
            lines.writeBytes(Json.write(document).getBytes(StandardCharsets.UTF_8));
            lines.write('\n');
            documents++;
        }
    }

    /** Makes and writes everything on so many threads; gives the number of documents. */
    public long write(int threads) throws IOException {
        var cycles = new Lines(destination.isSingle());
        generator.cycles(cycles::add);
        write(cycles);
        try (var executor = Executors.newFixedThreadPool(threads)) {
            var inHand = new ArrayDeque<Future<Lines>>();
            for (long first = 0; first < generator.accounts(); first += accountsAtATime) {
                long from = first;
                inHand.add(executor.submit(() -> accounts(from)));
                if (inHand.size() > AHEAD_OF_EACH_THREAD * threads) {
                    write(made(inHand.remove()));
                }
            }
            while (!inHand.isEmpty()) {
                write(made(inHand.remove()));
            }
        }
        return documents;
    }

    private Lines accounts(long first) {
        var lines = new Lines(destination.isSingle());
        long end = Math.min(generator.accounts(), first + accountsAtATime);
        for (long number = first; number < end; number++) {
            generator.account(number, lines::add);
        }
        return lines;
    }

    private static Lines made(Future<Lines> lines) throws IOException {
        try {
            return lines.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private void write(Lines lines) throws IOException {
        for (var entry : lines.byKind.entrySet()) {
            OutputStream stream = destination.stream(entry.getKey());
            entry.getValue().writeTo(stream);
        }
        documents += lines.documents;
    }
}
