package org.billwright.server;

import java.net.URI;
import java.util.Optional;

/** Settings of what is exported by OpenTelemetry. The standard's own variables ({@code OTEL_…}) have the rest. */
public interface TelemetrySettings {
    /** The URL of an OTLP collector, without {@code /v1/traces}; nothing is recorded or exported where it is not set. */
    Optional<URI> endpoint();
}
