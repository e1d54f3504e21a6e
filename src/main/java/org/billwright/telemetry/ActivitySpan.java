package org.billwright.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The span of an activity, and its children. One that is lazy begins when there is something to show: a worker looks for work every
 * second, and a trace of each look would hide those of its work. What ended before is kept until then.
 */
final class ActivitySpan {
    /** Statements before a lazy span begins that are kept. */
    private static final int MOST_PENDING = 50;

    /** Children of one activity: an import has hundreds of thousands of statements. */
    private static final int MOST_CHILDREN = 500;

    private final Tracer tracer;
    private final SpanBuilder builder;
    private final long epochNanos = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
    private final long beganAt = System.nanoTime();
    private final List<EndedStatement> pending = new ArrayList<>();
    private Optional<Span> span = Optional.empty();
    private int children;

    /** A span that is not begun. */
    ActivitySpan(Tracer tracer, SpanBuilder builder) {
        this.tracer = tracer;
        this.builder = builder;
    }

    /** The span, which begins with the activity, unless it has begun before. */
    synchronized Span begun() {
        return span.orElseGet(this::begin);
    }

    private Span begin() {
        var begun = builder.setStartTimestamp(epochNanos, TimeUnit.NANOSECONDS).startSpan();
        span = Optional.of(begun);
        pending.forEach(statement -> write(begun, statement));
        pending.clear();
        return begun;
    }

    /** The span, where it has begun. */
    synchronized Optional<Span> ifBegun() {
        return span;
    }

    /** Adds a statement that has ended. */
    synchronized void add(EndedStatement statement) {
        if (span.isPresent()) {
            write(span.get(), statement);
        } else if (pending.size() < MOST_PENDING) {
            pending.add(statement);
        }
    }

    private void write(Span parent, EndedStatement statement) {
        children++;
        if (!parent.getSpanContext().isSampled() || children > MOST_CHILDREN) {
            return;
        }
        var child = tracer.spanBuilder(statement.operation() + " " + statement.table())
                .setParent(Context.root().with(parent))
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute("db.system.name", "postgresql")
                .setAttribute("db.operation.name", statement.operation())
                .setAttribute("db.collection.name", statement.table())
                .setStartTimestamp(at(statement.began()), TimeUnit.NANOSECONDS)
                .startSpan();
        statement.error().ifPresent(state -> failed(child, state));
        child.end(at(statement.ended()), TimeUnit.NANOSECONDS);
    }

    /** Adds a child for an event that was written, and returns it. */
    Span event(String name, Attributes attributes) {
        var parent = begun();
        var child = tracer.spanBuilder(name)
                .setParent(Context.root().with(parent))
                .setSpanKind(SpanKind.PRODUCER)
                .setAllAttributes(attributes)
                .startSpan();
        child.end();
        return child;
    }

    /** Ends the span, where it has begun. */
    synchronized void end(Attributes attributes, Optional<String> error) {
        span.ifPresent(begun -> {
            begun.setAllAttributes(attributes);
            if (children > MOST_CHILDREN) {
                begun.setAttribute("billwright.statements", children);
            }
            error.ifPresent(type -> failed(begun, type));
            begun.end(at(System.nanoTime()), TimeUnit.NANOSECONDS);
        });
    }

    private static void failed(Span span, String type) {
        span.setStatus(StatusCode.ERROR).setAttribute("error.type", type);
    }

    private long at(long nanoTime) {
        return epochNanos + nanoTime - beganAt;
    }
}
