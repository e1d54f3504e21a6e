package org.billwright.server;

import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Settings of authentication. */
public interface AuthSettings {
    /** Whether every caller is accepted without credentials. The server must then listen on a loopback address. */
    @WithDefault("false")
    boolean open();

    /** Whether every https client must show a certificate that the server's trust store contains. */
    @WithDefault("false")
    boolean clientCertificates();

    /** Trusted issuers of bearer tokens, by a name that you choose. */
    Map<String, IssuerSettings> issuers();

    /** An issuer of bearer tokens. */
    interface IssuerSettings {
        /** As its tokens name it ({@code iss}). */
        String issuer();

        /** Where its keys are (a JWK set); found by its OpenID Connect metadata where this is not set. */
        Optional<URI> keys();

        /** The audience that its tokens must have ({@code aud}). */
        @WithDefault("billwright")
        String audience();

        /** The tenant that its tokens are for; either this or the claim must be set. */
        Optional<String> tenant();

        /** The claim that names the tenant. */
        Optional<String> tenantClaim();

        /** The claim with the roles; dotted where it is nested: {@code realm_access.roles}. */
        @WithDefault("roles")
        String rolesClaim();

        /** What precedes a role's name in that claim. */
        Optional<String> rolePrefix();

        /** The claim with the billing accounts that a token is limited to. */
        @WithDefault("billing_accounts")
        String accountsClaim();

        /** The claim with the parties that a token is limited to. */
        @WithDefault("parties")
        String partiesClaim();

        /** The client id by which the console has people sign in with this issuer; it does not where this is not set. */
        Optional<String> consoleClientId();

        /** The secret of that client; none for a public client. */
        Optional<String> consoleClientSecret();

        /** The scopes that the console asks for; with them the access token must be one that the APIs accept. */
        @WithDefault("openid")
        List<String> consoleScopes();

        /** Whether every token is limited; one without such a claim then gives access to nothing. */
        @WithDefault("false")
        boolean limited();
    }
}
