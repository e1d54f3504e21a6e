package org.billwright.imports.server;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Whose import runs next: tenants take turns, each with one import at a time. A turn is over when its time is, if another tenant waits;
 * the import goes on in the next turn of its tenant.
 */
final class ImportScheduler {
    private final Duration time;
    private final Duration pause;
    private final Map<String, Tenant> tenants = new HashMap<>();
    private long slices;

    /** The turns of one tenant. */
    private static final class Tenant {
        private final String name;
        private boolean isRunning;
        private long lastSlice;
        private long began;
        private long notBefore;
        private Duration time;
        private long progress;

        Tenant(String name, Duration time, long now) {
            this.name = name;
            this.notBefore = now;
            this.time = time;
        }

        boolean isReady(long now) {
            return !isRunning && now - notBefore >= 0;
        }
    }

    /**
     * No tenant has had a turn.
     *
     * @param time of a turn, while others wait
     * @param pause until the next turn of a tenant whose imports cannot be run now
     */
    ImportScheduler(Duration time, Duration pause) {
        this.time = time;
        this.pause = pause;
    }

    /** Begins the turn of the tenant that had its last one before all others; empty where none can have one now. */
    synchronized Optional<String> begin(Collection<String> waiting) {
        tenants.values().removeIf(tenant -> !tenant.isRunning && !waiting.contains(tenant.name));
        long now = System.nanoTime();
        var next = waiting.stream()
                .map(name -> tenants.computeIfAbsent(name, first -> new Tenant(first, time, now)))
                .filter(tenant -> tenant.isReady(now))
                .min(Comparator.comparingLong((Tenant tenant) -> tenant.lastSlice)
                        .thenComparing(tenant -> tenant.name));
        next.ifPresent(tenant -> {
            tenant.isRunning = true;
            tenant.lastSlice = ++slices;
            tenant.began = now;
        });
        return next.map(tenant -> tenant.name);
    }

    /** Whether the time of this tenant's turn is over. */
    synchronized boolean isTimeOver(String running) {
        var tenant = tenants.get(running);
        return tenant != null && System.nanoTime() - tenant.began > tenant.time.toNanos();
    }

    /** Whether another tenant could have a turn now. */
    synchronized boolean isAnotherReady(Collection<String> waiting) {
        long now = System.nanoTime();
        return waiting.stream()
                .anyMatch(name -> Optional.ofNullable(tenants.get(name))
                        .map(tenant -> tenant.isReady(now))
                        .orElse(true));
    }

    /**
     * Ends a turn in which an import was run. Where it came no further than in the turn before, for its file is long, its next turn is
     * twice as long.
     *
     * @param progress how far its import is
     */
    synchronized void ended(String running, long progress) {
        var tenant = tenants.get(running);
        if (tenant != null) {
            tenant.isRunning = false;
            tenant.time = progress == tenant.progress ? tenant.time.multipliedBy(2) : time;
            tenant.progress = progress;
        }
    }

    /** Ends a turn in which nothing could be run: the next one comes after a pause. */
    synchronized void endedIdle(String running) {
        var tenant = tenants.get(running);
        if (tenant != null) {
            tenant.isRunning = false;
            tenant.notBefore = System.nanoTime() + pause.toNanos();
        }
    }
}
