package org.billwright.console;

import io.quarkus.qute.Engine;
import io.quarkus.qute.TemplateData;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.billwright.access.Caller;
import org.billwright.access.Permission;
import org.billwright.console.page.FormValues;
import org.billwright.console.page.PageTexts;
import org.billwright.console.page.PersonPreferences;
import org.billwright.console.page.Renderer;
import org.billwright.console.session.SessionCookies;
import org.billwright.console.session.SessionSecret;
import org.billwright.console.session.Sessions;
import org.billwright.http.ApiRequest;
import org.billwright.http.RefusedCredentials;
import org.billwright.http.Response;
import org.billwright.http.Route;
import org.billwright.json.Links;
import org.billwright.machineclient.BasicAuthentication;
import org.billwright.machineclient.ClientAuthenticator;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/** Signing in to the console as a machine client, and signing out. */
public final class SignIn {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String BEFORE = "billwright-sign-in";

    private final Sessions sessions;
    private final BasicAuthentication clients;
    private final OpenIdSignIn providers;
    private final RefusedCredentials refusals;
    private final ZoneId zone;
    private final Engine templates;

    /** Sign-in of these clients, and with these providers. */
    public SignIn(
            Sessions sessions,
            ClientAuthenticator clients,
            OpenIdSignIn providers,
            RefusedCredentials refusals,
            ZoneId zone,
            Engine templates) {
        this.sessions = sessions;
        this.clients = new BasicAuthentication(clients);
        this.providers = providers;
        this.refusals = refusals;
        this.zone = zone;
        this.templates = templates;
    }

    /** What the template shows. */
    @TemplateData
    public record View(
            String language,
            String theme,
            String formToken,
            String to,
            String client,
            String error,
            List<String> providers) {
        /** The page to come back to, as a part of a query. */
        public String toEncoded() {
            return Links.segment(to);
        }
    }

    /** The routes, below {@link Console#PATH}, which need no session. */
    public List<Route> routes() {
        var routes = new ArrayList<>(providers.routes());
        routes.add(Route.pages(Permission.READ, "signIn", List.of("text/html"), this::form));
        routes.add(post("signIn", this::send));
        routes.add(post("signOut", this::signOut));
        return routes;
    }

    private static Route post(String path, Function<ApiRequest, Future<Response>> handler) {
        return new Route(
                HttpMethod.POST, Permission.READ, path, List.of("text/html"), List.of(FORM), Optional.empty(), handler);
    }

    private Future<Response> form(ApiRequest call) {
        var to = FormValues.parse(call.rawQuery()).get("to");
        return Future.succeededFuture(page(call, 200, Here.of(to), "", ""));
    }

    /** The form has a secret of its own before there is a session, so that no other site can sign a person in. */
    private Response page(ApiRequest call, int status, String to, String client, String error) {
        var before = call.cookie(BEFORE).filter(SessionSecret::isPossible).orElseGet(SessionSecret::generate);
        var preferences = PersonPreferences.of(call, zone);
        var view = new View(
                preferences.language().toLanguageTag(),
                preferences.theme(),
                SessionSecret.formToken(before),
                to,
                client,
                error,
                providers.names());
        var page = templates
                .getTemplate("console/signIn.html")
                .data("signIn", view)
                .data("texts", new PageTexts(preferences.texts()))
                .render();
        return Renderer.html(status, page).with("Set-Cookie", SessionCookies.of(call, BEFORE, before, Duration.ZERO));
    }

    private Future<Response> send(ApiRequest call) {
        var form = FormValues.parse(call.textBody());
        var texts = PersonPreferences.of(call, zone).texts();
        var to = Here.of(form.get("to"));
        var client = form.get("client");
        if (!SessionSecret.isFormToken(
                form.get(Console.FORM_TOKEN), call.cookie(BEFORE).orElse(""))) {
            return Future.succeededFuture(page(call, 403, to, client, texts.get("signIn.again")));
        }
        var credentials = Base64.getEncoder()
                .encodeToString((client + ":" + form.get("secret")).getBytes(StandardCharsets.UTF_8));
        return clients.caller(credentials, call.remoteAddress())
                .onFailure(failure -> refusals.add(
                        failure, ClientAuthenticator.named(client), call.remoteAddress(), call.correlationId()))
                .compose(caller -> begin(call, client, caller, to))
                .recover(failure -> refused(call, to, client, failure));
    }

    private Future<Response> begin(ApiRequest call, String client, Caller caller, String to) {
        if (!Permission.READ.allows(caller)) {
            return Future.failedFuture(
                    new ProblemException(new Problem.Forbidden("the client has no role that may read bills")));
        }
        if (!providers.serves(caller.tenant())) {
            return Future.failedFuture(new ProblemException(new Problem.Forbidden("the client is of the tenant "
                    + caller.tenant() + ", which this server does not serve (BILLWRIGHT_TENANT, BILLWRIGHT_TENANTS)")));
        }
        return sessions.begin(Optional.of(client), List.of(caller))
                .map(secret -> Renderer.seeOther(to)
                        .with(
                                "Set-Cookie",
                                List.of(
                                        SessionCookies.of(call, SessionSecret.COOKIE, secret, sessions.longest()),
                                        SessionCookies.removal(call, BEFORE))));
    }

    private Future<Response> refused(ApiRequest call, String to, String client, Throwable failure) {
        if (!(failure instanceof ProblemException refused)) {
            return Future.failedFuture(failure);
        }
        var texts = PersonPreferences.of(call, zone).texts();
        var message = refused.problem() instanceof Problem.Unauthenticated
                ? texts.get("signIn.wrong")
                : refused.problem().message();
        return Future.succeededFuture(page(call, Response.of(refused.problem()).status(), to, client, message));
    }

    private Future<Response> signOut(ApiRequest call) {
        var secret = call.cookie(SessionSecret.COOKIE).orElse("");
        var form = FormValues.parse(call.textBody());
        if (!SessionSecret.isFormToken(form.get(Console.FORM_TOKEN), secret)) {
            return Future.failedFuture(
                    new ProblemException(new Problem.Forbidden("the form was not sent from a page of this console")));
        }
        return sessions.end(secret)
                .map(ended -> Renderer.seeOther("/console/signIn")
                        .with("Set-Cookie", SessionCookies.removal(call, SessionSecret.COOKIE)));
    }
}
