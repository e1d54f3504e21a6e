package org.billwright.telemetry;

import io.opentelemetry.api.trace.Tracer;
import java.util.Optional;

/** Whether this process records traces. It is static, as loggers are: what is traced need not be given a tracer. */
public final class Tracing {
    private static volatile Optional<Tracer> tracer = Optional.empty();

    private Tracing() {}

    /** From now on activities have spans, which this tracer records. */
    public static void start(Tracer recorder) {
        tracer = Optional.of(recorder);
    }

    /** From now on activities have no spans. */
    public static void stop() {
        tracer = Optional.empty();
    }

    /** Whether activities have spans. */
    public static boolean isOn() {
        return tracer.isPresent();
    }

    static Optional<Tracer> tracer() {
        return tracer;
    }
}
