package org.billwright.http;

import java.time.Duration;

/** Is notified of requests that have ended. */
@FunctionalInterface
public interface RequestListener {
    /** Ignores them. */
    RequestListener NONE = (api, path, method, status, time) -> {};

    /**
     * A response was sent, or its client has disconnected.
     *
     * @param api the path that the operation is below
     * @param path of the operation, with the names of its parameters
     * @param status of the response
     * @param time from the arrival of the request's headers
     */
    void ended(String api, String path, String method, int status, Duration time);
}
