package org.billwright.console.session;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.billwright.access.IssuerResources;
import org.billwright.access.TokenIssuerConfig;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.jboss.logging.Logger;

/** Sign-in with an OpenID Connect provider: the authorization code flow with PKCE (OpenID Connect Core 1.0 §3.1, RFC 7636). Its methods block. */
public final class OpenIdProvider {
    private static final Logger LOG = Logger.getLogger("org.billwright.console");
    private static final String METADATA = "/.well-known/openid-configuration";
    private static final Set<JWSAlgorithm> ALGORITHMS =
            Set.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256, JWSAlgorithm.ES256, JWSAlgorithm.RS512, JWSAlgorithm.ES512);

    private final Config config;
    private volatile Optional<OIDCProviderMetadata> metadata = Optional.empty();

    /**
     * A provider.
     *
     * @param name in URLs
     * @param issuer as its tokens name it
     * @param clientSecret none for a public client
     */
    public record Config(
            String name, String issuer, String clientId, Optional<String> clientSecret, List<String> scopes) {}

    /**
     * A sign-in that has begun. The browser keeps it.
     *
     * @param state that comes back with the code
     * @param nonce that the ID token must have
     * @param verifier that proves that the code was requested here
     */
    public record Attempt(String state, String nonce, String verifier) {
        /** A new one. */
        public static Attempt begin() {
            return new Attempt(SessionSecret.generate(), SessionSecret.generate(), SessionSecret.generate());
        }

        /** The value of its cookie. */
        public String cookie() {
            return state + "." + nonce + "." + verifier;
        }

        /** Reads its cookie. */
        public static Optional<Attempt> of(String cookie) {
            var parts = List.of(cookie.split("\\.", -1));
            return parts.size() == 3 && parts.stream().allMatch(SessionSecret::isPossible)
                    ? Optional.of(new Attempt(parts.get(0), parts.get(1), parts.get(2)))
                    : Optional.empty();
        }
    }

    /** A provider with this configuration. */
    public OpenIdProvider(Config config) {
        this.config = config;
    }

    /** Its name in URLs. */
    public String name() {
        return config.name();
    }

    /** Where the browser goes to sign in. */
    public String authorizationUrl(Attempt attempt, String redirect) {
        try {
            return new AuthenticationRequest.Builder(
                            ResponseType.CODE,
                            new Scope(config.scopes().toArray(String[]::new)),
                            new ClientID(config.clientId()),
                            URI.create(redirect))
                    .endpointURI(metadata().getAuthorizationEndpointURI())
                    .state(new State(attempt.state()))
                    .nonce(new Nonce(attempt.nonce()))
                    .codeChallenge(new CodeVerifier(attempt.verifier()), CodeChallengeMethod.S256)
                    .build()
                    .toURI()
                    .toString();
        } catch (IOException | ParseException e) {
            throw unreachable(e);
        }
    }

    /**
     * The access token of whoever signed in. The ID token that comes with it has been verified.
     *
     * @param url by which the browser came back, with its query
     */
    public String accessToken(Attempt attempt, String redirect, String url) {
        try {
            var response = AuthenticationResponseParser.parse(URI.create(url));
            if (response.getState() == null
                    || !attempt.state().equals(response.getState().getValue())) {
                throw refused("it was not begun in this browser");
            }
            if (!response.indicatesSuccess()) {
                throw refused(String.valueOf(
                        response.toErrorResponse().getErrorObject().getCode()));
            }
            var tokens = tokens(attempt, redirect, response.toSuccessResponse().getAuthorizationCode());
            validator(tokens).validate(tokens.getOIDCTokens().getIDToken(), new Nonce(attempt.nonce()));
            return tokens.getOIDCTokens().getAccessToken().getValue();
        } catch (IOException e) {
            throw unreachable(e);
        } catch (ParseException | BadJOSEException | JOSEException | IllegalArgumentException e) {
            LOG.warnf("sign-in with %s: %s", config.issuer(), e.getMessage());
            throw refused("the answer of the provider is not valid");
        }
    }

    private OIDCTokenResponse tokens(Attempt attempt, String redirect, AuthorizationCode code)
            throws IOException, ParseException {
        var grant = new AuthorizationCodeGrant(code, URI.create(redirect), new CodeVerifier(attempt.verifier()));
        var id = new ClientID(config.clientId());
        var endpoint = metadata().getTokenEndpointURI();
        var request = config.clientSecret()
                .map(secret -> new TokenRequest.Builder(endpoint, new ClientSecretBasic(id, new Secret(secret)), grant))
                .orElseGet(() -> new TokenRequest.Builder(endpoint, id, grant))
                .build();
        var response =
                OIDCTokenResponseParser.parse(bounded(request.toHTTPRequest()).send());
        if (!response.indicatesSuccess()) {
            throw refused("the provider refused the code: "
                    + response.toErrorResponse().getErrorObject().getCode());
        }
        return (OIDCTokenResponse) response.toSuccessResponse();
    }

    private IDTokenValidator validator(OIDCTokenResponse tokens) throws IOException, ParseException {
        var algorithm = tokens.getOIDCTokens().getIDToken().getHeader().getAlgorithm();
        if (!(algorithm instanceof JWSAlgorithm signature) || !ALGORITHMS.contains(signature)) {
            throw refused("its ID token is not signed as is required");
        }
        return new IDTokenValidator(
                new Issuer(config.issuer()),
                new ClientID(config.clientId()),
                signature,
                metadata().getJWKSetURI().toURL(),
                IssuerResources.retriever());
    }

    /** Its metadata; the issuer in it must be the same (OpenID Connect Discovery 1.0 §4.3). */
    private OIDCProviderMetadata metadata() throws IOException, ParseException {
        if (metadata.isPresent()) {
            return metadata.get();
        }
        var at = URI.create(config.issuer().replaceAll("/+$", "") + METADATA);
        TokenIssuerConfig.requireSafe(at);
        var found = OIDCProviderMetadata.parse(
                IssuerResources.retriever().retrieveResource(at.toURL()).getContent());
        if (!config.issuer().equals(found.getIssuer().getValue())) {
            throw refused("its metadata is that of another issuer");
        }
        for (var uri :
                List.of(found.getAuthorizationEndpointURI(), found.getTokenEndpointURI(), found.getJWKSetURI())) {
            TokenIssuerConfig.requireSafe(uri);
        }
        metadata = Optional.of(found);
        return found;
    }

    private static HTTPRequest bounded(HTTPRequest request) {
        request.setConnectTimeout(IssuerResources.TIMEOUT_MS);
        request.setReadTimeout(IssuerResources.TIMEOUT_MS);
        request.setFollowRedirects(false);
        return request;
    }

    private ProblemException unreachable(Exception cause) {
        LOG.warnf("sign-in with %s: %s", config.issuer(), cause.getMessage());
        return new ProblemException(new Problem.Unavailable("the provider of the sign-in cannot be reached"));
    }

    private static ProblemException refused(String why) {
        return new ProblemException(new Problem.Forbidden("the sign-in was refused: " + why));
    }
}
