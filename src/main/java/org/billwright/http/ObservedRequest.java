package org.billwright.http;

import io.opentelemetry.api.common.Attributes;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.billwright.telemetry.Activity;
import org.billwright.telemetry.TraceParent;

/** A request as it is seen from outside: its time and status, its activity with its span. */
public final class ObservedRequest {
    /** The operation of requests that reach none: unknown or malformed URLs, and what is refused before. */
    private static final String UNROUTED = "unrouted";

    private static final String KEY = ObservedRequest.class.getName();

    /** A client may send any method. */
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private ObservedRequest() {}

    /**
     * Begins to observe a request, until its response was sent or its client has disconnected.
     *
     * @param base the path that its operation is below
     * @param path of its operation, with the names of parameters
     */
    public static void begin(RoutingContext routing, String base, String path, RequestListener listener) {
        long began = System.nanoTime();
        var request = routing.request();
        var method = request.method().name();
        var activity = Activity.request(
                METHODS.contains(method) ? method : "_OTHER",
                base + path,
                Optional.ofNullable(request.getHeader(TraceParent.HEADER)));
        activity.bind();
        routing.put(KEY, activity);
        routing.addEndHandler(end -> {
            int status = routing.response().getStatusCode();
            listener.ended(base, path, method, status, Duration.ofNanos(System.nanoTime() - began));
            end(activity, status, !routing.response().ended());
        });
    }

    private static void end(Activity activity, int status, boolean isDisconnected) {
        var error = status >= 500
                ? Optional.of(String.valueOf(status))
                : isDisconnected ? Optional.of("disconnected") : Optional.<String>empty();
        activity.end(
                Attributes.builder().put("http.response.status_code", status).build(), error);
    }

    /** Observes a request that fails before an operation began to, from now on. */
    static void ensure(RoutingContext routing, RequestListener listener) {
        if (routing.get(KEY) == null) {
            begin(routing, "", UNROUTED, listener);
        }
    }

    /** The activity of a request. */
    public static Activity activity(RoutingContext routing) {
        return Optional.<Activity>ofNullable(routing.get(KEY)).orElse(Activity.NONE);
    }
}
