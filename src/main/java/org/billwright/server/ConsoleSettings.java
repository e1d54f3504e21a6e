package org.billwright.server;

import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;

/** Settings of the console. */
public interface ConsoleSettings {
    /** Whether the server has a console at {@code /console/}. */
    @WithDefault("true")
    boolean enabled();

    /** How long a person stays signed in. */
    @WithDefault("8h")
    Duration session();

    /** The time zone of the times on its pages, where a person has not chosen another one. */
    @WithDefault("UTC")
    ZoneId timeZone();

    /** The tenants whose customers see their own bills, sign in with a token that is limited to them, and dispute lines. */
    Optional<Set<String>> selfCareTenants();
}
