package org.billwright.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A piece of work that log entries and spans belong to: a request, a run of a worker, the delivery of an event. {@link #current()} finds
 * it: on the context of Vert.x that a request has for itself, or on the thread that works for it. Without tracing only requests are
 * activities, and none has a span.
 */
public final class Activity {
    /** Work that is not known. */
    public static final Activity NONE = new Activity(Optional.empty(), false);

    private static final ThreadLocal<Activity> OF_THREAD = ThreadLocal.withInitial(() -> NONE);
    private static final String OF_CONTEXT = Activity.class.getName();

    private final Optional<ActivitySpan> span;
    private final boolean isOfCaller;
    private volatile Optional<String> correlationId = Optional.empty();
    private volatile Optional<String> tenant = Optional.empty();

    private volatile Optional<String> failure = Optional.empty();

    /**
     * What is done for an activity.
     *
     * @param <T> its result
     * @param <E> what it throws
     */
    @FunctionalInterface
    public interface Work<T, E extends Exception> {
        /** Does it. */
        T call() throws E;
    }

    private Activity(Optional<ActivitySpan> span, boolean isOfCaller) {
        this.span = span;
        this.isOfCaller = isOfCaller;
    }

    /**
     * A request, which begins now.
     *
     * @param route the path of its operation, with the names of parameters
     * @param traceParent the header of the client's span, if it has sent one
     */
    public static Activity request(String method, String route, Optional<String> traceParent) {
        var tracer = Tracing.tracer();
        if (tracer.isEmpty()) {
            return new Activity(Optional.empty(), true);
        }
        var parent = traceParent.flatMap(TraceParent::parse);
        var attributes = Attributes.builder()
                .put("http.request.method", method)
                .put("http.route", route)
                .build();
        return new Activity(
                Optional.of(begun(tracer.get(), method + " " + route, SpanKind.SERVER, parent, attributes)), true);
    }

    /** A run of a worker, which begins now. It has a span once {@link #worked()} was called or it has added an event. */
    public static Activity run(String worker) {
        return Tracing.tracer()
                .map(tracer -> {
                    var builder = tracer.spanBuilder("run " + worker)
                            .setNoParent()
                            .setSpanKind(SpanKind.INTERNAL)
                            .setAttribute("billwright.worker", worker);
                    return new Activity(Optional.of(new ActivitySpan(tracer, builder)), false);
                })
                .orElse(NONE);
    }

    /**
     * The delivery of an event, which begins now.
     *
     * @param origin the text that {@link #event} returned where the event was added
     */
    public static Activity delivery(String type, Attributes attributes, Optional<String> origin) {
        return Tracing.tracer()
                .map(tracer -> {
                    var event = origin.map(EventOrigin::of);
                    var name = "deliver " + type;
                    var span = event.isPresent() && event.get().isLink()
                            ? linked(tracer, name, attributes, event.get().span())
                            : begun(tracer, name, SpanKind.CLIENT, event.flatMap(EventOrigin::span), attributes);
                    return new Activity(Optional.of(span), false);
                })
                .orElse(NONE);
    }

    private static ActivitySpan begun(
            Tracer tracer, String name, SpanKind kind, Optional<SpanContext> parent, Attributes attributes) {
        var context = parent.map(span -> Context.root().with(Span.wrap(span))).orElse(Context.root());
        var builder =
                tracer.spanBuilder(name).setParent(context).setSpanKind(kind).setAllAttributes(attributes);
        var span = new ActivitySpan(tracer, builder);
        span.begun();
        return span;
    }

    private static ActivitySpan linked(Tracer tracer, String name, Attributes attributes, Optional<SpanContext> link) {
        var builder = tracer.spanBuilder(name)
                .setNoParent()
                .setSpanKind(SpanKind.CLIENT)
                .setAllAttributes(attributes);
        link.ifPresent(builder::addLink);
        var span = new ActivitySpan(tracer, builder);
        span.begun();
        return span;
    }

    /** What this thread, or this context of Vert.x, works on. */
    public static Activity current() {
        var ofThread = OF_THREAD.get();
        return ofThread == NONE ? ofContext() : ofThread;
    }

    /** The context that many requests share has none, and the platform forbids to look for it there. */
    private static Activity ofContext() {
        var context = Vertx.currentContext();
        return context instanceof ContextInternal known && known.isDuplicate()
                ? Optional.<Activity>ofNullable(context.getLocal(OF_CONTEXT)).orElse(NONE)
                : NONE;
    }

    /** Makes it the current one of the request's own context, on which this is called. */
    public void bind() {
        var context = Vertx.currentContext();
        if (context instanceof ContextInternal known && known.isDuplicate()) {
            context.putLocal(OF_CONTEXT, this);
        }
    }

    /** Does work on this thread with it as the current one. */
    public <T, E extends Exception> T call(Work<T, E> work) throws E {
        var before = OF_THREAD.get();
        OF_THREAD.set(this);
        try {
            return work.call();
        } finally {
            OF_THREAD.set(before);
        }
    }

    /** Whether somebody waits for it. */
    public boolean isOfCaller() {
        return isOfCaller;
    }

    /** The request's name in logs is known. */
    public void identify(String id) {
        if (isOfCaller) {
            correlationId = Optional.of(id);
            span.flatMap(ActivitySpan::ifBegun).ifPresent(begun -> begun.setAttribute("billwright.correlation_id", id));
        }
    }

    /** The tenant whose data it works on is known. */
    public void setTenant(String known) {
        if (isOfCaller) {
            tenant = Optional.of(known);
            span.flatMap(ActivitySpan::ifBegun).ifPresent(begun -> begun.setAttribute("billwright.tenant", known));
        }
    }

    /** The tenant, once it is known. */
    public Optional<String> tenant() {
        return tenant;
    }

    /** It has something to show, so that it has a span. */
    public void worked() {
        span.ifPresent(ActivitySpan::begun);
    }

    /** Something failed that does not end it. */
    public void failed(Throwable cause) {
        if (span.isPresent()) {
            failure = Optional.of(cause.getClass().getSimpleName());
        }
    }

    /** A statement of it has ended. */
    public void add(Supplier<EndedStatement> statement) {
        span.ifPresent(own -> own.add(statement.get()));
    }

    /**
     * It has added events, whose deliveries belong to its trace. Those of one event alone become children; those of many would make a
     * trace that nobody can read, so that each has a trace of its own, with a link.
     *
     * @return what is kept with the events for {@link #delivery}; empty without tracing
     */
    public Optional<String> event(String type, int count) {
        return span.flatMap(own -> {
            var attributes = Attributes.builder()
                    .put("billwright.event.type", type)
                    .put("messaging.batch.message_count", count)
                    .build();
            return new EventOrigin(
                            Optional.of(own.event("create " + type, attributes).getSpanContext()), count > 1)
                    .text();
        });
    }

    /** The header for another server that is called now, if there is a span. */
    public Optional<String> traceParent() {
        return span.flatMap(ActivitySpan::ifBegun).flatMap(TraceParent::of);
    }

    /** It has ended; without an error where it did what it should. */
    public void end(Attributes attributes, Optional<String> error) {
        span.ifPresent(own -> own.end(attributes, error.or(() -> failure)));
    }

    /** What log entries say of it, by the names of JSON members. */
    public Map<String, String> logFields() {
        var fields = new LinkedHashMap<String, String>();
        correlationId.ifPresent(id -> fields.put("correlationId", id));
        tenant.ifPresent(id -> fields.put("tenant", id));
        span.flatMap(ActivitySpan::ifBegun).map(Span::getSpanContext).ifPresent(context -> {
            fields.put("traceId", context.getTraceId());
            fields.put("spanId", context.getSpanId());
        });
        return fields;
    }
}
