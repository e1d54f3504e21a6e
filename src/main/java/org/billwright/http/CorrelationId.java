package org.billwright.http;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** What a request is recognised by in the logs of all servers that it passes. */
public final class CorrelationId {
    /** The header that carries it, in requests and in answers. */
    public static final String HEADER = "X-Correlation-ID";

    /** How long one may be, in characters. */
    public static final int MAX_CHARACTERS = 128;

    /** What one must be, in words. */
    public static final String EXPECTED = "1 to " + MAX_CHARACTERS + " visible ASCII characters";

    private CorrelationId() {}

    /** Whether a client's may be taken over. */
    public static boolean isValid(String given) {
        return !given.isEmpty()
                && given.length() <= MAX_CHARACTERS
                && given.chars().allMatch(c -> c > 31 && c < 127);
    }

    /** One for a request that has none. It is no secret, so that it may be drawn cheaply. */
    public static String make() {
        var random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }
}
