package org.billwright.server;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;

/** Which version runs, as a metric whose value is 1. */
final class BuildInfo {
    private BuildInfo() {}

    static void register(MeterRegistry metrics) {
        Gauge.builder("billwright.build.info", () -> 1)
                .tag("version", version())
                .tag("java", Runtime.version().toString())
                .register(metrics);
    }

    /** The version of this program. */
    static String version() {
        return Optional.ofNullable(BuildInfo.class.getPackage().getImplementationVersion())
                .or(() -> ConfigProvider.getConfig().getOptionalValue("quarkus.application.version", String.class))
                .orElse("development");
    }
}
