package org.billwright.conformance;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.billwright.json.TmfVersion;

/**
 * How a server is checked.
 *
 * @param version of TMF678; without one it is found out
 * @param other another base URL of the same server, whose bills must be the same
 * @param sample how many resources of each kind are looked at closely
 * @param maxTime after it, no further request is sent
 * @param changes what may be changed; without it, everything is only read
 */
public record ConformanceOptions(
        Optional<TmfVersion> version,
        Optional<URI> other,
        int sample,
        Duration maxTime,
        Optional<RequestedChanges> changes) {
    /** The most resources of each kind. */
    public static final int MAX_SAMPLE = 1_000;

    /** Throws {@link IllegalArgumentException} for a sample that is too small or too large. */
    public ConformanceOptions {
        if (sample < 1 || sample > MAX_SAMPLE) {
            throw new IllegalArgumentException("the sample must be from 1 to " + MAX_SAMPLE);
        }
    }
}
