package org.billwright.http;

import java.io.IOException;
import java.io.OutputStream;

/** A body that is made while it is sent. */
public interface StreamingBody {
    /**
     * Writes the body, on a thread that waits while the client does not read. What fails before much is written becomes an error's
     * answer; what fails later breaks the connection off, so that no client takes a part for the whole.
     */
    void into(OutputStream out) throws IOException;

    /** The client is gone, so that {@link #into} may end at once. Called on another thread. */
    default void leave() {}
}
