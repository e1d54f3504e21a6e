package org.billwright.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jwt.SignedJWT;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.jboss.logging.Logger;

/**
 * Bearer tokens (RFC 6750) that are signed JWTs (RFC 7519, RFC 9068). A verified token is cached for one minute: its signature
 * is not verified on each request, and a withdrawn key gives access for no longer than that.
 */
public final class BearerTokens implements AuthenticationScheme, AutoCloseable {
    private static final Logger LOG = Logger.getLogger("org.billwright.access");
    private static final int MAX_CACHED = 100_000;
    private static final Duration CACHED_FOR = Duration.ofMinutes(1);
    private static final int MAX_TOKEN_CHARACTERS = 16_384;
    private static final int MAX_VERIFICATIONS = 256;

    private final List<TokenIssuer> issuers;
    private final Clock clock;
    private final Vertx vertx;
    private final Semaphore verifications = new Semaphore(MAX_VERIFICATIONS);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Cache<String, VerifiedToken> verifiedTokens = Caffeine.newBuilder()
            .maximumSize(MAX_CACHED)
            .expireAfterWrite(CACHED_FOR)
            .build();

    private record VerifiedToken(List<Caller> callers, Instant expires) {}

    /** Tokens of these issuers. */
    public BearerTokens(List<TokenIssuerConfig> issuers, Clock clock, Vertx vertx) {
        this.issuers = issuers.stream()
                .map(config -> new TokenIssuer(config, clock, threads))
                .toList();
        this.clock = clock;
        this.vertx = vertx;
    }

    @Override
    public String name() {
        return "Bearer";
    }

    @Override
    public String challenge() {
        return "Bearer realm=\"billwright\"";
    }

    @Override
    public Future<Caller> caller(String token, String address) {
        return callers(token).map(callers -> {
            if (callers.size() > 1) {
                throw new ProblemException(new Problem.Forbidden(
                        "the token is for several tenants; the APIs need one that is for one tenant"));
            }
            return callers.getFirst();
        });
    }

    /** The caller of a token in each of its tenants; at least one. Fails as {@link #caller} does. */
    public Future<List<Caller>> callers(String token) {
        if (token.length() > MAX_TOKEN_CHARACTERS) {
            return Future.failedFuture(refused("it is too long"));
        }
        var digest = digest(token);
        var cached = Optional.ofNullable(verifiedTokens.getIfPresent(digest))
                .filter(k -> clock.instant().isBefore(k.expires()));
        if (cached.isPresent()) {
            return Future.succeededFuture(cached.get().callers());
        }
        if (!verifications.tryAcquire()) {
            return Future.failedFuture(
                    new ProblemException(new Problem.Unavailable("too many tokens are waiting to be verified")));
        }
        var result = CompletableFuture.supplyAsync(() -> verified(token, digest), threads);
        return Future.fromCompletionStage(
                        result.whenComplete((c, f) -> verifications.release()), vertx.getOrCreateContext())
                .recover(failure -> Future.failedFuture(
                        failure instanceof CompletionException wrapper && wrapper.getCause() != null
                                ? wrapper.getCause()
                                : failure));
    }

    /** What a token says is not known to be true before it is verified. */
    @Override
    public String named(String token) {
        return "a bearer token";
    }

    private List<Caller> verified(String token, String digest) {
        try {
            var jwt = SignedJWT.parse(token);
            var issuer = issuer(String.valueOf(jwt.getJWTClaimsSet().getIssuer()));
            var claims = issuer.verified(jwt);
            var callers = new TokenClaims(issuer.config(), claims).callers();
            verifiedTokens.put(
                    digest,
                    new VerifiedToken(callers, claims.getExpirationTime().toInstant()));
            return callers;
        } catch (ParseException e) {
            throw refused("it is not a signed JWT");
        } catch (BadJOSEException e) {
            throw refused(String.valueOf(e.getMessage()));
        } catch (JOSEException e) {
            LOG.warnf("a token could not be verified: %s", e.getMessage());
            throw new ProblemException(new Problem.Unavailable("the issuer's keys cannot be fetched"));
        }
    }

    private TokenIssuer issuer(String named) {
        return issuers.stream()
                .filter(issuer -> issuer.config().issuer().equals(named))
                .findFirst()
                .orElseThrow(() -> refused("its issuer is not trusted here"));
    }

    private ProblemException refused(String why) {
        return new ProblemException(new Problem.Unauthenticated(
                "the token is not accepted: " + why, List.of(challenge() + ", error=\"invalid_token\"")));
    }

    private static String digest(String token) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            return Base64.getEncoder().encodeToString(sha.digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
