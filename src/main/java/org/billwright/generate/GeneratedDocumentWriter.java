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
 * Writes generated documents. Several threads make accounts, which are written in their order, so that the output does not depend on
 * the number of threads. Memory is bounded for any number of accounts.
 */
public final class GeneratedDocumentWriter {
    private static final int BILLS_AT_A_TIME = 400;
    private static final int AHEAD_OF_EACH_THREAD = 2;

    private final Generator generator;
    private final ExportDestination destination;
    private final long accountsAtATime;
    private long documents;

    /** Writes the documents of a generator to a destination. */
    public GeneratedDocumentWriter(Generator generator, ExportDestination destination) {
        this.generator = generator;
        this.destination = destination;
        this.accountsAtATime = Math.max(1, BILLS_AT_A_TIME / generator.months());
    }

    /** Documents as lines, by type or all in one. */
    private static final class Lines {
        private final boolean single;
        private final Map<DocumentType, ByteArrayOutputStream> byKind = new EnumMap<>(DocumentType.class);
        private long documents;

        Lines(boolean single) {
            this.single = single;
        }

        void add(DocumentType kind, ObjectNode document) {
            var lines = byKind.computeIfAbsent(single ? DocumentType.BILL : kind, k -> new ByteArrayOutputStream());
            lines.writeBytes(Json.write(document).getBytes(StandardCharsets.UTF_8));
            lines.write('\n');
            documents++;
        }
    }

    /** Makes and writes all documents on a number of threads; the number of documents. */
    public long write(int threads) throws IOException {
        var cycles = new Lines(destination.isSingle());
        generator.cycles(cycles::add);
        write(cycles);
        try (var executor = Executors.newFixedThreadPool(threads)) {
            var pending = new ArrayDeque<Future<Lines>>();
            for (long first = 0; first < generator.accounts(); first += accountsAtATime) {
                long from = first;
                pending.add(executor.submit(() -> accounts(from)));
                if (pending.size() > AHEAD_OF_EACH_THREAD * threads) {
                    write(made(pending.remove()));
                }
            }
            while (!pending.isEmpty()) {
                write(made(pending.remove()));
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
