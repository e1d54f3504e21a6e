package org.billwright.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.billwright.api.Store;
import org.billwright.store.Database;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;

/** What becomes of an item that cannot be processed. */
class TransactionalQueueTest {
    private static final Database DATABASE = Store.fresh("transactional_queue");

    private final List<String> failed = new ArrayList<>();

    private TransactionalQueue<String> queue(Optional<String> next, boolean fails) {
        return new TransactionalQueue<>() {
            @Override
            public Optional<String> claim(Handle tx) {
                return next;
            }

            @Override
            public void process(Handle tx, String item) {
                if (fails) {
                    throw new IllegalArgumentException("no");
                }
            }

            @Override
            public void failed(String item, Throwable cause) {
                failed.add(item + ": " + cause.getMessage());
            }
        };
    }

    @Test
    void an_item_is_processed() {
        assertThat(queue(Optional.of("A"), false).processNext(DATABASE)).isTrue();
        assertThat(failed).isEmpty();
    }

    @Test
    void an_empty_queue_has_nothing_to_process() {
        assertThat(queue(Optional.empty(), true).processNext(DATABASE)).isFalse();
        assertThat(failed).isEmpty();
    }

    @Test
    void a_failed_item_is_reported_after_the_rollback() {
        assertThat(queue(Optional.of("A"), true).processNext(DATABASE)).isTrue();
        assertThat(failed).containsExactly("A: no");
    }

    @Test
    void a_failure_to_claim_is_not_an_items_failure() {
        var broken = new TransactionalQueue<String>() {
            @Override
            public Optional<String> claim(Handle tx) {
                throw new IllegalStateException("no claim");
            }

            @Override
            public void process(Handle tx, String item) {}

            @Override
            public void failed(String item, Throwable cause) {
                failed.add(item);
            }
        };
        assertThatIllegalStateException().isThrownBy(() -> broken.processNext(DATABASE));
        assertThat(failed).isEmpty();
    }
}
