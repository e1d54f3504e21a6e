package org.billwright.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.billwright.query.QueryLimits;
import org.billwright.store.DocumentList;
import org.billwright.store.Page;
import org.billwright.store.Sql;
import org.billwright.store.Statements;
import org.junit.jupiter.api.Test;

/** How often a list is counted. */
class TotalCountsTest {
    private static final Sql COUNT = new Sql().text("select count(*) from customer_bill");

    private final AtomicLong now = new AtomicLong();
    private final TotalCounts totals = new TotalCounts(now::get);
    private final Counting statements = new Counting();

    /** Counts that end when the test ends them. */
    private static final class Counting implements Statements {
        private final List<Promise<Long>> begun = new ArrayList<>();

        @Override
        public Future<Long> number(Sql sql) {
            Promise<Long> promise = Promise.promise();
            begun.add(promise);
            return promise.future();
        }

        @Override
        public Future<Page> page(DocumentList list) {
            throw new UnsupportedOperationException();
        }
    }

    private Future<Optional<Long>> total(long seen) {
        return totals.of(statements, COUNT, seen);
    }

    private void isLate() {
        now.addAndGet(TotalCounts.KEPT.toNanos());
    }

    private Promise<Long> count(int number) {
        assertThat(statements.begun).hasSize(number);
        return statements.begun.getLast();
    }

    /** A list that is known to be long. */
    private void begin(long length) {
        var first = total(20);
        count(1).complete(length);
        assertThat(first.result()).contains(length);
    }

    @Test
    void a_long_list_is_counted_once_in_a_while() {
        begin(7_000);
        assertThat(total(20).result()).contains(7_000L);
        count(1);
        isLate();
        total(20);
        count(2);
    }

    @Test
    void those_that_come_while_a_long_list_is_counted_wait_for_that_count() {
        begin(7_000);
        isLate();
        var waiting = List.of(total(20), total(20), total(40));
        count(2).complete(7_001L);
        assertThat(waiting).allSatisfy(total -> assertThat(total.result()).contains(7_001L));
        isLate();
        total(20);
        count(3);
    }

    @Test
    void a_short_list_is_counted_for_each() {
        begin(4_999);
        total(20);
        count(2);
        total(20);
        count(3);
    }

    @Test
    void a_count_that_the_page_shows_to_be_too_old_is_made_again() {
        begin(7_000);
        isLate();
        var before = total(20);
        var behind = total(7_050);
        count(2).complete(7_010L);
        assertThat(before.result()).contains(7_010L);
        assertThat(behind.isComplete()).isFalse();
        count(3).complete(7_050L);
        assertThat(behind.result()).contains(7_050L);
    }

    @Test
    void a_count_that_fails_costs_its_own_request_alone() {
        begin(7_000);
        isLate();
        var first = total(20);
        var second = total(20);
        count(2).fail(new IllegalStateException("the client has gone"));
        assertThat(first.failed()).isTrue();
        count(3).complete(7_001L);
        assertThat(second.result()).contains(7_001L);
    }

    @Test
    void of_a_list_beyond_the_bound_the_total_is_not_known() {
        begin(QueryLimits.COUNTED);
        isLate();
        var total = total(20);
        count(2).complete(QueryLimits.COUNTED + 1L);
        assertThat(total.result()).isEmpty();
        assertThat(total(QueryLimits.COUNTED + 1L).result()).isEmpty();
        count(2);
    }
}
