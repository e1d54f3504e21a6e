package org.billwright.server;

import io.smallrye.config.WithDefault;

/** Settings of personal data. */
public interface PrivacySettings {
    /** How many years, from its date, the law wants a bill kept. */
    @WithDefault("10")
    int yearsKept();
}
