package org.billwright.cli;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What was started before the server and stops after it. */
@ApplicationScoped
public class ShutdownHooks {
    private static final int AFTER_EVERYTHING = Integer.MAX_VALUE;
    private static final Deque<EmbeddedDatabase> LAST = new ArrayDeque<>();

    static synchronized void last(EmbeddedDatabase database) {
        LAST.push(database);
    }

    void stop(@Observes @Priority(AFTER_EVERYTHING) ShutdownEvent event) {
        stopAll();
    }

    /** Ends the process, also where the server could not start. */
    static void exit(int code, @Nullable Throwable failure) {
        if (failure != null) {
            System.err.println("billwright: the server did not start: " + Main.reason(failure));
        }
        stopAll();
        System.exit(failure == null ? code : 1);
    }

    private static synchronized void stopAll() {
        while (!LAST.isEmpty()) {
            LAST.pop().close();
        }
    }
}
