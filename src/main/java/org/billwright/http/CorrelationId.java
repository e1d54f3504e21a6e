package org.billwright.http;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** The id that a request has in the logs of all servers that it passes. */
public final class CorrelationId {
    /** The header that carries it, in requests and in responses. */
    public static final String HEADER = "X-Correlation-ID";

    /** How long one may be, in characters. */
    public static final int MAX_CHARACTERS = 128;

    /** What one must be, in words. */
    public static final String EXPECTED = "1 to " + MAX_CHARACTERS + " visible ASCII characters";

    private CorrelationId() {}

    /** Whether a client's id is valid. */
    public static boolean isValid(String given) {
        return !given.isEmpty()
                && given.length() <= MAX_CHARACTERS
                && given.chars().allMatch(c -> c > 31 && c < 127);
    }

    /** A new id, for a request that has none. It is no secret, so the random numbers need not be secure. */
    public static String generate() {
        var random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }
}
