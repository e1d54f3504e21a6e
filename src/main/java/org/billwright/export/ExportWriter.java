package org.billwright.export;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.billwright.format.DocumentType;
import org.billwright.format.ExportMarks;

/** Writes documents on a thread of its own, so that PostgreSQL need not wait for the disk or the compression. */
final class ExportWriter {
    /** How many bytes are read ahead of what was written; a single document may be larger. */
    private static final int READ_AHEAD_BYTES = 1 << 20;

    private static final int WRITTEN_BYTES = 1 << 17;

    private final ExportDestination destination;
    private final ByteBoundedQueue<Batch> batches = new ByteBoundedQueue<>(READ_AHEAD_BYTES);
    private final Set<DocumentType> begun = EnumSet.noneOf(DocumentType.class);
    private final CompletableFuture<Void> written = new CompletableFuture<>();

    /** A stored document, and what an import needs beside it. */
    record Row(ByteBuffer document, ExportMarks marks) {}

    /** Rows of one document type. */
    record Batch(ExportRequest.Part part, List<Row> rows, int bytes) {}

    ExportWriter(ExportDestination destination) {
        this.destination = destination;
        Thread.ofPlatform().daemon().name("export").start(this::work);
    }

    /** Queues a batch, and waits while the queue is full; false where writing has failed. */
    boolean write(Batch batch) {
        return batches.put(batch, batch.bytes());
    }

    /** Waits until all batches are written. */
    void finish() throws IOException {
        batches.end();
        await();
    }

    /** Writes no more batches, and waits for the current one; a failure of writing is thrown. */
    void close() throws IOException {
        batches.close();
        await();
    }

    private void await() throws IOException {
        try {
            written.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }

    private void work() {
        try {
            for (var next = batches.take(); next.isPresent(); next = batches.take()) {
                var batch = next.get();
                write(batch.part(), batch.rows());
                batches.release(batch.bytes());
            }
            written.complete(null);
        } catch (Throwable e) {
            batches.close();
            written.completeExceptionally(e);
        }
    }

    private void write(ExportRequest.Part part, List<Row> rows) throws IOException {
        var stream = destination.stream(part.kind());
        var writing = part.writing();
        if (begun.add(part.kind())) {
            writing.writeHeader();
        }
        for (var row : rows) {
            writing.add(row.document(), row.marks());
            if (writing.length() >= WRITTEN_BYTES) {
                writing.writeTo(stream);
            }
        }
        writing.writeTo(stream);
    }
}
