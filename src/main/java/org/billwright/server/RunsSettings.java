package org.billwright.server;

import io.smallrye.config.WithDefault;

/** Settings of bill runs. */
public interface RunsSettings {
    /** How many chunks of bill runs this process works on at a time; 0 leaves them to other processes. */
    @WithDefault("1")
    int workers();

    /** How many accounts are planned or billed in one transaction. */
    @WithDefault("1000")
    int chunkSize();

    /** Whether a plan must be approved by another person than who made it. */
    @WithDefault("false")
    boolean separateApprover();
}
