package org.billwright.console;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.billwright.access.BearerTokens;
import org.billwright.access.Caller;
import org.billwright.access.Permission;
import org.billwright.console.page.FormValues;
import org.billwright.console.page.Renderer;
import org.billwright.console.session.OpenIdProvider;
import org.billwright.console.session.SessionCookies;
import org.billwright.console.session.SessionSecret;
import org.billwright.console.session.Sessions;
import org.billwright.http.ApiRequest;
import org.billwright.http.Response;
import org.billwright.http.Route;
import org.billwright.json.Links;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.store.TransactionRunner;

/** Signing in to the console with an OpenID Connect provider. Who signs in is who the provider's access token is for in the APIs. */
public final class OpenIdSignIn {
    private static final String COOKIE = "billwright-sign-in-attempt";
    private static final String RETURN = "billwright-sign-in-to";
    private static final Duration KEPT = Duration.ofMinutes(10);

    private final Sessions sessions;
    private final List<OpenIdProvider> providers;
    private final BearerTokens tokens;
    private final Set<String> tenants;
    private final TransactionRunner threads;

    /**
     * Sign-in with these providers.
     *
     * @param tenants those that are served
     * @param threads on which providers are asked
     */
    public OpenIdSignIn(
            Sessions sessions,
            List<OpenIdProvider> providers,
            BearerTokens tokens,
            Set<String> tenants,
            TransactionRunner threads) {
        this.sessions = sessions;
        this.providers = List.copyOf(providers);
        this.tokens = tokens;
        this.tenants = Set.copyOf(tenants);
        this.threads = threads;
    }

    /** Whether a tenant is served here. */
    boolean serves(String tenant) {
        return tenants.contains(tenant);
    }

    /** The names of the providers. */
    List<String> names() {
        return providers.stream().map(OpenIdProvider::name).toList();
    }

    /** The routes, below {@link Console#PATH}, which need no session. */
    List<Route> routes() {
        var page = List.of("text/html");
        return List.of(
                Route.pages(Permission.READ, "signIn/:provider", page, this::begin),
                Route.pages(Permission.READ, "signIn/:provider/callback", page, this::finish));
    }

    private OpenIdProvider provider(ApiRequest call) {
        return providers.stream()
                .filter(provider -> provider.name().equals(call.parameter("provider")))
                .findFirst()
                .orElseThrow(() -> new ProblemException(new Problem.UnknownUrl(call.path())));
    }

    private static String redirect(ApiRequest call, OpenIdProvider provider) {
        return call.root() + "/console/signIn/" + Links.segment(provider.name()) + "/callback";
    }

    private Future<Response> begin(ApiRequest call) {
        var provider = provider(call);
        var attempt = OpenIdProvider.Attempt.begin();
        var to = Here.of(FormValues.parse(call.rawQuery()).get("to"));
        return threads.run(database -> provider.authorizationUrl(attempt, redirect(call, provider)))
                .map(url -> Renderer.seeOther(url)
                        .with(
                                "Set-Cookie",
                                List.of(
                                        SessionCookies.of(call, COOKIE, attempt.cookie(), KEPT),
                                        SessionCookies.of(call, RETURN, Links.segment(to), KEPT))));
    }

    private Future<Response> finish(ApiRequest call) {
        var provider = provider(call);
        var attempt = call.cookie(COOKIE)
                .flatMap(OpenIdProvider.Attempt::of)
                .orElseThrow(() -> new ProblemException(new Problem.Forbidden(
                        "the sign-in took too long or was begun in another browser; sign in again")));
        var redirect = redirect(call, provider);
        var to =
                Here.of(FormValues.parse("to=" + call.cookie(RETURN).orElse("")).get("to"));
        return threads.run(database -> provider.accessToken(attempt, redirect, redirect + "?" + call.rawQuery()))
                .compose(token -> tokens.callers(token).recover(OpenIdSignIn::unusable))
                .map(this::served)
                .compose(callers -> sessions.begin(Optional.empty(), callers)
                        .map(secret -> signedIn(call, secret, destination(to, callers))));
    }

    /** The provider has signed the person in, so that another sign-in would not help. */
    private static Future<List<Caller>> unusable(Throwable failure) {
        return failure instanceof ProblemException refused && refused.problem() instanceof Problem.Unauthenticated
                ? Future.failedFuture(
                        new ProblemException(new Problem.Forbidden("the provider's token is not accepted here: "
                                + refused.problem().message())))
                : Future.failedFuture(failure);
    }

    /** Customers begin with their own bills. */
    private static String destination(String to, List<Caller> callers) {
        boolean isCustomer = callers.getFirst().entitlement().isLimited();
        return to.equals(Console.PATH) && isCustomer ? Console.PATH + "my" : to;
    }

    private Response signedIn(ApiRequest call, String secret, String to) {
        return Renderer.seeOther(to)
                .with(
                        "Set-Cookie",
                        List.of(
                                SessionCookies.of(call, SessionSecret.COOKIE, secret, sessions.longest()),
                                SessionCookies.removal(call, COOKIE),
                                SessionCookies.removal(call, RETURN)));
    }

    private List<Caller> served(List<Caller> callers) {
        var known = callers.stream()
                .filter(caller -> tenants.contains(caller.tenant()) && Permission.READ.allows(caller))
                .toList();
        if (known.isEmpty()) {
            throw new ProblemException(new Problem.Forbidden(
                    "this person has no role that may read bills of a tenant that is served here"));
        }
        return known;
    }
}
