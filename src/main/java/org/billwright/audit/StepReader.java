package org.billwright.audit;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Function;

/** Reads a long sequence in steps, each by a query of its own that continues after the last value. */
final class StepReader<T> {
    private final Function<T, List<T>> next;
    private final Queue<T> step = new ArrayDeque<>();
    private T last;
    private boolean isAtEnd;

    /**
     * A sequence.
     *
     * @param start stands before its first value
     * @param next the values that follow one; none at the end
     */
    StepReader(T start, Function<T, List<T>> next) {
        this.last = start;
        this.next = next;
    }

    /** The next value, which stays the next one until {@link #take} takes it. */
    Optional<T> peek() {
        if (step.isEmpty() && !isAtEnd) {
            var more = next.apply(last);
            step.addAll(more);
            isAtEnd = more.isEmpty();
            if (!isAtEnd) {
                last = more.getLast();
            }
        }
        return Optional.ofNullable(step.peek());
    }

    /** Takes the value that was peeked. */
    T take() {
        return step.remove();
    }
}
