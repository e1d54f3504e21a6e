package org.billwright.console;

import io.quarkus.qute.Engine;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.billwright.access.Caller;
import org.billwright.console.account.AccountScreens;
import org.billwright.console.bill.BillScreens;
import org.billwright.console.data.AuditScreens;
import org.billwright.console.data.ClientScreens;
import org.billwright.console.data.DeliveryScreens;
import org.billwright.console.data.ExportScreens;
import org.billwright.console.data.HubScreens;
import org.billwright.console.data.ImportScreens;
import org.billwright.console.data.IssuerScreens;
import org.billwright.console.data.MappingScreens;
import org.billwright.console.data.OnDemandScreens;
import org.billwright.console.data.TaxScreens;
import org.billwright.console.home.HomeScreen;
import org.billwright.console.money.CollectionScreens;
import org.billwright.console.money.DisputeScreens;
import org.billwright.console.money.PaymentScreens;
import org.billwright.console.money.RefundScreens;
import org.billwright.console.page.ConsoleRequest;
import org.billwright.console.page.ConsoleRoutes;
import org.billwright.console.page.FormValues;
import org.billwright.console.page.Preferences;
import org.billwright.console.page.Renderer;
import org.billwright.console.page.Screen;
import org.billwright.console.session.SessionCookies;
import org.billwright.console.session.SessionSecret;
import org.billwright.console.session.Sessions;
import org.billwright.http.ApiRequest;
import org.billwright.http.LocalOperations;
import org.billwright.http.Route;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/** The console: its screens, and how a request to it begins. */
public final class Console {
    /** The path of its pages. */
    public static final String PATH = "/console/";

    /** The field of a form with its token. */
    static final String FORM_TOKEN = "formToken";

    private static final List<Screen> SCREENS = List.of(
            new HomeScreen(),
            new BillScreens(),
            new AccountScreens(),
            new PaymentScreens(),
            new RefundScreens(),
            new DisputeScreens(),
            new CollectionScreens(),
            new ImportScreens(),
            new MappingScreens(),
            new ExportScreens(),
            new HubScreens(),
            new DeliveryScreens(),
            new OnDemandScreens(),
            new TaxScreens(),
            new IssuerScreens(),
            new ClientScreens(),
            new AuditScreens());

    private final LocalOperations operations;
    private final Optional<Sessions> sessions;
    private final String tmfPath;
    private final ZoneId zone;
    private final Renderer renderer;

    /**
     * A console over these operations.
     *
     * @param sessions of those who sign in; empty where the server is open
     * @param tmfPath the path of the TMF678 v5 operations, ending in a slash
     * @param zone the time zone of times, where a person has not chosen another
     */
    public Console(
            LocalOperations operations, Optional<Sessions> sessions, String tmfPath, ZoneId zone, Engine templates) {
        this.operations = operations;
        this.sessions = sessions;
        this.tmfPath = tmfPath;
        this.zone = zone;
        this.renderer = new Renderer(templates, Menu.ENTRIES, this::visit);
    }

    /** The routes of its pages, below {@link #PATH}. */
    public List<Route> routes() {
        var routes = new ConsoleRoutes(operations, this::open, renderer);
        SCREENS.forEach(screen -> screen.addTo(routes));
        new PreferenceForm(renderer).addTo(routes);
        return routes.routes();
    }

    private Future<ConsoleRequest> open(ApiRequest call, boolean isForm) {
        var form = isForm && call.mediaType().equalsIgnoreCase(ConsoleRoutes.FORM)
                ? FormValues.parse(call.textBody())
                : FormValues.none();
        if (isForm && !isFromHere(call, form)) {
            return Future.failedFuture(
                    new ProblemException(
                            new Problem.Forbidden(
                                    "the form was not sent from a page of this console, or its session has ended; load the page again")));
        }
        if (call.caller().entitlement().isLimited()) {
            return Future.failedFuture(new ProblemException(new Problem.Forbidden(
                    "the console is for those who bill; these credentials are limited to some bills")));
        }
        return Future.succeededFuture(new ConsoleRequest(call, operations, tmfPath, Preferences.of(call, zone), form));
    }

    private static boolean isFromHere(ApiRequest call, FormValues form) {
        // A file that a script sends has no fields; no form of another site can have the header.
        var token = form.find(FORM_TOKEN).or(() -> call.header("X-Form-Token")).orElse("");
        return SessionSecret.isPossible(secret(call)) && SessionSecret.isFormToken(token, secret(call));
    }

    /** The secret of the browser; where nobody signs in, it only protects forms. */
    private static String secret(ApiRequest call) {
        return call.cookie(SessionSecret.COOKIE).orElse("");
    }

    private Future<Renderer.Visit> visit(ConsoleRequest request) {
        var given = secret(request.request());
        if (sessions.isPresent()) {
            return sessions.get()
                    .tenants(given)
                    .map(tenants ->
                            new Renderer.Visit(SessionSecret.formToken(given), name(request.caller()), tenants, ""));
        }
        var secret = SessionSecret.isPossible(given) ? given : SessionSecret.generate();
        var cookie = secret.equals(given)
                ? ""
                : SessionCookies.of(request.request(), SessionSecret.COOKIE, secret, Duration.ZERO);
        return Future.succeededFuture(new Renderer.Visit(SessionSecret.formToken(secret), "", List.of(), cookie));
    }

    /** Of a token's name, the subject alone. */
    private static String name(Caller caller) {
        return caller.id()
                .substring(Math.max(caller.id().indexOf(':'), caller.id().lastIndexOf('/')) + 1);
    }
}
