package org.billwright.document;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.billwright.statement.Statement;

/** Makes the documents of statements, on threads of its own: that takes processor time, and requests of others are not to wait for it. */
public final class DocumentGenerator implements AutoCloseable {
    private final ExecutorService threads;

    /** Makes as many documents at a time. */
    public DocumentGenerator(int parallel) {
        this.threads = Executors.newFixedThreadPool(
                parallel, Thread.ofPlatform().name("documents-", 0).daemon().factory());
    }

    /** Begins to make the documents of a statement. */
    CompletableFuture<List<GeneratedDocument>> begin(Statement statement) {
        return CompletableFuture.supplyAsync(() -> GeneratedDocuments.of(statement), threads);
    }

    /** The documents of a statement. */
    List<GeneratedDocument> generate(Statement statement) {
        return result(begin(statement));
    }

    static List<GeneratedDocument> result(CompletableFuture<List<GeneratedDocument>> begun) {
        try {
            return begun.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
