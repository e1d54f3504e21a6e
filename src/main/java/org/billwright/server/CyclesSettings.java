package org.billwright.server;

import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** Settings of bill cycles. */
public interface CyclesSettings {
    /** A file with a JSON array of bill cycle specifications, loaded at the start. */
    Optional<Path> specifications();

    /** How many cycles of each specification are opened ahead of time. */
    @WithDefault("3")
    int ahead();
}
