package org.billwright.server;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** Settings of imports over HTTP. */
public interface ImportSettings {
    /** Where uploads are kept until they are loaded, and rejected lines after that. */
    @WithDefault("${java.io.tmpdir}/billwright-imports")
    Path folder();

    /** The largest upload, as it is compressed. */
    @WithDefault("4G")
    MemorySize maxSize();

    /** The largest upload when it is unpacked. */
    @WithDefault("100G")
    MemorySize maxUnpackedSize();

    /** All uploads that wait to be loaded, as they are compressed. */
    @WithDefault("16G")
    MemorySize maxWaitingSize();

    /** How long rejected lines are kept after they were written. */
    @WithDefault("30d")
    Duration rejectsKept();
}
