package org.billwright.server;

import io.smallrye.config.WithDefault;

/** Settings of personal data. */
public interface PrivacySettings {
    /** How many years, from its date, a bill must be retained by law. */
    @WithDefault("10")
    int yearsKept();
}
