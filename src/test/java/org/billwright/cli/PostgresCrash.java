package org.billwright.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.billwright.api.Store;
import org.jdbi.v3.core.JdbiException;

/** A crash of the tests' PostgreSQL: one backend that is killed ends all others, and it recovers from its log. */
final class PostgresCrash {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private PostgresCrash() {}

    /** The tests' PostgreSQL confirms commits before it has written them; that of a server does not. */
    static void confirmWhatIsWritten(String database) {
        Store.asOwner(database)
                .useHandle(owner -> owner.execute("alter database " + database + " set synchronous_commit = on"));
    }

    /** Crashes. Until it has recovered, questions need {@link #retried}. */
    static void now(String database) {
        long backend = retried(() -> Store.asOwner(database)
                .withHandle(owner -> owner.createQuery("select min(pid) from pg_stat_activity"
                                + " where datname = current_database() and backend_type = 'client backend'")
                        .mapTo(Long.class)
                        .one()));
        assertThat(ProcessHandle.of(backend).orElseThrow().destroyForcibly()).isTrue();
    }

    /** The answer to a question, asked again while PostgreSQL recovers, and while connections from before the crash are in the pool. */
    static <T> T retried(Supplier<T> question) {
        var deadline = Instant.now().plus(PATIENCE);
        while (true) {
            try {
                return question.get();
            } catch (JdbiException recovering) {
                assertThat(Instant.now()).as(recovering.getMessage()).isBefore(deadline);
                LockSupport.parkNanos(50_000_000);
            }
        }
    }
}
