package org.billwright.audit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Metrics of the trail. What is not sealed is read from the database each time the sealer runs. */
public final class AuditMetrics {
    private final ReadQueue reads;
    private final Clock clock;
    private volatile Unsealed unsealed = new Unsealed(0, Optional.empty());

    AuditMetrics(ReadQueue reads, Clock clock) {
        this.reads = reads;
        this.clock = clock;
    }

    /** Entries without a seal, and the date of the oldest of them. */
    record Unsealed(long entries, Optional<Instant> oldest) {
        Unsealed plus(Unsealed other) {
            var older = oldest.filter(date -> other.oldest
                            .filter(otherDate -> otherDate.isBefore(date))
                            .isEmpty())
                    .or(other::oldest);
            return new Unsealed(entries + other.entries, older);
        }
    }

    void update(Unsealed now) {
        unsealed = now;
    }

    /** Reads that are not written yet, of this process. */
    public long waitingReads() {
        return reads.size();
    }

    /** What these reads take in memory, in bytes. */
    public long waitingBytes() {
        return reads.bytes();
    }

    /** Entries that are not sealed yet, of all processes. */
    public long unsealedEntries() {
        return unsealed.entries();
    }

    /** The age of the oldest of them. */
    public long oldestUnsealedSeconds() {
        return unsealed.oldest()
                .map(date -> Math.max(0, Duration.between(date, clock.instant()).toSeconds()))
                .orElse(0L);
    }
}
