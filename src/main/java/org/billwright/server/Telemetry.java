package org.billwright.server;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.billwright.telemetry.Tracing;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The export of traces and metrics by OTLP. Without an endpoint no class of the SDK is loaded. The variables of the standard, such as
 * {@code OTEL_TRACES_SAMPLER}, {@code OTEL_EXPORTER_OTLP_HEADERS} or {@code OTEL_RESOURCE_ATTRIBUTES}, take precedence.
 */
final class Telemetry implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger("org.billwright");
    private static final String NAME = "billwright";
    private static final Duration FLUSH = Duration.ofSeconds(3);

    private final OpenTelemetrySdk sdk;
    private final Optional<Exported> exported;

    /** The registry that exports, and the one that it is a part of. */
    private record Exported(CompositeMeterRegistry all, OtlpMeterRegistry registry) {}

    private Telemetry(OpenTelemetrySdk sdk, Optional<Exported> exported) {
        this.sdk = sdk;
        this.exported = exported;
    }

    /** Starts to export, where an endpoint is set. */
    static Optional<Telemetry> open(TelemetrySettings settings, MeterRegistry metrics) {
        return settings.endpoint().map(endpoint -> open(endpoint, metrics));
    }

    /** Secrets belong into {@code OTEL_EXPORTER_OTLP_HEADERS}: the endpoint is logged, by the libraries too. */
    static URI requirePlain(URI endpoint) {
        boolean isPlain = ("http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme()))
                && endpoint.getHost() != null
                && endpoint.getRawUserInfo() == null
                && endpoint.getRawQuery() == null
                && endpoint.getRawFragment() == null;
        if (!isPlain) {
            throw new IllegalArgumentException(
                    "BILLWRIGHT_TELEMETRY_ENDPOINT must be http://HOST:PORT or https://HOST:PORT, with a path"
                            + " at most; credentials are headers: OTEL_EXPORTER_OTLP_HEADERS");
        }
        return endpoint;
    }

    private static Telemetry open(URI endpoint, MeterRegistry metrics) {
        requirePlain(endpoint);
        LOG.infof("telemetry: OTLP to %s", endpoint);
        var sdk = AutoConfiguredOpenTelemetrySdk.builder()
                .addPropertiesSupplier(() -> Map.of(
                        "otel.service.name",
                        NAME,
                        "otel.exporter.otlp.endpoint",
                        endpoint.toString(),
                        "otel.exporter.otlp.protocol",
                        "http/protobuf",
                        "otel.metrics.exporter",
                        "none",
                        "otel.logs.exporter",
                        "none",
                        "otel.resource.attributes",
                        "service.version=" + BuildInfo.version()))
                .disableShutdownHook()
                .build()
                .getOpenTelemetrySdk();
        Tracing.start(sdk.getTracer("org.billwright", BuildInfo.version()));
        return new Telemetry(sdk, addTo(metrics, endpoint));
    }

    /** The same metrics as for Prometheus: both registries are of one composite, which the platform has made. */
    private static Optional<Exported> addTo(MeterRegistry metrics, URI endpoint) {
        if ("none".equals(System.getenv("OTEL_METRICS_EXPORTER")) || !(metrics instanceof CompositeMeterRegistry all)) {
            return Optional.empty();
        }
        var registry = new OtlpMeterRegistry(new MetricsConfig(endpoint), Clock.SYSTEM);
        all.add(registry);
        return Optional.of(new Exported(all, registry));
    }

    /** The export of metrics; settings of the library ({@code otlp.step}) come from the configuration. */
    private record MetricsConfig(URI endpoint) implements OtlpConfig {
        @Override
        public @Nullable String get(String key) {
            return ConfigProvider.getConfig()
                    .getOptionalValue(key, String.class)
                    .orElse(null);
        }

        @Override
        public String url() {
            return endpoint.toString().replaceFirst("/$", "") + "/v1/metrics";
        }

        @Override
        public Map<String, String> resourceAttributes() {
            var attributes = new HashMap<>(OtlpConfig.super.resourceAttributes());
            attributes.putIfAbsent("service.name", NAME);
            attributes.putIfAbsent("service.version", BuildInfo.version());
            return attributes;
        }
    }

    /** Exports what is left, and ends. */
    @Override
    public void close() {
        Tracing.stop();
        exported.ifPresent(metrics -> {
            metrics.registry().close();
            metrics.all().remove(metrics.registry());
        });
        var flushed = sdk.shutdown().join(FLUSH.toMillis(), TimeUnit.MILLISECONDS);
        if (!flushed.isSuccess()) {
            LOG.warnf("telemetry: not everything was exported");
        }
    }
}
