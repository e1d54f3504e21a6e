package org.billwright.console.run;

import static org.billwright.console.page.ConsoleRequest.operator;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.billwright.console.page.ActionLink;
import org.billwright.console.page.ConsoleRequest;
import org.billwright.console.page.ConsoleRoutes;
import org.billwright.console.page.Content;
import org.billwright.console.page.DetailView;
import org.billwright.console.page.ListScreen;
import org.billwright.console.page.Screen;
import org.billwright.console.page.Section;
import org.billwright.http.Response;
import org.billwright.json.Links;

/** The pages of bill runs. */
public final class RunScreens implements Screen {
    private static final String RUN = RunTable.PAGE + "/:id";
    private static final String ACCOUNTS = "accounts";
    private static final List<String> PARTS =
            List.of("", "comparison", ACCOUNTS, "cases", "samples", "explanation", "documents");

    private final Clock clock;

    /** Reads a part of a run. */
    interface Reader {
        Future<RunTab> read(ConsoleRequest request, JsonNode run);
    }

    /** @param clock of the time that a run takes */
    public RunScreens(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void addTo(ConsoleRoutes routes) {
        var plan = ActionLink.of(
                "action.planRun", RunTable.page("") + "do/planRun", HttpMethod.POST, request -> operator("billRun"));
        routes.list(new ListScreen(RunTable.RUNS, List.of(plan)));
        for (var part : PARTS) {
            routes.page(RUN + (part.isEmpty() ? "" : "/" + part), request -> show(request, part));
        }
        routes.raw(
                RUN + "/accounts.csv",
                List.of("text/csv"),
                request -> RunParts.accountList(request.request().id()).csv(request));
        routes.page(RUN + "/accounts/:account", this::account);
        routes.raw(RUN + "/events", List.of("text/event-stream"), RunScreens::events);
        routes.part(RUN + "/progress", this::progress);
        RunActions.addTo(routes);
    }

    private static Future<JsonNode> run(ConsoleRequest request) {
        return request.get(operator("billRun/" + Links.segment(request.request().id())));
    }

    private Future<Content> show(ConsoleRequest request, String part) {
        var reader = Objects.requireNonNull(RunParts.READERS.get(part), part);
        return run(request)
                .compose(run -> reader.read(request, run)
                        .map(tab -> content(
                                request, run, view(request, run, part, RunActions.of(request, run)), tab, List.of())));
    }

    private Future<Content> account(ConsoleRequest request) {
        var account = request.request().parameter("account");
        return run(request)
                .compose(run -> PlannedBill.read(request, request.request().id(), account)
                        .map(planned -> {
                            var status = planned.account().path("status").asText();
                            var view = new DetailView(
                                    request.text("run.accountOf", RunTable.name(run)),
                                    account,
                                    request.texts().ofCode(status),
                                    DetailView.colorOf(status),
                                    RunActions.ofAccount(request, run, planned.account()),
                                    tabs(request, run, ACCOUNTS),
                                    "",
                                    List.of());
                            return content(request, run, view, RunTab.of(planned.below()), planned.beside());
                        }));
    }

    private Content content(ConsoleRequest request, JsonNode run, DetailView view, RunTab tab, List<Section> beside) {
        var progress = ProgressView.of(request, run, clock.instant());
        return new Content(
                200,
                view.kind() + " " + view.id(),
                "run",
                Map.of(
                        "detail",
                        view,
                        "tab",
                        tab,
                        "beside",
                        beside,
                        "progress",
                        progress.isInWork() ? List.of(progress) : List.of()));
    }

    private static DetailView view(ConsoleRequest request, JsonNode run, String part, List<ActionLink.View> actions) {
        var state = run.path("state").asText();
        return new DetailView(
                request.text("run.kind"),
                RunTable.name(run),
                request.texts().ofCode(state),
                DetailView.colorOf(state),
                actions,
                tabs(request, run, part),
                "",
                List.of());
    }

    private static List<DetailView.Tab> tabs(ConsoleRequest request, JsonNode run, String current) {
        var page = RunTable.page(run.path("id").asText());
        var tabs = new ArrayList<DetailView.Tab>();
        for (var part : PARTS) {
            tabs.add(new DetailView.Tab(
                    request.text("run.part" + (part.isEmpty() ? "" : "." + part)),
                    part.isEmpty() ? page : page + "/" + part,
                    part.equals(current)));
        }
        return tabs;
    }

    /** The stream of the API, as it is. */
    private static Future<Response> events(ConsoleRequest request) {
        return request.response(
                operator("billRun/" + Links.segment(request.request().id()) + "/events"));
    }

    private Future<Content> progress(ConsoleRequest request) {
        return run(request)
                .map(run -> Content.of("", "runProgress", "run", ProgressView.of(request, run, clock.instant())));
    }
}
