package org.billwright.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.util.Optional;

/**
 * The span in which events were added, as it is kept with them.
 *
 * @param isLink whether deliveries only link to it
 */
record EventOrigin(Optional<SpanContext> span, boolean isLink) {
    private static final String LINK = "link ";

    /** Reads the text that was kept. */
    static EventOrigin of(String text) {
        boolean isLink = text.startsWith(LINK);
        return new EventOrigin(TraceParent.parse(isLink ? text.substring(LINK.length()) : text), isLink);
    }

    /** The text to keep. */
    Optional<String> text() {
        return span.flatMap(context -> TraceParent.of(Span.wrap(context))).map(text -> isLink ? LINK + text : text);
    }
}
