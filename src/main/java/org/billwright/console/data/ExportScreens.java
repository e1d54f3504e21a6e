package org.billwright.console.data;

import static org.billwright.console.page.ConsoleRequest.operator;

import io.quarkus.qute.TemplateData;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import org.billwright.console.page.ConsoleRequest;
import org.billwright.console.page.ConsoleRoutes;
import org.billwright.console.page.Content;
import org.billwright.console.page.Screen;
import org.billwright.console.page.SearchField;
import org.billwright.http.Response;
import org.billwright.json.Links;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/** The page of exports: a form whose values are the URL of the file. */
public final class ExportScreens implements Screen {
    private static final String PAGE = "exports";
    private static final List<String> TYPES = List.of(
            "all",
            "account",
            "specification",
            "cycle",
            "bill",
            "rate",
            "document",
            "taxRule",
            "numberSeries",
            "credit",
            "refund",
            "dispute");

    /**
     * What the template shows.
     *
     * @param curl the same for a shell
     */
    @TemplateData
    public record View(List<SearchField.Option> types, List<SearchField.Option> versions, String query, String curl) {}

    @Override
    public void addTo(ConsoleRoutes routes) {
        routes.page(PAGE, ExportScreens::show);
        routes.raw(PAGE + "/file", List.of("application/x-ndjson"), ExportScreens::file);
    }

    private static Future<Content> show(ConsoleRequest request) {
        if (!request.may(HttpMethod.GET, operator("export"))) {
            return Future.failedFuture(
                    new ProblemException(new Problem.Forbidden("the credentials have no role that may export")));
        }
        var type = request.query().find("type").orElse("bill");
        var view = new View(
                options(request, "type.", TYPES, type),
                options(
                        request,
                        "version.",
                        List.of("v5", "v4"),
                        request.query().get("tmf")),
                request.query().get("query"),
                "curl '" + request.request().root() + operator("export?type=bill&billDate.gte=2026-01-01")
                        + "' > bills.ndjson");
        return Future.succeededFuture(Content.of(request.text("menu.exports"), "export", "export", view));
    }

    private static List<SearchField.Option> options(
            ConsoleRequest request, String prefix, List<String> values, String chosen) {
        return values.stream()
                .map(value ->
                        new SearchField.Option(value, request.text("export." + prefix + value), value.equals(chosen)))
                .toList();
    }

    /** The file, as the operation writes it. */
    private static Future<Response> file(ConsoleRequest request) {
        var type = request.query().find("type").orElse("all");
        var version = request.query()
                .find("tmf")
                .map(tmf -> "&tmf=" + Links.segment(tmf))
                .orElse("");
        var query = request.query().find("query").map(text -> "&" + text).orElse("");
        return request.response(operator("export?type=" + Links.segment(type) + version + query));
    }
}
