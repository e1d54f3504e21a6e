package org.billwright.server;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;

/** The server's clock, where no other is provided. */
@Dependent
final class SystemClock {
    private SystemClock() {}

    @Produces
    @DefaultBean
    static Clock clock() {
        return Clock.systemUTC();
    }
}
