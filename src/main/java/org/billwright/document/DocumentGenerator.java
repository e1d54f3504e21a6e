package org.billwright.document;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
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

    /** A client's page or document of this statement would take too long to be made. */
    static void requireSize(Statement statement, int most) {
        if (statement.totalLines() > most) {
            throw new ProblemException(new Problem.LimitExceeded("how many lines a bill has", most));
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
