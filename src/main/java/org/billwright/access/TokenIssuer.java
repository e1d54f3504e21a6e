package org.billwright.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.Set;

/** Verifies an issuer's tokens: signature, issuer, audience and times. Its keys are fetched when a token names one that is not known yet. */
final class TokenIssuer {
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);
    private static final String METADATA = "/.well-known/openid-configuration";
    private static final int FETCH_TIMEOUT_MS = 3_000;
    private static final int MAX_FETCHED_BYTES = 256 * 1024;
    private static final long KEYS_LIVE_MS = Duration.ofMinutes(15).toMillis();
    private static final long KEYS_REFRESH_TIMEOUT_MS = Duration.ofSeconds(15).toMillis();
    private static final long BETWEEN_FETCHES_MS = Duration.ofSeconds(5).toMillis();
    private static final long OUTAGE_MS = Duration.ofHours(4).toMillis();
    private static final int CLOCK_SKEW_SECONDS = 60;

    private final TokenIssuerConfig config;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    private volatile boolean hasKeys;

    TokenIssuer(TokenIssuerConfig config, Clock clock) {
        this.config = config;
        var required = Set.of("iss", "aud", "exp", "sub");
        var expected = new JWTClaimsSet.Builder().issuer(config.issuer()).build();
        var verifier = new DefaultJWTClaimsVerifier<SecurityContext>(config.audience(), expected, required) {
            @Override
            protected Date currentTime() {
                return Date.from(clock.instant());
            }
        };
        verifier.setMaxClockSkew(CLOCK_SKEW_SECONDS);
        processor.setJWTClaimsSetVerifier(verifier);
        config.keys().ifPresent(this::useKeys);
    }

    TokenIssuerConfig config() {
        return config;
    }

    /** The claims of a valid token of this issuer. May block until the issuer's keys are fetched. */
    JWTClaimsSet verified(SignedJWT token) throws BadJOSEException, JOSEException {
        if (!hasKeys) {
            discover();
        }
        return processor.process(token, null);
    }

    private synchronized void discover() throws KeySourceException {
        if (hasKeys) {
            return;
        }
        try {
            var at = URI.create(config.issuer().replaceAll("/+$", "") + METADATA);
            var metadata = JSONObjectUtils.parse(
                    retriever().retrieveResource(at.toURL()).getContent());
            useKeys(JSONObjectUtils.getURI(metadata, "jwks_uri"));
        } catch (IOException | ParseException | IllegalArgumentException e) {
            throw new KeySourceException("the issuer's metadata cannot be read: " + e.getMessage(), e);
        }
    }

    private void useKeys(URI keys) {
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, source(keys)));
        hasKeys = true;
    }

    private static JWKSource<SecurityContext> source(URI keys) {
        try {
            return JWKSourceBuilder.create(keys.toURL(), retriever())
                    .cache(KEYS_LIVE_MS, KEYS_REFRESH_TIMEOUT_MS)
                    .rateLimited(BETWEEN_FETCHES_MS)
                    .outageTolerant(OUTAGE_MS)
                    .build();
        } catch (IOException e) {
            throw new IllegalArgumentException(keys + " is not a URL", e);
        }
    }

    private static DefaultResourceRetriever retriever() {
        return new DefaultResourceRetriever(FETCH_TIMEOUT_MS, FETCH_TIMEOUT_MS, MAX_FETCHED_BYTES);
    }
}
