package org.billwright.imports.server;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How imports over HTTP are kept and limited.
 *
 * @param folder where bodies are until they are loaded, and rejected lines after that
 * @param rejectsKept how long rejected lines are kept after they were written, of tenants that have set nothing
 * @param maxUnpackedBytes of a body
 * @param maxWaitingBytes of all bodies that are not loaded yet, as they are compressed; a tenant has half of it
 */
public record ImportQueueConfig(Path folder, Duration rejectsKept, long maxUnpackedBytes, long maxWaitingBytes) {}
