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

    /** Takes every request as this caller's. Only for a server that cannot be reached from other machines, or for operations that find their caller by themselves. */
    public static Authenticator open(Caller anyone) {
        return new Authenticator(Optional.of(anyone), List.of(), Set.of(anyone.tenant()));
    }

    /** Requires credentials in one of these schemes, for one of these tenants. */
    public static Authenticator closed(List<AuthenticationScheme> schemes, Set<String> tenants) {
        return new Authenticator(Optional.empty(), schemes, tenants);
    }

    /**
     * The caller; a {@link Problem.Unauthenticated} where the credentials are missing or not valid.
     *
     * @param address from which the request came
     */
    public Future<Caller> caller(Optional<String> authorization, String address) {
        if (anyone.isPresent()) {
            return Future.succeededFuture(anyone.get());
        }
        if (authorization.isEmpty()) {
            return Future.failedFuture(unauthenticated("credentials are required"));
        }
        return scheme(authorization.get())
                .map(scheme ->
                        scheme.caller(credentials(authorization.get()), address).map(this::ofKnownTenant))
                .orElseGet(
                        () -> Future.failedFuture(unauthenticated("credentials of this kind are not accepted here")));
    }

    /** What the credentials name, for reports about refused ones: a client, or their scheme. Empty where there are none. */
    public String named(Optional<String> authorization) {
        return authorization
                .map(given -> scheme(given)
                        .map(scheme -> scheme.named(credentials(given)))
                        .orElse("credentials of an unknown kind"))
                .orElse("");
    }

    private Optional<AuthenticationScheme> scheme(String authorization) {
        var parts = authorization.split(" ", 2);
        return schemes.stream()
                .filter(scheme -> parts.length == 2 && scheme.name().equalsIgnoreCase(parts[0]))
                .findFirst();
    }

    private static String credentials(String authorization) {
        return authorization.substring(authorization.indexOf(' ') + 1).strip();
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
