package org.billwright.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.billwright.api.Store;
import org.billwright.api.TestClock;

/** An issuer of tokens: serves its metadata and keys over HTTP, and signs tokens. */
public final class TestIssuer {
    public static final String AUDIENCE = "billwright";
    public static final TestIssuer TRUSTED = new TestIssuer();
    public static final TestIssuer STRANGER = new TestIssuer();

    private static final int RSA_BITS = 2048;

    private final String issuer;
    private volatile RSAKey key;
    private volatile UnaryOperator<String> tokens = request -> "{}";

    private TestIssuer() {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            this.issuer = "http://127.0.0.1:" + server.getAddress().getPort();
            this.key = newKey("first");
            answer(server, "/.well-known/openid-configuration", request -> """
                            {"issuer":"%1$s","jwks_uri":"%1$s/keys","authorization_endpoint":"%1$s/authorize",
                             "token_endpoint":"%1$s/token","subject_types_supported":["public"]}""".formatted(issuer));
            answer(server, "/keys", request -> new JWKSet(key.toPublicJWK()).toString());
            answer(server, "/token", request -> tokens.apply(request));
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void answer(HttpServer server, String path, UnaryOperator<String> text) {
        server.createContext(path, exchange -> {
            var request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var body = text.apply(request).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    private static RSAKey newKey(String id) {
        try {
            return new RSAKeyGenerator(RSA_BITS).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    public String issuer() {
        return issuer;
    }

    /** What its token endpoint answers to the body of a request. */
    public void answerTokenRequests(UnaryOperator<String> answer) {
        tokens = answer;
    }

    /** Signs with a new key from now on, and publishes only that one. */
    void rotate(String id) {
        key = newKey(id);
    }

    /** A token that the server under test accepts, unless the changes to its claims make it invalid. */
    public static String token(Consumer<JWTClaimsSet.Builder> changes) {
        return TRUSTED.signed(changes);
    }

    /** A token with these roles in the tests' tenant. */
    public static String ofRoles(String... roles) {
        return token(claims -> claims.claim("roles", List.of(roles)));
    }

    public String signed(Consumer<JWTClaimsSet.Builder> changes) {
        var now = new TestClock().instant();
        var claims = new JWTClaimsSet.Builder()
                .issuer(TRUSTED.issuer)
                .audience(AUDIENCE)
                .subject("somebody")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(300)))
                .claim("tenant", Store.TENANT)
                .claim("roles", List.of("reader"));
        changes.accept(claims);
        try {
            var header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                    .keyID(key.getKeyID())
                    .build();
            var jwt = new SignedJWT(header, claims.build());
            jwt.sign(new RSASSASigner(key));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
