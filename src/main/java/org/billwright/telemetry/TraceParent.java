package org.billwright.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A span in the form of the header {@code traceparent} (W3C Trace Context §3.2). */
public final class TraceParent {
    /** The header. */
    public static final String HEADER = "traceparent";

    private static final Getter GETTER = new Getter();

    private TraceParent() {}

    /** The span that a text names; none where it is malformed. */
    static Optional<SpanContext> parse(String text) {
        var extracted = W3CTraceContextPropagator.getInstance().extract(Context.root(), Map.of(HEADER, text), GETTER);
        return Optional.of(Span.fromContext(extracted).getSpanContext()).filter(SpanContext::isValid);
    }

    /** The header for what {@link Activity#event} returned where an event was added. */
    public static Optional<String> ofEvent(String origin) {
        return EventOrigin.of(origin).span().flatMap(context -> of(Span.wrap(context)));
    }

    /** The text of a span. */
    static Optional<String> of(Span span) {
        var carrier = new HashMap<String, String>();
        W3CTraceContextPropagator.getInstance()
                .inject(Context.root().with(span), carrier, (headers, name, value) -> carrier.put(name, value));
        return Optional.ofNullable(carrier.get(HEADER));
    }

    private static final class Getter implements TextMapGetter<Map<String, String>> {
        @Override
        public Iterable<String> keys(Map<String, String> carrier) {
            return List.copyOf(carrier.keySet());
        }

        @Override
        public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
            return carrier == null ? null : carrier.get(key);
        }
    }
}
