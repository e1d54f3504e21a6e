package org.billwright.api;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The server's time in tests: it runs from noon of the demo's day, and can be set. */
public final class TestClock extends Clock {
    private static volatile Duration ahead = Duration.ZERO;

    static {
        reset();
    }

    /** Brings it to the server. */
    @Dependent
    @Alternative
    @Priority(1)
    public static class Source {
        @Produces
        @Alternative
        @Priority(1)
        Clock clock() {
            return new TestClock();
        }
    }

    /** From now on it is this time, and runs on. */
    public static void set(Instant time) {
        ahead = Duration.between(Clock.systemUTC().instant(), time);
    }

    /** Noon of the demo's day. */
    public static void reset() {
        set(Store.TODAY.atTime(12, 0).toInstant(ZoneOffset.UTC));
    }

    @Override
    public Instant instant() {
        return Clock.systemUTC().instant().plus(ahead);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
