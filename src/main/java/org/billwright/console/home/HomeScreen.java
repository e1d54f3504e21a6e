package org.billwright.console.home;

import static org.billwright.console.page.ConsoleRequest.operator;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.billwright.console.bill.BillTable;
import org.billwright.console.page.AccountDays;
import org.billwright.console.page.ConsoleRequest;
import org.billwright.console.page.ConsoleRoutes;
import org.billwright.console.page.Content;
import org.billwright.console.page.Screen;
import org.billwright.console.page.Section;

/** The first page: the runs that go on, what needs attention, what was billed and paid, the newest bills. */
public final class HomeScreen implements Screen {
    private static final int BILLS = 10;
    private static final String OVERVIEW = operator("billingOverview");

    private final Clock clock;

    /** @param clock of the day whose runs are shown */
    public HomeScreen(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void addTo(ConsoleRoutes routes) {
        routes.page("", this::show);
        routes.part("home/runs", request -> runs(request).map(runs -> new Content(200, "", "homeRuns", runs)));
        routes.part("home/figures", request -> figures(request, "homeFigures"));
        routes.page("figures", request -> figures(request, "figures"));
    }

    private Future<Content> show(ConsoleRequest request) {
        return runs(request)
                .compose(runs -> AccountDays.list(request, request.tmf("customerBill?limit=" + BILLS))
                        .map(bills -> {
                            var table = BillTable.BILLS.view(request, bills.items(), "/console/bills");
                            var sections = List.of(Section.ofTable(request.text("home.newestBills"), table));
                            return new Content(
                                    200,
                                    request.text("menu.home"),
                                    "home",
                                    Map.of(
                                            "sections",
                                            sections,
                                            "hasFigures",
                                            request.may(HttpMethod.GET, OVERVIEW),
                                            "hasRuns",
                                            runs.get("hasRuns"),
                                            "isMoving",
                                            runs.get("isMoving"),
                                            "runs",
                                            runs.get("runs")));
                        }));
    }

    /** The runs, for those who may see them. */
    private Future<Map<String, Object>> runs(ConsoleRequest request) {
        return HomeRuns.read(request, clock.instant())
                .map(runs -> Map.of(
                        "runs",
                        runs,
                        "hasRuns",
                        request.may(HttpMethod.GET, operator("billRun")),
                        "isMoving",
                        runs.stream().anyMatch(run -> run.progress().isInWork())));
    }

    /** The figures; where the server has none, a sentence says so. */
    private static Future<Content> figures(ConsoleRequest request, String template) {
        var title = request.text("home.figures");
        if (!request.may(HttpMethod.GET, OVERVIEW)) {
            var none = List.of(Section.ofText("", request.text("home.noFigures")));
            return Future.succeededFuture(
                    new Content(200, title, template, Map.of("tiles", List.of(), "sections", none, "asOf", "")));
        }
        return request.get(OVERVIEW)
                .map(overview -> new Content(
                        200,
                        title,
                        template,
                        Map.of(
                                "tiles",
                                HomeTiles.of(request, overview),
                                "sections",
                                HomeFigures.of(request, overview),
                                "asOf",
                                request.format().time(overview.path("asOf").asText()))));
    }
}
