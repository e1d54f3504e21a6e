package org.billwright.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.io.IOException;
import java.net.URI;
import java.text.ParseException;
import java.time.Clock;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;

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
    private static final int CLOCK_SKEW_SECONDS = 60;

    private final TokenIssuerConfig config;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    private volatile Optional<URI> keysAt;

    /** An issuer whose keys are fetched by these threads. */
    TokenIssuer(TokenIssuerConfig config, Clock clock, Executor threads) {
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
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(
                ALGORITHMS, new IssuerKeys(this::fetchKeys, threads, System::nanoTime)));
        this.keysAt = config.keys();
    }

    TokenIssuerConfig config() {
        return config;
    }

    /** The claims of a valid token of this issuer. May block until the issuer's keys are fetched. */
    JWTClaimsSet verified(SignedJWT token) throws BadJOSEException, JOSEException {
        var claims = processor.process(token, null);
        // The library makes a text of a number, which would be the caller of that text.
        if (!(token.getPayload().toJSONObject().get("sub") instanceof String)) {
            throw new BadJWTException("its claim sub is not a text");
        }
        return claims;
    }

    private JWKSet fetchKeys() throws KeySourceException {
        try {
            var at = keysAt.isPresent() ? keysAt.get() : discovered();
            var keys = JWKSet.parse(
                    IssuerResources.retriever().retrieveResource(at.toURL()).getContent());
            keysAt = Optional.of(at);
            return keys;
        } catch (IOException | ParseException | IllegalArgumentException e) {
            throw new KeySourceException("the issuer's keys cannot be read: " + e.getMessage(), e);
        }
    }

    /** Where the issuer's metadata says that its keys are (OpenID Connect Discovery 1.0 §4.3: the issuer in it is the same). */
    private URI discovered() throws IOException, ParseException {
        var at = URI.create(config.issuer().replaceAll("/+$", "") + METADATA);
        var metadata = JSONObjectUtils.parse(
                IssuerResources.retriever().retrieveResource(at.toURL()).getContent());
        var named = JSONObjectUtils.getString(metadata, "issuer");
        if (!config.issuer().equals(named)) {
            throw new IllegalArgumentException("its metadata is that of another issuer: " + named);
        }
        var keys = JSONObjectUtils.getURI(metadata, "jwks_uri");
        if (keys == null) {
            throw new IllegalArgumentException("its metadata has no jwks_uri");
        }
        TokenIssuerConfig.requireSafe(keys);
        return keys;
    }
}
