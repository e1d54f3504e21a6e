package org.billwright.server;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.logging.Filter;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;

/** Logs the stack trace of a failure once a minute for each kind of failure; further ones are a line. */
final class RepeatedTraces implements Filter {
    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final int MAX_KINDS = 1_000;
    private static final int FRAMES = 5;
    private static final Formatter MESSAGE = new PatternFormatter("%s");

    private final Cache<String, Boolean> logged = Caffeine.newBuilder()
            .maximumSize(MAX_KINDS)
            .expireAfterWrite(PERIOD)
            .build();

    @Override
    public boolean isLoggable(LogRecord entry) {
        var thrown = entry.getThrown();
        if (thrown != null && logged.asMap().putIfAbsent(entry.getLoggerName() + kind(thrown), true) != null) {
            shorten(entry, thrown.toString());
            entry.setThrown(null);
        }
        return true;
    }

    private static void shorten(LogRecord entry, String failure) {
        var text = MESSAGE.format(entry) + ": " + failure + " (as a moment ago, with its stack trace)";
        if (entry instanceof ExtLogRecord formatted) {
            formatted.setMessage(text, ExtLogRecord.FormatStyle.NO_FORMAT);
        } else {
            entry.setMessage(text);
        }
        entry.setParameters(null);
    }

    /** The exception and where it came from, and its causes. */
    private static String kind(Throwable thrown) {
        return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
                .limit(FRAMES)
                .map(cause -> cause.getClass().getName()
                        + Stream.of(cause.getStackTrace())
                                .limit(FRAMES)
                                .map(StackTraceElement::toString)
                                .collect(Collectors.joining(" ")))
                .collect(Collectors.joining(" "));
    }
}
