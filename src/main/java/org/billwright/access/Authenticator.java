package org.billwright.access;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/** Finds the caller of a request by its credentials. */
public final class Authenticator {
    private final Optional<Caller> anyone;
    private final List<AuthenticationScheme> schemes;
    private final Set<String> tenants;

    private Authenticator(Optional<Caller> anyone, List<AuthenticationScheme> schemes, Set<String> tenants) {
        this.anyone = anyone;
        this.schemes = List.copyOf(schemes);
        this.tenants = Set.copyOf(tenants);
    }

    /** Takes every request as this caller's. Only for a server that cannot be reached from other machines. */
    public static Authenticator open(Caller anyone) {
        return new Authenticator(Optional.of(anyone), List.of(), Set.of(anyone.tenant()));
    }

    /** Requires credentials in one of these schemes, for one of these tenants. */
    public static Authenticator closed(List<AuthenticationScheme> schemes, Set<String> tenants) {
        return new Authenticator(Optional.empty(), schemes, tenants);
    }

    /** The caller; a {@link Problem.Unauthenticated} where the credentials are missing or not valid. */
    public Future<Caller> caller(Optional<String> authorization) {
        if (anyone.isPresent()) {
            return Future.succeededFuture(anyone.get());
        }
        if (authorization.isEmpty()) {
            return Future.failedFuture(unauthenticated("credentials are required"));
        }
        var parts = authorization.get().split(" ", 2);
        var scheme = schemes.stream()
                .filter(s -> parts.length == 2 && s.name().equalsIgnoreCase(parts[0]))
                .findFirst();
        if (scheme.isEmpty()) {
            return Future.failedFuture(unauthenticated("credentials of this kind are not accepted here"));
        }
        return scheme.get().caller(parts[1].strip()).map(this::ofKnownTenant);
    }

    private Caller ofKnownTenant(Caller caller) {
        if (!tenants.contains(caller.tenant())) {
            throw new ProblemException(
                    new Problem.Forbidden("the credentials are of a tenant that is not served here"));
        }
        return caller;
    }

    private ProblemException unauthenticated(String detail) {
        return new ProblemException(new Problem.Unauthenticated(
                detail, schemes.stream().map(AuthenticationScheme::challenge).toList()));
    }
}
