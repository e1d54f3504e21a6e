package org.billwright.server;

import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.billwright.telemetry.Activity;
import org.jboss.logmanager.ExtLogRecord;

/**
 * What each entry of the server's log passes: it gets the correlation id, the tenant and the trace of the work that it is about, and its
 * stack trace is shortened if it was logged a moment ago. They are looked up when something is logged, so that requests which log nothing
 * pay nothing.
 */
@LoggingFilter(name = "server-log")
public final class ServerLog implements Filter {
    private final RepeatedTraces traces = new RepeatedTraces();

    @Override
    public boolean isLoggable(LogRecord entry) {
        if (entry instanceof ExtLogRecord known) {
            Activity.current().logFields().forEach(known::putMdc);
        }
        return traces.isLoggable(entry);
    }
}
