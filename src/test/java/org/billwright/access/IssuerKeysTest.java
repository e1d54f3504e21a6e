package org.billwright.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IssuerKeysTest {
    private static final ECKey FIRST = key("first");
    private static final ECKey SECOND = key("second");

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicLong now = new AtomicLong();
    private final AtomicInteger fetches = new AtomicInteger();
    private volatile JWKSet published = new JWKSet(FIRST);
    private volatile boolean isOutage;
    private volatile CountDownLatch answered = new CountDownLatch(0);

    private final IssuerKeys keys = new IssuerKeys(this::fetch, threads, now::get);

    private static ECKey key(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(id).generate().toPublicJWK();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private JWKSet fetch() throws KeySourceException {
        fetches.incrementAndGet();
        try {
            answered.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (isOutage) {
            throw new KeySourceException("outage");
        }
        return published;
    }

    private List<String> found(String id) throws KeySourceException {
        return keys.get(new JWKSelector(new JWKMatcher.Builder().keyID(id).build()), null).stream()
                .map(JWK::getKeyID)
                .toList();
    }

    private CompletableFuture<List<String>> finding(String id) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return found(id);
                    } catch (KeySourceException e) {
                        throw new IllegalStateException(e);
                    }
                },
                threads);
    }

    private void later(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @AfterEach
    void end() {
        answered.countDown();
        threads.shutdownNow();
    }

    @Test
    void known_keys_answer_while_an_unknown_one_is_looked_for() throws Exception {
        assertThat(found("first")).containsExactly("first");
        later(Duration.ofSeconds(6));
        answered = new CountDownLatch(1);
        published = new JWKSet(List.of(FIRST, SECOND));
        var unknown = List.of(finding("second"), finding("second"), finding("third"));
        while (fetches.get() < 2) {
            Thread.sleep(1);
        }

        assertThat(found("first")).containsExactly("first");
        assertThat(unknown).noneMatch(CompletableFuture::isDone);
        answered.countDown();
        assertThat(unknown.getFirst().get(5, TimeUnit.SECONDS)).containsExactly("second");
        assertThat(unknown.get(1).get(5, TimeUnit.SECONDS)).containsExactly("second");
        assertThat(unknown.getLast().get(5, TimeUnit.SECONDS)).isEmpty();
        assertThat(fetches).hasValue(2);
    }

    @Test
    void unknown_keys_are_looked_for_once_in_five_seconds() throws Exception {
        assertThat(found("first")).containsExactly("first");
        for (int i = 0; i < 10; i++) {
            assertThat(found("unknown " + i)).isEmpty();
        }
        assertThat(fetches).hasValue(1);
        later(Duration.ofSeconds(6));
        assertThat(found("unknown")).isEmpty();
        assertThat(fetches).hasValue(2);
    }

    @Test
    void keys_are_used_for_four_hours_of_an_outage() throws Exception {
        assertThat(found("first")).containsExactly("first");
        isOutage = true;
        later(Duration.ofMinutes(21));
        assertThat(found("first")).containsExactly("first");
        later(Duration.ofHours(3));
        assertThat(found("first")).containsExactly("first");
        later(Duration.ofHours(1));
        assertThatThrownBy(() -> found("first")).isInstanceOf(KeySourceException.class);
    }

    @Test
    void a_withdrawn_key_is_refused_after_a_time_without_tokens() throws Exception {
        assertThat(found("first")).containsExactly("first");
        published = new JWKSet(SECOND);
        later(Duration.ofMinutes(14));
        assertThat(found("first")).containsExactly("first");
        later(Duration.ofMinutes(7));
        assertThat(found("first")).isEmpty();
    }
}
