package org.billwright.machineclient;

import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.billwright.access.AuthenticationScheme;
import org.billwright.access.Caller;
import org.billwright.access.Entitlement;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/** Basic authentication: a machine client's id and secret (RFC 7617). */
public final class BasicAuthentication implements AuthenticationScheme {
    private final ClientAuthenticator authenticator;

    /** Authentication by this authenticator of clients. */
    public BasicAuthentication(ClientAuthenticator authenticator) {
        this.authenticator = authenticator;
    }

    @Override
    public String name() {
        return "Basic";
    }

    @Override
    public String challenge() {
        return "Basic realm=\"billwright\", charset=\"UTF-8\"";
    }

    @Override
    public Future<Caller> caller(String given, String address) {
        var parts = decoded(given).split(":", 2);
        if (parts.length != 2) {
            return Future.failedFuture(refused());
        }
        return authenticator
                .check(parts[0], parts[1], address)
                .map(client -> caller(client.orElseThrow(this::refused)))
                .recover(BasicAuthentication::notChecked);
    }

    @Override
    public String named(String given) {
        return ClientAuthenticator.named(decoded(given).split(":", 2)[0]);
    }

    private Caller caller(MachineClient client) {
        authenticator.countRequest(client).ifPresent(wait -> {
            throw new ProblemException(
                    new Problem.TooManyRequests("the client has used up its requests a second", wait));
        });
        return client.grant()
                .map(grant -> new Caller("client:" + client.id(), grant.tenant(), grant.roles(), new Entitlement.All()))
                .orElseThrow(
                        () -> new ProblemException(new Problem.Forbidden("the client may use the channel API only")));
    }

    private static Future<Caller> notChecked(Throwable failure) {
        return Future.failedFuture(
                failure instanceof ClientAuthenticator.NotChecked notChecked
                        ? new ProblemException(new Problem.TooManyRequests(
                                String.valueOf(notChecked.getMessage()), notChecked.retryAfter()))
                        : failure);
    }

    private static String decoded(String given) {
        try {
            return new String(Base64.getDecoder().decode(given), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private ProblemException refused() {
        return new ProblemException(
                new Problem.Unauthenticated("the client's id or secret is wrong", List.of(challenge())));
    }
}
