package org.billwright.console.session;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.billwright.json.DateTimes;
import org.billwright.store.TransactionRunner;

/** The forms that were sent. Each has an id, which counts once in all processes. */
public final class SentForms {
    private static final Duration KEPT = Duration.ofDays(2);

    private final TransactionRunner transactions;
    private final Clock clock;

    /** Forms in this database. */
    public SentForms(TransactionRunner transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    /** What a form that was sent before has led to; empty while that is not known. */
    public record Before(Optional<String> href) {}

    /** Marks a form as sent; empty where it is sent for the first time. */
    public Future<Optional<Before>> begin(String id) {
        var now = DateTimes.now(clock);
        return transactions.run(database -> database.acrossTenants(tx -> {
            tx.createUpdate("delete from console_form where sent_at < :before")
                    .bind("before", now.minus(KEPT))
                    .execute();
            int added = tx.createUpdate(
                            "insert into console_form (id, sent_at) values (:id, :now) on conflict do nothing")
                    .bind("id", id)
                    .bind("now", now)
                    .execute();
            return added == 1
                    ? Optional.empty()
                    : tx.createQuery("select href from console_form where id = :id")
                            .bind("id", id)
                            .map((row, context) -> new Before(Optional.ofNullable(row.getString("href"))))
                            .findOne();
        }));
    }

    /** Keeps the page that a form has led to. */
    public Future<Void> finish(String id, String href) {
        return update("update console_form set href = :href where id = :id", id, Optional.of(href));
    }

    /** A form that was refused may be corrected and sent again. */
    public Future<Void> release(String id) {
        return update("delete from console_form where id = :id", id, Optional.empty());
    }

    private Future<Void> update(String sql, String id, Optional<String> href) {
        return transactions
                .run(database -> database.acrossTenants(tx -> {
                    var update = tx.createUpdate(sql).bind("id", id);
                    href.ifPresent(page -> update.bind("href", page));
                    return update.execute();
                }))
                .mapEmpty();
    }
}
