package org.billwright.store;

import io.vertx.core.Vertx;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Has plans of statements made anew when the tables have grown. A connection keeps its plans until PostgreSQL takes statistics, which it
 * does minutes after a large import: a plan that was made for empty tables may read all of an index that has a million entries now.
 */
public final class PlanRenewal {
    private static final Logger LOG = Logger.getLogger("org.billwright.store");
    private static final Duration PERIOD = Duration.ofSeconds(5);
    private static final long GROWTH = 4;
    private static final long SMALL_BYTES = 1_000_000;

    private final Database database;
    private final ReadPool reads;
    private volatile long bytes;

    /** Renews the connections of these two. */
    public PlanRenewal(Database database, ReadPool reads) {
        this.database = database;
        this.reads = reads;
    }

    /** Starts to look at the tables every few seconds. The schema must exist. */
    public void start(Vertx vertx, TransactionRunner writes) {
        bytes = size();
        vertx.setPeriodic(
                PERIOD.toMillis(),
                timer -> writes.run(same -> renewIfGrown())
                        .onFailure(failure -> LOG.debugf("plans: the sizes of tables are not known: %s", failure)));
    }

    /** Whether the tables had grown, and the plans are made anew. */
    boolean renewIfGrown() {
        long now = size();
        boolean hasGrown = now > GROWTH * Math.max(bytes, SMALL_BYTES);
        if (hasGrown) {
            bytes = now;
            reads.renew();
            database.renew();
        }
        return hasGrown;
    }

    private long size() {
        return database.withoutTenant(
                tx -> tx.createQuery("""
                        select pg_relation_size('customer_bill') + pg_relation_size('applied_customer_billing_rate')
                            + pg_relation_size('billing_account')
                        """).mapTo(Long.class).one());
    }
}
