package org.billwright.console.session;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import org.billwright.access.Caller;
import org.billwright.json.DateTimes;
import org.billwright.store.TransactionRunner;
import org.jdbi.v3.core.Handle;

/** The forms that were sent. Each has an id, which counts once in all processes. */
public final class SentForms {
    private static final Duration KEPT = Duration.ofDays(2);

    /** For so long the same content is taken for a mistake that must be confirmed. */
    private static final Duration RECENT = Duration.ofHours(1);

    private final TransactionRunner transactions;
    private final Clock clock;

    /** Forms in this database. */
    public SentForms(TransactionRunner transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    /** What was sent before. */
    public sealed interface Before {
        /** Nothing of the kind: the form is marked as sent. */
        record Nothing() implements Before {}

        /** The same form; where it has led to is not known while that is done. */
        record SameForm(Optional<String> href) implements Before {}

        /** The same form with other values. */
        record OtherContent(String href) implements Before {}

        /** Another form of the same content, a short time ago. */
        record SameContent(String href) implements Before {}
    }

    /** A row of the table. */
    private record Row(Optional<String> href, OffsetDateTime sentAt) {}

    /** The id under which the content of a caller's form is kept: a digest, so that the table has no amounts. */
    public static String contentId(Caller caller, String content) {
        return "content:" + SessionSecret.digest(caller.tenant() + "\n" + caller.id() + "\n" + content);
    }

    /**
     * Marks a form as sent, unless it was sent before, or another one says the same. Of two at a time the second finds it sent.
     *
     * @param isConfirmed whether it counts though another one says the same
     */
    public Future<Before> begin(String id, Optional<String> content, boolean isConfirmed) {
        var now = DateTimes.now(clock);
        return transactions.run(database -> database.acrossTenants(tx -> {
            tx.createUpdate("delete from console_form where sent_at < :before")
                    .bind("before", now.minus(KEPT))
                    .execute();
            var same = content.flatMap(digest -> find(tx, digest));
            var repeated = same.filter(row -> !isConfirmed && row.sentAt().isAfter(now.minus(RECENT)))
                    .flatMap(Row::href);
            if (repeated.isEmpty() && insert(tx, id, now)) {
                return new Before.Nothing();
            }
            var form = find(tx, id);
            if (form.isEmpty() && repeated.isPresent()) {
                return new Before.SameContent(repeated.get());
            }
            var href = form.flatMap(Row::href);
            return href.isPresent() && content.isPresent() && same.isEmpty()
                    ? new Before.OtherContent(href.get())
                    : new Before.SameForm(href);
        }));
    }

    private static Optional<Row> find(Handle tx, String id) {
        return tx.createQuery("select href, sent_at from console_form where id = :id")
                .bind("id", id)
                .map((row, context) -> new Row(
                        Optional.ofNullable(row.getString("href")), row.getObject("sent_at", OffsetDateTime.class)))
                .findOne();
    }

    private static boolean insert(Handle tx, String id, OffsetDateTime now) {
        return tx.createUpdate("insert into console_form (id, sent_at) values (:id, :now) on conflict do nothing")
                        .bind("id", id)
                        .bind("now", now)
                        .execute()
                == 1;
    }

    /** Keeps the page that a form has led to, for the same form and for others of its content. */
    public Future<Void> finish(String id, Optional<String> content, String href) {
        var now = DateTimes.now(clock);
        return transactions
                .run(database -> database.acrossTenants(tx -> {
                    content.ifPresent(digest -> tx.createUpdate("""
                                    insert into console_form (id, sent_at, href) values (:id, :now, :href)
                                    on conflict (id) do update set sent_at = excluded.sent_at, href = excluded.href
                                    """)
                            .bindMap(Map.of("id", digest, "now", now, "href", href))
                            .execute());
                    return tx.createUpdate("update console_form set href = :href where id = :id")
                            .bindMap(Map.of("id", id, "href", href))
                            .execute();
                }))
                .mapEmpty();
    }

    /** A form that was refused may be corrected and sent again. */
    public Future<Void> release(String id) {
        return transactions
                .run(database -> database.acrossTenants(tx -> tx.createUpdate("delete from console_form where id = :id")
                        .bind("id", id)
                        .execute()))
                .mapEmpty();
    }
}
