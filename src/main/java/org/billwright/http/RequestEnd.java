package org.billwright.http;

import io.vertx.core.Promise;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * The end of a request: its response was sent, or its client has disconnected. Vert.x calls the handlers of an end once, and one that is
 * added later never: what begins after an asynchronous step adds its own here, and it is called then as well.
 */
public final class RequestEnd {
    private static final String KEY = RequestEnd.class.getName();

    private final RoutingContext routing;
    private final Promise<Void> over = Promise.promise();

    private RequestEnd(RoutingContext routing) {
        this.routing = routing;
        routing.put(KEY, this);
        routing.addEndHandler(ended -> over.tryComplete());
    }

    /** The end of a request. The first call for a request is to be made before anything asynchronous. */
    public static RequestEnd of(RoutingContext routing) {
        return Optional.<RequestEnd>ofNullable(routing.get(KEY)).orElseGet(() -> new RequestEnd(routing));
    }

    /** Whether it has ended. A response may be open for a moment after the connection of its client has failed. */
    public boolean isOver() {
        return over.future().isComplete() || routing.response().closed();
    }

    /** Runs this when it ends, or now where it has ended. */
    public void whenOver(Runnable action) {
        over.future().onComplete(ended -> action.run());
    }
}
