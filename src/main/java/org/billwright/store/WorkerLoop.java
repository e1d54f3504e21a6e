package org.billwright.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Threads that look for work again and again until they are closed: at once while there is more, else when they are nudged,
 * and by themselves now and then. After a failure they rest, longer each time. They are never interrupted, for that would
 * break the connection that a turn may be using.
 */
public final class WorkerLoop implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger("org.billwright.store");
    private static final Duration FIRST_REST = Duration.ofMillis(500);
    private static final Duration LONGEST_REST = Duration.ofSeconds(8);

    private final String name;
    private final WakeUpSignal nudge;
    private final Duration poll;
    private final Duration lastTurn;
    private final Task turn;
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile int parallel;

    /** What is done again and again. */
    @FunctionalInterface
    public interface Task {
        /** Does some of it; tells whether there may be more at once. */
        boolean take() throws InterruptedException;
    }

    /**
     * Not started yet.
     *
     * @param name of the threads and in the log
     * @param poll how long nobody looks where nobody is nudged
     * @param lastTurn how long a turn in hand may take when they are closed
     */
    public WorkerLoop(String name, WakeUpSignal nudge, Duration poll, Duration lastTurn, Task turn) {
        this.name = name;
        this.nudge = nudge;
        this.poll = poll;
        this.lastTurn = lastTurn;
        this.turn = turn;
    }

    /** Starts this many threads. */
    public void start(int parallel) {
        this.parallel = parallel;
        for (int i = 0; i < parallel; i++) {
            threads.add(Thread.ofVirtual().name(name + "-" + i).start(this::work));
        }
    }

    private void work() {
        var rest = FIRST_REST;
        try {
            while (!isClosing()) {
                rest = turn(rest);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        nudge.give(); // the next one
    }

    /** Gives how long to rest after the next failure. */
    private Duration turn(Duration rest) throws InterruptedException {
        try {
            if (!turn.take()) {
                boolean nudged = nudge.await(poll);
                LOG.tracef("%s: awake, nudged: %s", name, nudged);
            } else if (parallel > 1) {
                nudge.give();
            }
            return FIRST_REST;
        } catch (RuntimeException e) {
            tell(rest, e);
            boolean closed = closing.await(rest.toMillis(), TimeUnit.MILLISECONDS);
            var longer = rest.multipliedBy(2);
            return closed || longer.compareTo(LONGEST_REST) > 0 ? rest : longer;
        }
    }

    /** Where it was the first failure tells, and those after it that it goes on. */
    private void tell(Duration rest, RuntimeException failure) {
        if (rest.equals(FIRST_REST)) {
            LOG.errorf(failure, "%s: failed, tried again in %s", name, rest);
        } else {
            LOG.errorf("%s: failed again, tried again in %s: %s", name, rest, failure);
        }
    }

    /** Whether no more turns are to be begun. */
    public boolean isClosing() {
        return closing.getCount() == 0;
    }

    /** Begins no more turns, and waits a little for those in hand. */
    @Override
    public void close() {
        closing.countDown();
        nudge.give();
        try {
            for (var thread : threads) {
                boolean ended = thread.join(lastTurn);
                LOG.tracef("%s: ended: %s", thread, ended);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
