package org.billwright.overview;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The overviews of tenants, each computed once at a time: those that come while it is computed wait for it. One is fresh for {@link #FRESH}.
 * After that, and up to {@link #SHOWN}, it is still shown, while a new one is computed.
 */
final class OverviewCache {
    /** How long an overview is not computed again. */
    static final Duration FRESH = Duration.ofSeconds(60);

    /** How long an overview is shown while the next one is computed. */
    static final Duration SHOWN = Duration.ofMinutes(10);

    private static final Logger LOG = Logger.getLogger("org.billwright.overview");
    private static final int MAX_TENANTS = 1_000;

    private final Cache<String, Kept> overviews;
    private final Map<String, Future<Buffer>> running = new ConcurrentHashMap<>();
    private final LongSupplier nanoTime;

    OverviewCache() {
        this(System::nanoTime);
    }

    /** @param nanoTime as {@link System#nanoTime()} */
    OverviewCache(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.overviews = Caffeine.newBuilder()
                .expireAfterWrite(SHOWN)
                .ticker(nanoTime::getAsLong)
                .maximumSize(MAX_TENANTS)
                .build();
    }

    private record Kept(Buffer overview, long nanoTime) {}

    /** The overview of a tenant, computed by this where it is needed. */
    Future<Buffer> of(String tenant, Supplier<Future<Buffer>> computation) {
        var kept = Optional.ofNullable(overviews.getIfPresent(tenant));
        if (kept.filter(this::isFresh).isPresent()) {
            return Future.succeededFuture(kept.get().overview());
        }
        var next = shared(tenant, computation);
        return kept.map(present -> Future.succeededFuture(present.overview())).orElseGet(() -> onOwnContext(next));
    }

    private boolean isFresh(Kept kept) {
        return nanoTime.getAsLong() - kept.nanoTime() < FRESH.toNanos();
    }

    /** What another request computes now, or else what this one does. */
    private Future<Buffer> shared(String tenant, Supplier<Future<Buffer>> computation) {
        Promise<Buffer> promise = Promise.promise();
        var other = Optional.ofNullable(running.putIfAbsent(tenant, promise.future()));
        if (other.isPresent()) {
            return other.get();
        }
        Future.succeededFuture().compose(begin -> computation.get()).onComplete(computed -> {
            if (computed.succeeded()) {
                overviews.put(tenant, new Kept(computed.result(), nanoTime.getAsLong()));
            } else {
                LOG.warnf("the overview of %s was not computed: %s", tenant, computed.cause());
            }
            running.remove(tenant);
            promise.handle(computed);
        });
        return promise.future();
    }

    /** The result of another request on the context of this one. */
    private static Future<Buffer> onOwnContext(Future<Buffer> other) {
        return Optional.ofNullable(Vertx.currentContext())
                .map(context -> Future.fromCompletionStage(other.toCompletionStage(), context))
                .orElse(other);
    }
}
