package org.billwright.access;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.BadJWTException;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.billwright.json.Json;
import org.billwright.json.KeyTexts;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/** The claims of a verified token, read as its issuer is configured. */
final class TokenClaims {
    private final TokenIssuerConfig config;
    private final Map<String, Object> claims;
    private final String subject;

    TokenClaims(TokenIssuerConfig config, JWTClaimsSet verified) {
        this.config = config;
        this.claims = verified.getClaims();
        this.subject = Optional.ofNullable(verified.getSubject()).orElse("");
    }

    /** The caller in each of its tenants. A claim by which it or its data are found must be what an id can be. */
    List<Caller> callers() throws BadJWTException {
        requireId("sub", subject);
        for (var claim : List.of(config.accountsClaim(), config.partiesClaim())) {
            for (var id : find(claim).map(TokenClaims::list).orElse(List.of())) {
                requireId(claim, id);
            }
        }
        var tenants = config.tenant()
                .map(List::of)
                .or(() -> config.tenantClaim().flatMap(this::find).map(TokenClaims::list))
                .filter(list -> !list.isEmpty())
                .orElseThrow(() -> new ProblemException(new Problem.Forbidden("the token has no tenant")));
        return tenants.stream()
                .map(tenant -> new Caller("token:" + config.issuer() + "/" + subject, tenant, roles(), entitlement()))
                .toList();
    }

    private static void requireId(String claim, String id) throws BadJWTException {
        if (id.isBlank() || !KeyTexts.isKey(id) || !Json.isStorable(id)) {
            throw new BadJWTException(
                    "its claim " + claim + " is not an id: a text of 1 to " + KeyTexts.MAX_CHARACTERS + " characters");
        }
    }

    private Set<Role> roles() {
        var roles = EnumSet.noneOf(Role.class);
        for (var word : words(config.rolesClaim())) {
            if (word.startsWith(config.rolePrefix())) {
                Role.of(word.substring(config.rolePrefix().length())).ifPresent(roles::add);
            }
        }
        return roles;
    }

    /** A claim that is present limits the caller, also where it is empty or cannot be read. */
    private Entitlement entitlement() {
        var accounts = find(config.accountsClaim());
        var parties = find(config.partiesClaim());
        if (accounts.isEmpty() && parties.isEmpty() && !config.limited()) {
            return new Entitlement.All();
        }
        return new Entitlement.Only(
                accounts.map(TokenClaims::list).orElse(List.of()),
                parties.map(TokenClaims::list).orElse(List.of()));
    }

    private Optional<String> text(String path) {
        return find(path).filter(String.class::isInstance).map(String.class::cast);
    }

    /** Roles are a list, or words in one text as a scope is (RFC 6749 §3.3). */
    private List<String> words(String path) {
        return text(path)
                .map(words -> List.of(words.split(" ", -1)))
                .orElseGet(() -> find(path).map(TokenClaims::list).orElse(List.of()));
    }

    private static List<String> list(Object claim) {
        if (claim instanceof Collection<?> several) {
            return several.stream()
                    .filter(String.class::isInstance)
                    .map(String.class::cast)
                    .toList();
        }
        return claim instanceof String one ? List.of(one) : List.of();
    }

    /** A claim by its whole name, as URLs are, or by its path. */
    private Optional<Object> find(String path) {
        if (claims.containsKey(path)) {
            return Optional.of(Optional.<Object>ofNullable(claims.get(path)).orElse(""));
        }
        @Nullable Object here = claims;
        for (var name : path.split("\\.", -1)) {
            if (!(here instanceof Map<?, ?> map) || !map.containsKey(name)) {
                return Optional.empty();
            }
            here = map.get(name);
        }
        return Optional.of(here == null ? "" : here);
    }
}
