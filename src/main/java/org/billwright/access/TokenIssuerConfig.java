package org.billwright.access;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A trusted issuer of bearer tokens (OAuth 2, OpenID Connect).
 *
 * @param issuer as its tokens name it ({@code iss})
 * @param keys where its public keys are (a JWK set); found by the issuer's own metadata where none is given
 * @param audience that a token must have ({@code aud})
 * @param tenant whose data its tokens give access to, where it is the same for all of them
 * @param tenantClaim the claim with the tenant, where it is not
 * @param rolesClaim the claim with roles, dotted where it is nested; a list, or words in one text
 * @param rolePrefix what precedes a role's name
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
    /** Addresses, and not names that begin like one. */
    private static final Pattern OWN_MACHINE = Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1\\]");

    /** Keys come over https, or from this machine. Exactly one of tenant and claim is set. */
    public TokenIssuerConfig {
        keys.ifPresent(TokenIssuerConfig::requireSafe);
        if (keys.isEmpty()) {
            requireSafe(URI.create(issuer));
        }
        if (tenant.isPresent() == tenantClaim.isPresent()) {
            throw new IllegalArgumentException(
                    "issuer " + issuer + ": either its tenant or the claim with the tenant must be set");
        }
    }

    /** Rejects an address that is neither reached over https nor on this machine. */
    public static void requireSafe(URI uri) {
        boolean own =
                uri.getHost() != null && OWN_MACHINE.matcher(uri.getHost()).matches();
        if (!"https".equals(uri.getScheme()) && !(own && "http".equals(uri.getScheme()))) {
            throw new IllegalArgumentException("what an issuer says must come over https, not from " + uri);
        }
    }
}
