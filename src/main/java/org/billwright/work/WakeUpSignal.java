package org.billwright.work;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.config.JdbiConfig;

/**
 * Wakes a worker that waits for work. It is only a hint, because other processes add work too: a worker also polls. A database
 * carries one in the configuration of its transactions, where a writer finds it.
 */
public final class WakeUpSignal implements JdbiConfig<WakeUpSignal> {
    private final Semaphore pending = new Semaphore(0);

    /** A signal that is not set. */
    public WakeUpSignal() {}

    /** Wakes the waiting thread, or the next one that waits. */
    public void signal() {
        if (pending.availablePermits() == 0) {
            pending.release();
        }
    }

    /** Waits for the signal and clears it, however often it was set. Returns whether it was set before the timeout. */
    public boolean await(Duration timeout) throws InterruptedException {
        boolean signalled = pending.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS);
        pending.drainPermits();
        return signalled;
    }

    /** All transactions of a database share one signal. */
    @Override
    public WakeUpSignal createCopy() {
        return this;
    }
}
