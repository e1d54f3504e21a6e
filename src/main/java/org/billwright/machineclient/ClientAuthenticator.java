package org.billwright.machineclient;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Authenticates machine clients by id and secret. An unknown id takes as much time as a wrong secret. Valid credentials are cached for
 * ten minutes, under a key that each process generates at its start, so that the slow hash is not computed on each request.
 */
public final class ClientAuthenticator implements AutoCloseable {
    private static final int MAX_WAITING = 64;
    private static final int MAX_CACHED = 10_000;
    private static final Duration CACHED_FOR = Duration.ofMinutes(10);
    private static final String DIGEST = "HmacSHA256";
    private static final int KEY_BYTES = 32;

    private final Supplier<Map<String, MachineClient>> clients;
    private final Clock clock;
    private final Vertx vertx;
    private final SecretKeySpec key = processKey();
    private final Cache<String, SecretHash> validCredentials = Caffeine.newBuilder()
            .maximumSize(MAX_CACHED)
            .expireAfterWrite(CACHED_FOR)
            .build();
    private final Cache<String, RateLimit> rateLimits =
            Caffeine.newBuilder().maximumSize(MAX_CACHED).build();
    private final ThreadPoolExecutor hashing;

    private record RateLimit(int requestsPerSecond, Bucket bucket) {}

    /** Too many credentials are waiting to be checked. Says nothing about whether these are valid. */
    public static final class Busy extends RuntimeException {
        Busy() {
            super("too many credentials are waiting to be checked", null, false, false);
        }
    }

    /** Authenticates these clients, which may change. */
    public ClientAuthenticator(Supplier<Map<String, MachineClient>> clients, Clock clock, Vertx vertx) {
        this.clients = clients;
        this.clock = clock;
        this.vertx = vertx;
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        this.hashing = new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MAX_WAITING),
                Thread.ofPlatform().name("credentials-", 0).daemon().factory());
    }

    /** The client with this id and secret; empty where either is wrong, missing or of an impossible length. */
    public Future<Optional<MachineClient>> check(String id, String secret) {
        if (!isPossible(id, MachineClient.MIN_ID_CHARACTERS, MachineClient.MAX_ID_CHARACTERS)
                || !isPossible(secret, SecretHash.MIN_CHARACTERS, SecretHash.MAX_CHARACTERS)) {
            return Future.succeededFuture(Optional.empty());
        }
        var digest = digest(id, secret);
        var cached = Optional.ofNullable(validCredentials.getIfPresent(digest));
        var known = client(id)
                .filter(client ->
                        cached.filter(hash -> liveHashes(client).contains(hash)).isPresent());
        return known.isPresent() ? Future.succeededFuture(known) : checkByHash(id, secret, digest);
    }

    private static boolean isPossible(String text, int least, int most) {
        return text.length() >= least && text.length() <= most;
    }

    private Future<Optional<MachineClient>> checkByHash(String id, String secret, String digest) {
        try {
            var result = CompletableFuture.supplyAsync(() -> compare(id, secret, digest), hashing);
            return Future.fromCompletionStage(result, vertx.getOrCreateContext());
        } catch (RejectedExecutionException e) {
            return Future.failedFuture(new Busy());
        }
    }

    /** Always as many comparisons as a client may have secrets. */
    private Optional<MachineClient> compare(String id, String secret, String digest) {
        var client = client(id);
        var hashes = new ArrayList<>(client.map(this::liveHashes).orElse(List.of()));
        while (hashes.size() < MachineClientStore.SECRETS) {
            hashes.add(SecretHash.OF_NO_SECRET);
        }
        Optional<SecretHash> found = Optional.empty();
        for (var hash : hashes) {
            found = hash.matches(secret) ? Optional.of(hash) : found;
        }
        if (client.isEmpty() || found.isEmpty() || found.get().equals(SecretHash.OF_NO_SECRET)) {
            return Optional.empty();
        }
        validCredentials.put(digest, found.get());
        return client;
    }

    private Optional<MachineClient> client(String id) {
        return Optional.ofNullable(clients.get().get(id));
    }

    private List<SecretHash> liveHashes(MachineClient client) {
        var now = clock.instant();
        return client.secrets().stream()
                .filter(secret -> secret.isLive(now))
                .map(MachineClient.Secret::hash)
                .toList();
    }

    /** Counts a request against the client's rate limit; where the limit is exceeded, the time until the next request is allowed. */
    public Optional<Duration> countRequest(MachineClient client) {
        var rateLimit = rateLimits
                .asMap()
                .compute(
                        client.id(),
                        (id, now) -> now != null && now.requestsPerSecond == client.requestsPerSecond()
                                ? now
                                : new RateLimit(client.requestsPerSecond(), bucket(client.requestsPerSecond())));
        var taken = rateLimit.bucket.tryConsumeAndReturnRemaining(1);
        return taken.isConsumed() ? Optional.empty() : Optional.of(Duration.ofNanos(taken.getNanosToWaitForRefill()));
    }

    private static Bucket bucket(int perSecond) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(perSecond).refillGreedy(perSecond, Duration.ofSeconds(1)))
                .build();
    }

    private String digest(String id, String secret) {
        try {
            var mac = Mac.getInstance(DIGEST);
            mac.init(key);
            mac.update(id.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return HexFormat.of().formatHex(mac.doFinal(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + DIGEST, e);
        }
    }

    private static SecretKeySpec processKey() {
        var bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        return new SecretKeySpec(bytes, DIGEST);
    }

    @Override
    public void close() {
        hashing.shutdownNow();
    }
}
