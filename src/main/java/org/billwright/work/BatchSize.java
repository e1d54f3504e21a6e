package org.billwright.work;

/**
 * How many items a worker takes at a time: after a failure half as many, down to one, so that an item that fails is found and
 * does not cost those beside it; after a success twice as many again. Used by one thread.
 */
public final class BatchSize {
    private final int largest;
    private int current;

    /** Begins with the largest batch. */
    public BatchSize(int largest) {
        this.largest = largest;
        this.current = largest;
    }

    /** How many items to take now. */
    public int current() {
        return current;
    }

    /** Whether a failure now is the failure of one item. */
    public boolean isOne() {
        return current == 1;
    }

    /** A batch failed. */
    public void failed() {
        current = Math.max(1, current / 2);
    }

    /** A batch was processed. */
    public void succeeded() {
        current = Math.min(largest, current * 2);
    }
}
