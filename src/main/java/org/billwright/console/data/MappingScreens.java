package org.billwright.console.data;

import static org.billwright.console.page.ConsoleRequest.operator;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.billwright.console.page.ActionLink;
import org.billwright.console.page.ConsoleRequest;
import org.billwright.console.page.ConsoleRoutes;
import org.billwright.console.page.Content;
import org.billwright.console.page.DetailView;
import org.billwright.console.page.FieldType;
import org.billwright.console.page.FormAction;
import org.billwright.console.page.FormField;
import org.billwright.console.page.FormScreen;
import org.billwright.console.page.ListColumn;
import org.billwright.console.page.ListScreen;
import org.billwright.console.page.ListTable;
import org.billwright.console.page.Screen;
import org.billwright.console.page.ValueKind;
import org.billwright.json.Links;
import org.billwright.problem.ProblemException;

/** The pages of CSV mappings. A mapping is a text in YAML or JSON, which the person writes. */
public final class MappingScreens implements Screen {
    private static final String PAGE = "mappings";
    private static final FormField TEXT = FormField.required("mapping", "mapping.text", FieldType.LONG_TEXT);

    private static final ListTable MAPPINGS = new ListTable(
            PAGE,
            "menu.mappings",
            request -> operator("csvMapping"),
            "",
            "",
            List.of(),
            List.of(
                    ListColumn.of("mapping.kind", "id", ValueKind.ID).to(PAGE, "id"),
                    ListColumn.of("column.lastUpdate", "updatedAt", ValueKind.TIME)));

    /** Only its name and texts are used: the body is no JSON object. */
    private static final FormAction ADD = FormAction.post(
                    "addMapping",
                    (request, id) -> mapping("new"),
                    List.of(FormField.required("newId", "column.id", FieldType.URL_PART), TEXT),
                    (done, id) -> page(done.path("id").asText()))
            .by(HttpMethod.PUT);

    private static final FormAction CHANGE =
            FormAction.put("changeMapping", (request, id) -> mapping(id), List.of(TEXT), (done, id) -> page(id));

    private static final FormAction DELETE =
            FormAction.delete("deleteMapping", (request, id) -> mapping(id), (done, id) -> "/console/" + PAGE);

    @Override
    public void addTo(ConsoleRoutes routes) {
        var add = ActionLink.of(
                "action.addMapping", "/console/" + PAGE + "/do/addMapping", HttpMethod.PUT, request -> mapping("new"));
        routes.list(new ListScreen(MAPPINGS, List.of(add)));
        var adding = new FormScreen(ADD, PAGE);
        routes.form(adding, false, (request, id) -> add(request, adding));
        routes.page(PAGE + "/:id", MappingScreens::show);
        var changing = new FormScreen(CHANGE, PAGE);
        routes.form(changing, true, (request, id) -> put(request, changing, id, CHANGE.name()));
        routes.action(PAGE, DELETE);
    }

    private static String mapping(String id) {
        return operator("csvMapping/" + Links.segment(id));
    }

    private static String page(String id) {
        return "/console/" + PAGE + "/" + Links.segment(id);
    }

    private static Future<FormScreen.Outcome> add(ConsoleRequest request, FormScreen form) {
        var id = request.form().get("newId");
        if (id.isEmpty()) {
            return form.refused(request, "", "id: is required");
        }
        return request.find(mapping(id))
                .compose(found -> found.isPresent()
                        ? form.refused(request, "", "there is a mapping with this id already")
                        : put(request, form, id, ADD.name()));
    }

    private static Future<FormScreen.Outcome> put(ConsoleRequest request, FormScreen form, String id, String action) {
        var shownId = action.equals(ADD.name()) ? "" : id;
        var text = request.form().get("mapping").replace("\r\n", "\n");
        return request.send(HttpMethod.PUT, mapping(id), "application/yaml", text)
                .<FormScreen.Outcome>map(done -> new FormScreen.Done(page(id) + "?done=" + action))
                .recover(failure -> failure instanceof ProblemException refused
                        ? form.refused(request, shownId, refused.problem().message())
                        : Future.failedFuture(failure));
    }

    private static Future<Content> show(ConsoleRequest request) {
        return request.get(mapping(request.request().id())).map(mapping -> content(request, mapping));
    }

    private static Content content(ConsoleRequest request, JsonNode mapping) {
        var id = mapping.path("id").asText();
        var actions = Stream.of(CHANGE, DELETE)
                .map(action -> action.link(request, PAGE, id, ""))
                .flatMap(Optional::stream)
                .toList();
        var kind = request.text("mapping.kind");
        var detail = new DetailView(kind, id, "", "", actions, List.of(), "", List.of());
        return new Content(
                200,
                kind + " " + id,
                "mapping",
                Map.of("detail", detail, "text", mapping.path("mapping").asText()));
    }
}
