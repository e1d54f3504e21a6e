package org.billwright.audit;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.billwright.store.Database;

/**
 * The number up to which entries may be sealed: no open transaction can still commit an entry up to it. It is found without a
 * lock that a writer would wait for: the last number is read first, and then the transactions that write entries. When all
 * of these have ended, every entry up to the number is visible or will never be.
 */
final class SealHorizon {
    private long reached;
    private Optional<Candidate> candidate = Optional.empty();

    /**
     * A number that becomes the horizon.
     *
     * @param writers the transactions that may still commit an entry up to it
     */
    private record Candidate(long number, Set<String> writers) {}

    /** Moves the horizon on as far as it is possible now, and returns it. Numbers begin at 1. */
    long advance(Database database) {
        var next = database.acrossTenants(tx -> {
            // By two statements, because the order within one is PostgreSQL's.
            long last = SealStore.lastNumber(tx);
            if (last < reached
                    || candidate.filter(waiting -> last < waiting.number()).isPresent()) {
                startOver();
            }
            long number = candidate.map(Candidate::number).orElse(last);
            var writers = new TreeSet<>(SealStore.writers(tx));
            candidate.ifPresent(waiting -> writers.retainAll(waiting.writers()));
            return new Candidate(number, writers);
        });
        if (next.writers().isEmpty()) {
            reached = next.number();
            candidate = Optional.empty();
        } else {
            candidate = Optional.of(next);
        }
        return reached;
    }

    /** The database is another one, or has lost its last transactions: a standby that took over, a restore. */
    private void startOver() {
        reached = 0;
        candidate = Optional.empty();
    }

    /** Whether it waits for transactions to end. */
    boolean isWaiting() {
        return candidate.isPresent();
    }
}
