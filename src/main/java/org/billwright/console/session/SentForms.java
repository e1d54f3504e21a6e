package org.billwright.console.session;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.billwright.access.Caller;
import org.billwright.json.DateTimes;
import org.billwright.store.TransactionRunner;

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
        /** Nothing of the kind. */
        record Nothing() implements Before {}

        /** The same form; where it has led to is not known while that is done. */
        record SameForm(Optional<String> href) implements Before {}

        /** The same form with other values. */
        record OtherContent(String href) implements Before {}

        /** Another form of the same content, a short time ago. */
        record SameContent(String href) implements Before {}
    }

    /** A row of the table. */
    private record Row(String id, Optional<String> href, OffsetDateTime sentAt) {}

    /** The id under which the content of a caller's form is kept: a digest, so that the table has no amounts. */
    public static String contentId(Caller caller, String content) {
        return "content:" + SessionSecret.digest(caller.tenant() + "\n" + caller.id() + "\n" + content);
    }

    /** What was sent before this form. */
    public Future<Before> before(String id, Optional<String> content) {
        var recent = DateTimes.now(clock).minus(RECENT);
        return transactions.run(database -> database.acrossTenants(tx -> {
            var rows = tx
                    .createQuery("select id, href, sent_at from console_form where id in (:id, :content)")
                    .bind("id", id)
                    .bind("content", content.orElse(id))
                    .map((row, context) -> new Row(
                            row.getString("id"),
                            Optional.ofNullable(row.getString("href")),
                            row.getObject("sent_at", OffsetDateTime.class)))
                    .stream()
                    .collect(Collectors.toMap(Row::id, row -> row));
            var form = Optional.ofNullable(rows.get(id));
            var same = content.flatMap(digest -> Optional.ofNullable(rows.get(digest)));
            if (form.isPresent()) {
                var href = form.get().href();
                return href.isPresent() && content.isPresent() && same.isEmpty()
                        ? new Before.OtherContent(href.get())
                        : new Before.SameForm(href);
            }
            return same.filter(row -> row.sentAt().isAfter(recent))
                    .flatMap(Row::href)
                    .<Before>map(Before.SameContent::new)
                    .orElseGet(Before.Nothing::new);
        }));
    }

    /** Marks a form as sent; false where it was sent before. */
    public Future<Boolean> begin(String id) {
        var now = DateTimes.now(clock);
        return transactions.run(database -> database.acrossTenants(tx -> {
            tx.createUpdate("delete from console_form where sent_at < :before")
                    .bind("before", now.minus(KEPT))
                    .execute();
            return tx.createUpdate("insert into console_form (id, sent_at) values (:id, :now) on conflict do nothing")
                            .bind("id", id)
                            .bind("now", now)
                            .execute()
                    == 1;
        }));
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
