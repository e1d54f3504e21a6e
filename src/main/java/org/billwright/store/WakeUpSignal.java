package org.billwright.store;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.config.JdbiConfig;

/**
 * Wakes somebody who waits for work. It is only a hint, for work may also come from other processes: who waits looks for
 * himself now and then. A database carries one in the configuration of its transactions, so that a writer finds it there.
 */
public final class WakeUpSignal implements JdbiConfig<WakeUpSignal> {
    private final Semaphore given = new Semaphore(0);

    /** One that nobody has been given yet. */
    public WakeUpSignal() {}

    /** Wakes who waits, or who will wait next. */
    public void give() {
        if (given.availablePermits() == 0) {
            given.release();
        }
    }

    /** Waits for it; however often it was given, it wakes once. Tells whether it was. */
    public boolean await(Duration atMost) throws InterruptedException {
        boolean nudged = given.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS);
        given.drainPermits();
        return nudged;
    }

    /** All transactions of a database share one. */
    @Override
    public WakeUpSignal createCopy() {
        return this;
    }
}
