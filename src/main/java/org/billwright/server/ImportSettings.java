package org.billwright.server;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** Imports over HTTP. */
interface ImportSettings {
    /** Where bodies are until they are loaded, and refused lines after it. */
    @WithDefault("${java.io.tmpdir}/billwright-imports")
    Path folder();

    /** How large a body may be, as it is packed. */
    @WithDefault("4G")
    MemorySize maxSize();

    /** How long refused lines are kept after they were written. */
    @WithDefault("30d")
    Duration rejectsKept();
}
