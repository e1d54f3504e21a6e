package org.billwright.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;

class RepeatedTracesTest {
    private static final Formatter MESSAGE = new PatternFormatter("%s");

    private final RepeatedTraces filter = new RepeatedTraces();

    private LogRecord logged(RuntimeException thrown) {
        var entry = new ExtLogRecord(Level.ERROR, "request %s", ExtLogRecord.FormatStyle.PRINTF, "test");
        entry.setLoggerName("org.billwright.test");
        entry.setParameters(new Object[] {"100%"});
        entry.setThrown(thrown);
        assertThat(filter.isLoggable(entry)).isTrue();
        return entry;
    }

    private static RuntimeException one(int number) {
        return new IllegalStateException("number " + number + " of {0} %s");
    }

    private static RuntimeException other() {
        return new IllegalArgumentException("another");
    }

    @Test
    void a_stack_trace_is_logged_once_for_each_kind_of_failure() {
        var entries = List.of(logged(one(1)), logged(one(2)), logged(other()), logged(one(3)));
        assertThat(entries).extracting(entry -> entry.getThrown() != null).containsExactly(true, false, true, false);
        assertThat(MESSAGE.format(entries.get(1)))
                .isEqualTo("request 100%: java.lang.IllegalStateException: number 2 of {0} %s"
                        + " (as a moment ago, with its stack trace)");
        assertThat(MESSAGE.format(entries.getFirst())).isEqualTo("request 100%");
    }
}
