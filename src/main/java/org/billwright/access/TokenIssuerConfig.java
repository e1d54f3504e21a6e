package org.billwright.access;

import java.net.URI;
import java.util.Optional;

/**
 * An issuer of bearer tokens (OAuth 2, OpenID Connect) that is trusted.
 *
 * @param issuer as its tokens name it ({@code iss})
 * @param keys where its public keys are (a JWK set); the issuer's own metadata tells where none is given
 * @param audience of which a token must be ({@code aud})
 * @param tenant whose data its tokens give access to, where they do not tell
 * @param tenantClaim the claim that tells, if they do
 * @param rolesClaim the claim with roles, dotted where it is nested; a list, or words in one text
 * @param rolePrefix what stands before a role's word
 * @param accountsClaim the claim with the billing accounts that a token is limited to
 * @param partiesClaim the claim with the parties that a token is limited to
 * @param limited whether every token must have one of these two
 */
public record TokenIssuerConfig(
        String issuer,
        Optional<URI> keys,
        String audience,
        Optional<String> tenant,
        Optional<String> tenantClaim,
        String rolesClaim,
        String rolePrefix,
        String accountsClaim,
        String partiesClaim,
        boolean limited) {
    /** Keys come over https, or from this machine. Somebody must tell the tenant. */
    public TokenIssuerConfig {
        keys.ifPresent(TokenIssuerConfig::requireSafe);
        if (keys.isEmpty()) {
            requireSafe(URI.create(issuer));
        }
        if (tenant.isPresent() == tenantClaim.isPresent()) {
            throw new IllegalArgumentException(
                    "issuer " + issuer + ": either its tenant or the claim that tells the tenant must be set");
        }
    }

    private static void requireSafe(URI uri) {
        boolean own = uri.getHost() != null
                && (uri.getHost().equals("localhost") || uri.getHost().startsWith("127."));
        if (!"https".equals(uri.getScheme()) && !(own && "http".equals(uri.getScheme()))) {
            throw new IllegalArgumentException("keys of an issuer come over https, not from " + uri);
        }
    }
}
