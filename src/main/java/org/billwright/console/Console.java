package org.billwright.console;

import io.quarkus.qute.Engine;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
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
import org.billwright.console.page.PersonPreferences;
import org.billwright.console.page.Renderer;
import org.billwright.console.page.Screen;
import org.billwright.console.run.CaseScreens;
import org.billwright.console.run.RuleScreens;
import org.billwright.console.run.RuleTestScreen;
import org.billwright.console.run.RunScreens;
import org.billwright.console.selfcare.SelfCareScreens;
import org.billwright.console.session.SentForms;
import org.billwright.console.session.SessionCookies;
import org.billwright.console.session.SessionSecret;
import org.billwright.console.session.Sessions;
import org.billwright.http.ApiRequest;
import org.billwright.http.LocalOperations;
import org.billwright.http.Response;
import org.billwright.http.Route;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/** The console: its screens, and how a request to it begins. */
public final class Console {
    /** The path of its pages. */
    public static final String PATH = "/console/";

    /** The field of a form with its token. */
    static final String FORM_TOKEN = "formToken";

    private final LocalOperations operations;
    private final Optional<Sessions> sessions;
    private final SentForms sentForms;
    private final String tmfPath;
    private final ZoneId zone;
    private final Set<String> selfCareTenants;
    private final List<Screen> screens;
    private final Renderer renderer;
    private final Renderer selfCare;

    /**
     * A console over these operations.
     *
     * @param selfCareTenants the tenants whose customers see their own bills here
     * @param sessions of those who sign in; empty where the server is open
     * @param tmfPath the path of the TMF678 v5 operations, ending in a slash
     * @param zone the time zone of times, where a person has not chosen another
     * @param clock of the days, and of the time that a run takes
     */
    public Console(
            LocalOperations operations,
            Optional<Sessions> sessions,
            SentForms sentForms,
            String tmfPath,
            ZoneId zone,
            Set<String> selfCareTenants,
            Clock clock,
            Engine templates) {
        this.operations = operations;
        this.sessions = sessions;
        this.sentForms = sentForms;
        this.tmfPath = tmfPath;
        this.zone = zone;
        this.selfCareTenants = Set.copyOf(selfCareTenants);
        this.screens = screens(clock);
        this.renderer = new Renderer(templates, Menu.ENTRIES, this::visit);
        this.selfCare = new Renderer(templates, Menu.SELF_CARE, this::visit);
    }

    private static List<Screen> screens(Clock clock) {
        return List.of(
                new HomeScreen(clock),
                new RunScreens(clock),
                new CaseScreens(),
                new RuleScreens(),
                new RuleTestScreen(),
                new BillScreens(),
                new AccountScreens(),
                new OnDemandScreens(),
                new PaymentScreens(),
                new RefundScreens(),
                new DisputeScreens(),
                new CollectionScreens(),
                new ImportScreens(),
                new MappingScreens(),
                new ExportScreens(),
                new HubScreens(),
                new DeliveryScreens(),
                new TaxScreens(),
                new IssuerScreens(),
                new ClientScreens(),
                new AuditScreens());
    }

    /** The routes of its pages, below {@link #PATH}. */
    public List<Route> routes() {
        var staff = routes(renderer, this::requireStaff);
        screens.forEach(screen -> screen.addTo(staff));
        var everybody = routes(renderer, caller -> {});
        new PreferenceForm().addTo(everybody);
        var customers = routes(selfCare, this::requireSelfCare);
        new SelfCareScreens().addTo(customers);
        return Stream.of(staff, everybody, customers)
                .flatMap(some -> some.routes().stream())
                .toList();
    }

    private ConsoleRoutes routes(Renderer renderedBy, Consumer<Caller> required) {
        return new ConsoleRoutes(operations, new Opening(required), renderedBy);
    }

    /** A request of a caller that may see these pages. */
    private final class Opening implements ConsoleRoutes.Opening {
        private final Consumer<Caller> required;

        Opening(Consumer<Caller> required) {
            this.required = required;
        }

        @Override
        public Future<ConsoleRequest> open(ApiRequest request, boolean isForm) {
            return Console.this.open(request, isForm, required);
        }

        @Override
        public Future<Response> once(ConsoleRequest request, ConsoleRoutes.SentForm form) {
            return new SingleUse(sentForms, secret(request.request())).of(request, form);
        }
    }

    private void requireStaff(Caller caller) {
        if (caller.entitlement().isLimited()) {
            throw new ProblemException(
                    new Problem.Forbidden("this page is for those who bill; your own bills are at /console/my"));
        }
    }

    private void requireSelfCare(Caller caller) {
        if (!selfCareTenants.contains(caller.tenant())) {
            throw new ProblemException(
                    new Problem.Forbidden("customers do not see their bills here; ask the sender of the bill"));
        }
    }

    private Future<ConsoleRequest> open(ApiRequest call, boolean isForm, Consumer<Caller> required) {
        var form = isForm && call.mediaType().equalsIgnoreCase(ConsoleRoutes.FORM)
                ? FormValues.parse(call.textBody())
                : FormValues.none();
        if (isForm && !isFromHere(call, form)) {
            return Future.failedFuture(
                    new ProblemException(
                            new Problem.Forbidden(
                                    "the form was not sent from a page of this console, or its session has ended, or it was shown in another tenant; load the page again")));
        }
        required.accept(call.caller());
        return Future.succeededFuture(
                new ConsoleRequest(call, operations, tmfPath, PersonPreferences.of(call, zone), form));
    }

    private static boolean isFromHere(ApiRequest call, FormValues form) {
        // A file that a script sends has no fields; no form of another site can have the header.
        var token = form.find(FORM_TOKEN).or(() -> call.header("X-Form-Token")).orElse("");
        return SessionSecret.isPossible(secret(call))
                && SessionSecret.isFormToken(token, secret(call), call.caller().tenant());
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
                    .map(tenants -> visit(request, given, name(request.caller()), tenants, ""));
        }
        var secret = SessionSecret.isPossible(given) ? given : SessionSecret.generate();
        var cookie = secret.equals(given)
                ? ""
                : SessionCookies.of(request.request(), SessionSecret.COOKIE, secret, Duration.ZERO);
        return Future.succeededFuture(visit(request, secret, "", List.of(), cookie));
    }

    private static Renderer.Visit visit(
            ConsoleRequest request, String secret, String person, List<String> tenants, String cookie) {
        return new Renderer.Visit(
                SessionSecret.formToken(secret, request.caller().tenant()),
                SessionSecret.formId(secret),
                SessionSecret.formToken(secret),
                person,
                tenants,
                cookie);
    }

    /** Of a token's name, the subject alone. */
    private static String name(Caller caller) {
        return caller.id()
                .substring(Math.max(caller.id().indexOf(':'), caller.id().lastIndexOf('/')) + 1);
    }
}
