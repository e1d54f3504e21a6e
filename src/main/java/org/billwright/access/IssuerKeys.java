package org.billwright.access;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The public keys of an issuer. The last set is used while a newer one is fetched, and during an outage of the issuer. A token waits only
 * if its key is not in the set: for one fetch, together with all others that wait, and one is not begun sooner than some seconds after
 * the one before.
 */
final class IssuerKeys implements JWKSource<SecurityContext> {
    private static final Duration REFRESHED_AFTER = Duration.ofMinutes(15);
    private static final Duration TOO_OLD_AFTER = Duration.ofMinutes(20);
    private static final Duration USED_DURING_OUTAGE = Duration.ofHours(4);
    private static final Duration BETWEEN_FETCHES = Duration.ofSeconds(5);
    private static final Duration FETCH_TIMEOUT = Duration.ofSeconds(8);
    private static final int MAX_WAITING = 64;

    private final Fetch fetch;
    private final Executor threads;
    private final LongSupplier nanoTime;
    private final Semaphore waiting = new Semaphore(MAX_WAITING);
    private volatile Optional<Fetched> last = Optional.empty();
    private volatile boolean isOutage;
    private Optional<CompletableFuture<JWKSet>> running = Optional.empty();
    private Optional<Long> begunAt = Optional.empty();

    /** Fetches the keys from the issuer. */
    @FunctionalInterface
    interface Fetch {
        JWKSet keys() throws KeySourceException;
    }

    private record Fetched(JWKSet keys, long at) {}

    /** Keys that are fetched when they are needed, by these threads. */
    IssuerKeys(Fetch fetch, Executor threads, LongSupplier nanoTime) {
        this.fetch = fetch;
        this.threads = threads;
        this.nanoTime = nanoTime;
    }

    /** The keys that match; none where the issuer has no such key. */
    @Override
    public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) throws KeySourceException {
        var known = known();
        var found = select(selector, known);
        if (found.isEmpty()) {
            var newer = newer();
            if (newer.isPresent()) {
                return selector.select(await(newer.get()));
            }
            // A fetch may have ended meanwhile.
            known = known();
            if (known.isEmpty()) {
                throw new KeySourceException("the issuer's keys could not be fetched a moment ago");
            }
            return select(selector, known);
        }
        return isOlder(known.get(), REFRESHED_AFTER) ? refreshed(selector, known.get(), found) : found;
    }

    /** Has old keys fetched anew; they are used meanwhile, unless they are too old and the issuer answers. */
    private List<JWK> refreshed(JWKSelector selector, Fetched known, List<JWK> found) {
        var newer = newer();
        if (newer.isEmpty() || isOutage || !isOlder(known, TOO_OLD_AFTER)) {
            return found;
        }
        try {
            return selector.select(await(newer.get()));
        } catch (KeySourceException outage) {
            return found;
        }
    }

    private Optional<Fetched> known() {
        return last.filter(fetched -> !isOlder(fetched, USED_DURING_OUTAGE));
    }

    private static List<JWK> select(JWKSelector selector, Optional<Fetched> known) {
        return known.map(fetched -> selector.select(fetched.keys())).orElse(List.of());
    }

    private boolean isOlder(Fetched fetched, Duration age) {
        return nanoTime.getAsLong() - fetched.at() > age.toNanos();
    }

    /** The fetch that runs, or a new one unless the last one began a moment ago. */
    private synchronized Optional<CompletableFuture<JWKSet>> newer() {
        if (running.isPresent()) {
            return running;
        }
        long now = nanoTime.getAsLong();
        if (begunAt.filter(at -> now - at < BETWEEN_FETCHES.toNanos()).isPresent()) {
            return Optional.empty();
        }
        begunAt = Optional.of(now);
        var result = CompletableFuture.supplyAsync(this::fetched, threads)
                .orTimeout(FETCH_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((keys, failure) -> ended(keys));
        running = Optional.of(result).filter(fetch -> !fetch.isDone());
        return Optional.of(result);
    }

    private JWKSet fetched() {
        try {
            return fetch.keys();
        } catch (KeySourceException e) {
            throw new CompletionException(e);
        }
    }

    private synchronized void ended(@Nullable JWKSet keys) {
        running = Optional.empty();
        isOutage = keys == null;
        if (keys != null) {
            last = Optional.of(new Fetched(keys, nanoTime.getAsLong()));
        }
    }

    private JWKSet await(CompletableFuture<JWKSet> fetching) throws KeySourceException {
        if (!waiting.tryAcquire()) {
            throw new KeySourceException("too many tokens wait for the issuer's keys");
        }
        try {
            return fetching.get();
        } catch (ExecutionException e) {
            throw new KeySourceException("the issuer's keys cannot be fetched: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KeySourceException("interrupted while the issuer's keys were fetched", e);
        } finally {
            waiting.release();
        }
    }
}
