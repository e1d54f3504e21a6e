package org.billwright.export;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.billwright.format.DocumentType;

/** Writes what another thread reads, on a thread of its own, so that PostgreSQL need not wait for a disk or a compression. */
final class ExportWriter {
    /** How much is read ahead of what was written, but for a single document that is larger. */
    private static final long READ_AHEAD_BYTES = 1 << 20;

    private static final int WRITTEN_BYTES = 1 << 17;

    private final ExportDestination destination;
    private final ByteBoundedQueue<Batch> batches = new ByteBoundedQueue<>(READ_AHEAD_BYTES);
    private final Set<DocumentType> begun = EnumSet.noneOf(DocumentType.class);
    private final CompletableFuture<Void> written = new CompletableFuture<>();

    /** A document as it is stored, and, of a bill on hold, the state that it was held from. */
    record Row(ByteBuffer document, Optional<String> heldFrom) {}

    /** Some rows of one kind. */
    record Batch(ExportRequest.Part part, List<Row> rows, int bytes) {}

    ExportWriter(ExportDestination destination) {
        this.destination = destination;
        Thread.ofPlatform().daemon().name("export").start(this::work);
    }

    /** Has a batch written, when there is room; false where no more can be written. */
    boolean write(Batch batch) {
        return batches.put(batch, batch.bytes());
    }

    /** Waits until all is written. */
    void finish() throws IOException {
        batches.end();
        await();
    }

    /** Writes no more; waits for what is just being written. What failed is thrown. */
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
                batches.done(batch.bytes());
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
            writing.begin();
        }
        for (var row : rows) {
            writing.add(row.document(), row.heldFrom());
            if (writing.length() >= WRITTEN_BYTES) {
                writing.writeTo(stream);
            }
        }
        writing.writeTo(stream);
    }
}
