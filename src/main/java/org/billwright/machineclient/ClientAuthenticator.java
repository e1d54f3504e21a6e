package org.billwright.machineclient;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.github.bucket4j.Bucket;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Authenticates machine clients by id and secret. An unknown id takes as much time as a wrong secret, unless it is one of many from its
 * address. Credentials are cached, under a key that each process generates at its start, so that the slow hash is not computed on each
 * request: valid ones while they are used, wrong ones for a minute.
 */
public final class ClientAuthenticator implements AutoCloseable {
    private static final int MAX_CACHED = 10_000;
    private static final Duration VALID_CACHED_FOR = Duration.ofMinutes(10);
    private static final Duration WRONG_CACHED_FOR = Duration.ofMinutes(1);

    /** How often a secret may be wrong before the next attempt has to wait. */
    private static final int WRONG_SECRETS = 5;

    /** How often an address may name unknown clients. */
    private static final int UNKNOWN_CLIENTS = 30;

    /** No client has this id. */
    private static final String UNKNOWN = "";

    private static final String DIGEST = "HmacSHA256";
    private static final int KEY_BYTES = 32;

    private final Supplier<Map<String, MachineClient>> clients;
    private final Clock clock;
    private final Vertx vertx;
    private final SecretKeySpec key = processKey();
    private final Cache<String, SecretHash> validCredentials = Caffeine.newBuilder()
            .maximumSize(MAX_CACHED)
            .expireAfterAccess(VALID_CACHED_FOR)
            .build();
    private final Cache<String, List<SecretHash>> wrongCredentials = Caffeine.newBuilder()
            .maximumSize(MAX_CACHED)
            .expireAfterWrite(WRONG_CACHED_FOR)
            .build();
    private final FailedAttempts wrongSecrets = new FailedAttempts(WRONG_SECRETS, Ticker.systemTicker());
    private final FailedAttempts unknownClients = new FailedAttempts(UNKNOWN_CLIENTS, Ticker.systemTicker());
    private final Cache<String, RateLimit> rateLimits =
            Caffeine.newBuilder().maximumSize(MAX_CACHED).build();
    /** Addresses from which a secret was right. */
    private final Cache<String, Boolean> rightSecrets =
            Caffeine.newBuilder().maximumSize(MAX_CACHED).build();

    private final HashingQueue hashing = new HashingQueue(this::failures);

    private record RateLimit(int requestsPerSecond, Bucket bucket) {}

    /** Credentials that are not checked now. Says nothing about whether they are valid. */
    public static final class NotChecked extends RuntimeException {
        private final Duration retryAfter;

        private NotChecked(String why, Duration retryAfter) {
            super(why, null, false, false);
            this.retryAfter = retryAfter;
        }

        /** When the client may try again. */
        public Duration retryAfter() {
            return retryAfter;
        }
    }

    /** Authenticates these clients, which may change. */
    public ClientAuthenticator(Supplier<Map<String, MachineClient>> clients, Clock clock, Vertx vertx) {
        this.clients = clients;
        this.clock = clock;
        this.vertx = vertx;
    }

    /**
     * The client with this id and secret; empty where either is wrong, missing or of an impossible length. {@link NotChecked} where too
     * many are waiting to be checked, or too many were wrong of late.
     *
     * @param address from which the request came
     */
    public Future<Optional<MachineClient>> check(String id, String secret, String address) {
        if (!isPossible(id, MachineClient.MIN_ID_CHARACTERS, MachineClient.MAX_ID_CHARACTERS)
                || !isPossible(secret, SecretHash.MIN_GIVEN_CHARACTERS, SecretHash.MAX_CHARACTERS)) {
            return Future.succeededFuture(Optional.empty());
        }
        var digest = digest(id, secret);
        var client = client(id);
        var hashes = client.map(this::liveHashes).orElse(List.of());
        var valid = Optional.ofNullable(validCredentials.getIfPresent(digest));
        if (valid.filter(hashes::contains).isPresent()) {
            return Future.succeededFuture(client);
        }
        if (client.isPresent() && hashes.equals(wrongCredentials.getIfPresent(digest))) {
            return Future.succeededFuture(Optional.empty());
        }
        return checkByHash(id, secret, digest, address);
    }

    /** An id as reports about refused credentials name it. */
    public static String named(String id) {
        return id.length() <= MachineClient.MAX_ID_CHARACTERS ? "client:" + id : "a client whose id is too long";
    }

    private static boolean isPossible(String text, int least, int most) {
        return text.length() >= least && text.length() <= most;
    }

    private Future<Optional<MachineClient>> checkByHash(String id, String secret, String digest, String address) {
        var attempt = id + ' ' + address;
        boolean isKnown = client(id).isPresent();
        var pause = wrongSecrets.pause(attempt);
        if (pause.isZero() && !isKnown) {
            pause = unknownClients.pause(address);
        }
        if (!pause.isZero()) {
            return Future.failedFuture(new NotChecked("too many wrong credentials came from this address", pause));
        }
        var result = hashing.submit(
                turn(id, isKnown, attempt), () -> counted(compare(id, secret, digest), attempt, id, isKnown, address));
        return Future.fromCompletionStage(result, vertx.getOrCreateContext())
                .map(checked -> checked.orElseThrow(
                        () -> new NotChecked("too many credentials are waiting to be checked", Duration.ZERO)));
    }

    /**
     * A client that somebody guesses at waits behind all others, and whoever guesses at it behind it: an address from which its secret was
     * right is first. It is not made to pause: whoever guesses could keep it out.
     */
    private HashingQueue.Turn turn(String id, boolean isKnown, String attempt) {
        if (!isKnown) {
            return new HashingQueue.Turn(UNKNOWN, 0);
        }
        boolean wasRight = rightSecrets.getIfPresent(attempt) != null;
        return new HashingQueue.Turn(id, wasRight ? -1 : wrongSecrets.count(attempt));
    }

    private int failures(String client) {
        return client.equals(UNKNOWN) ? Integer.MAX_VALUE : wrongSecrets.count(client);
    }

    private Optional<MachineClient> counted(
            Optional<MachineClient> found, String attempt, String id, boolean isKnown, String address) {
        if (found.isPresent()) {
            wrongSecrets.succeeded(attempt);
            rightSecrets.put(attempt, true);
            return found;
        }
        wrongSecrets.failed(attempt);
        if (isKnown) {
            wrongSecrets.failed(id);
        } else {
            unknownClients.failed(address);
        }
        return found;
    }

    /** A wrong secret takes as many comparisons as a client may have secrets, and so does an unknown id. */
    private Optional<MachineClient> compare(String id, String secret, String digest) {
        var client = client(id);
        var hashes = client.map(this::liveHashes).orElse(List.of());
        var found = hashes.stream().filter(hash -> hash.matches(secret)).findFirst();
        if (found.isPresent()) {
            validCredentials.put(digest, found.get());
            return client;
        }
        for (int i = hashes.size(); i < MachineClientStore.SECRETS; i++) {
            SecretHash.OF_NO_SECRET.matches(secret);
        }
        if (client.isPresent()) {
            wrongCredentials.put(digest, hashes);
        }
        return Optional.empty();
    }

    /** The client with this id, without a check of its secret; empty where there is none or it was revoked. */
    public Optional<MachineClient> find(String id) {
        return client(id);
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
        hashing.close();
    }
}
