package org.billwright.console.data;

import static org.billwright.console.page.ConsoleRequest.operator;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.billwright.console.page.ActionLink;
import org.billwright.console.page.ConsoleRequest;
import org.billwright.console.page.ConsoleRoutes;
import org.billwright.console.page.Content;
import org.billwright.console.page.FormAction;
import org.billwright.console.page.ListScreen;
import org.billwright.console.page.Screen;
import org.billwright.console.page.Section;
import org.billwright.http.Response;
import org.billwright.json.Links;

/** The pages of imports: their list, one of them while it runs and when it has ended, and its rejected lines. */
public final class ImportScreens implements Screen {
    /** The page of the imports. */
    static final String PAGE = "imports";

    /** The target of the operation. */
    static final String TARGET = operator("import");

    private static final Set<String> IN_FLIGHT = Set.of("waiting", "running");

    private static final FormAction CANCEL =
            FormAction.delete("cancelImport", (request, id) -> target(id), (done, id) -> page(id));

    @Override
    public void addTo(ConsoleRoutes routes) {
        var add = ActionLink.of("action.newImport", "/console/newImport", HttpMethod.POST, request -> TARGET);
        routes.list(new ListScreen(ImportTable.IMPORTS, List.of(add)));
        routes.page(PAGE + "/:id", request -> show(request, "import"));
        routes.part(PAGE + "/:id/progress", request -> show(request, "importProgress"));
        routes.raw(PAGE + "/:id/rejects", List.of("application/x-ndjson"), ImportScreens::rejects);
        routes.action(PAGE, CANCEL);
        new ImportUpload().addTo(routes);
    }

    private static String target(String id) {
        return TARGET + "/" + Links.segment(id);
    }

    /** The page of an import. */
    static String page(String id) {
        return "/console/" + PAGE + "/" + Links.segment(id);
    }

    private static Future<Content> show(ConsoleRequest request, String template) {
        return request.get(target(request.request().id()))
                .compose(found -> rejected(request, found).map(rejects -> content(request, template, found, rejects)));
    }

    /** While it runs they are not read: each reading is in the audit trail. */
    private static Future<List<Section>> rejected(ConsoleRequest request, JsonNode found) {
        if (isInFlight(found) || found.path("rejected").asLong() == 0) {
            return Future.succeededFuture(List.of());
        }
        return request.response(target(found.path("id").asText()) + "/rejects")
                .map(response -> ImportRejects.section(request, response.body()))
                .recover(failure -> ImportRejects.absent(request, failure))
                .map(List::of);
    }

    private static boolean isInFlight(JsonNode found) {
        return IN_FLIGHT.contains(found.path("state").asText());
    }

    private static Content content(ConsoleRequest request, String template, JsonNode found, List<Section> rejects) {
        var id = found.path("id").asText();
        boolean isLive = isInFlight(found);
        var sections = new ArrayList<Section>();
        if (found.path("dryRun").asBoolean()) {
            sections.add(aboutDryRun(request, found));
        }
        sections.add(Section.ofFacts("", ImportTable.facts(request, found)));
        sections.addAll(ImportTable.findings(request, found));
        sections.addAll(rejects);
        var title = request.text("import.kind");
        return new Content(
                200,
                title + " " + id,
                template,
                Map.of(
                        "id",
                        id,
                        "kind",
                        title,
                        "isLive",
                        isLive,
                        "progress",
                        page(id) + "/progress",
                        "download",
                        rejects.isEmpty() ? "" : page(id) + "/rejects",
                        "actions",
                        isLive ? CANCEL.link(request, PAGE, id, "").stream().toList() : List.of(),
                        "sections",
                        sections));
    }

    private static Section aboutDryRun(ConsoleRequest request, JsonNode found) {
        var load = found.path("state").asText().equals("done") && request.may(HttpMethod.POST, TARGET)
                ? List.of(new ActionLink.View(request.text("import.loadNow"), ImportUpload.hrefAfter(found), false))
                : List.<ActionLink.View>of();
        return new Section("", request.text("import.dryRun.about"), List.of(), List.of(), List.of(), load);
    }

    private static Future<Response> rejects(ConsoleRequest request) {
        var id = request.request().id();
        return request.response(target(id) + "/rejects")
                .map(response -> response.with(
                        "Content-Disposition",
                        "attachment; filename=\"rejects-" + id.replaceAll("[^A-Za-z0-9-]", "_") + ".ndjson\""));
    }
}
