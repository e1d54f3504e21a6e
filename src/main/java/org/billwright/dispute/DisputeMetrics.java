package org.billwright.dispute;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** How many disputes came to each state, by this process. */
public final class DisputeMetrics {
    private final Map<DisputeState, LongAdder> counts = new EnumMap<>(DisputeState.class);

    /** Begins at 0. */
    public DisputeMetrics() {
        for (var state : DisputeState.values()) {
            counts.put(state, new LongAdder());
        }
    }

    void record(DisputeState state) {
        counts.getOrDefault(state, new LongAdder()).increment();
    }

    /** The states, by their names in documents. */
    public static Iterable<String> states() {
        return DisputeState.codes();
    }

    /** How many came to this state. */
    public double count(String state) {
        return counts.getOrDefault(DisputeState.of(state), new LongAdder()).sum();
    }
}
