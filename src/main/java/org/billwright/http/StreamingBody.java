package org.billwright.http;

import java.io.IOException;
import java.io.OutputStream;

/** A response body that is produced while it is sent. */
public interface StreamingBody {
    /**
     * Writes the body, on a thread that blocks while the client does not read. A failure before the first chunk of 64 KiB becomes an
     * error response; a later one closes the connection, so that a client does not take an incomplete body for a complete one.
     */
    void writeTo(OutputStream out) throws IOException;

    /** Whether the client gets at once what is flushed. Otherwise it gets full chunks, and a body may fail before the first. */
    default boolean isLive() {
        return false;
    }

    /** The client has disconnected, so {@link #writeTo} is to end at once. Called on another thread. */
    default void cancel() {}
}
