package org.billwright.server;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Tasks for after the server has stopped: what was started before it stops after it. */
@ApplicationScoped
public class ShutdownHooks {
    private static final int AFTER_EVERYTHING = Integer.MAX_VALUE;
    private static final Deque<Runnable> LAST = new ArrayDeque<>();

    /** Has this done after the server has stopped; what was added last, first. */
    public static synchronized void runLast(Runnable task) {
        LAST.push(task);
    }

    void stop(@Observes @Priority(AFTER_EVERYTHING) ShutdownEvent event) {
        stopAll();
    }

    /** Ends the process, also where the server could not start. */
    public static void exit(int code, @Nullable Throwable failure) {
        if (failure != null) {
            System.err.println("billwright: the server did not start: " + CauseChain.describe(failure));
        }
        stopAll();
        System.exit(failure == null ? code : 1);
    }

    private static synchronized void stopAll() {
        while (!LAST.isEmpty()) {
            LAST.pop().run();
        }
    }
}
