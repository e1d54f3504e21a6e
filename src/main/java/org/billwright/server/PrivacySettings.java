package org.billwright.server;

import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of personal data. */
public interface PrivacySettings {
    /** How many years, from its date, a bill must be retained by law. */
    @WithDefault("10")
    int yearsKept();

    /** How often this process looks for bills whose retention period is over; 0 leaves it to other processes. */
    @WithDefault("1d")
    Duration deletionInterval();
}
