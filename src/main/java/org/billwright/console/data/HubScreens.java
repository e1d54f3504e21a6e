package org.billwright.console.data;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.billwright.console.page.ActionLink;
import org.billwright.console.page.ConsoleRequest;
import org.billwright.console.page.ConsoleRoutes;
import org.billwright.console.page.Content;
import org.billwright.console.page.DetailView;
import org.billwright.console.page.Facts;
import org.billwright.console.page.FieldType;
import org.billwright.console.page.FormAction;
import org.billwright.console.page.FormField;
import org.billwright.console.page.FormScreen;
import org.billwright.console.page.ListColumn;
import org.billwright.console.page.ListScreen;
import org.billwright.console.page.ListTable;
import org.billwright.console.page.Screen;
import org.billwright.console.page.SearchField;
import org.billwright.console.page.Section;
import org.billwright.console.page.ValueKind;
import org.billwright.json.Links;

/** The pages of subscriptions to events. */
public final class HubScreens implements Screen {
    /** The page of the subscriptions. */
    static final String PAGE = "hubs";

    private static final ListTable HUBS = new ListTable(
            PAGE,
            "menu.hubs",
            request -> request.tmf("hub"),
            "",
            "",
            List.of(SearchField.text("callback", "hub.callback", "callback")),
            List.of(
                    ListColumn.of("hub.kind", "id", ValueKind.ID).to(PAGE, "id").sortable(),
                    ListColumn.of("hub.callback", "callback", ValueKind.TEXT).sortable(),
                    ListColumn.of("hub.query", "query", ValueKind.TEXT)));

    private static final FormAction REGISTER = FormAction.post(
            "registerHub",
            (request, id) -> request.tmf("hub"),
            List.of(
                    FormField.required("callback", "hub.callback", FieldType.TEXT),
                    FormField.optional("query", "hub.query", FieldType.TEXT)),
            (done, id) -> page(done.path("id").asText()));

    private static final FormAction REPLAY = FormAction.post(
            "replayHub",
            (request, id) -> hub(request, id) + "/replay",
            List.of(
                    FormField.required("from", "search.from", FieldType.DAY),
                    FormField.optional("to", "hub.before", FieldType.DAY)),
            (done, id) -> page(id));

    private static final FormAction REMOVE =
            FormAction.delete("removeHub", HubScreens::hub, (done, id) -> "/console/" + PAGE);

    @Override
    public void addTo(ConsoleRoutes routes) {
        var register = ActionLink.of(
                "action.registerHub",
                "/console/" + PAGE + "/do/registerHub",
                HttpMethod.POST,
                request -> request.tmf("hub"));
        routes.list(new ListScreen(HUBS, List.of(register)));
        var form = new FormScreen(REGISTER, PAGE);
        routes.form(form, false, (request, id) -> form.send(request, id, HubScreens::registered));
        routes.page(PAGE + "/:id", HubScreens::show);
        routes.action(PAGE, REPLAY);
        routes.action(PAGE, REMOVE);
    }

    private static String hub(ConsoleRequest request, String id) {
        return request.tmf("hub/" + Links.segment(id));
    }

    private static String page(String id) {
        return "/console/" + PAGE + "/" + Links.segment(id);
    }

    /** The secret is shown here, once: neither a URL nor a page that can be loaded again has it. */
    private static FormScreen.Outcome registered(ConsoleRequest request, JsonNode hub) {
        return new FormScreen.Shown(content(
                request,
                hub,
                List.of(Section.ofText(
                        request.text("hub.secret"), hub.path("secret").asText()))));
    }

    private static Future<Content> show(ConsoleRequest request) {
        return request.get(hub(request, request.request().id()))
                .map(hub -> content(request, hub, List.of(delivery(request, hub), replay(request, hub))));
    }

    private static Content content(ConsoleRequest request, JsonNode hub, List<Section> more) {
        var id = hub.path("id").asText();
        var sections = new ArrayList<Section>();
        sections.add(Section.ofFacts(
                "",
                new Facts(request, hub)
                        .add("hub.callback", "callback", ValueKind.TEXT)
                        .addText("hub.query", hub.path("query").asText(""))
                        .all()));
        more.stream()
                .filter(section -> !section.facts().isEmpty() || !section.text().isEmpty())
                .forEach(sections::add);
        var actions = Stream.of(REPLAY, REMOVE)
                .map(action -> action.link(request, PAGE, id, ""))
                .flatMap(Optional::stream)
                .toList();
        return DetailView.page(
                request, "hub.kind", id, hub.path("delivery").path("state").asText(), actions, sections);
    }

    private static Section delivery(ConsoleRequest request, JsonNode hub) {
        var facts = new ArrayList<Facts.View>();
        for (var state : List.of("waiting", "deadLettered")) {
            var count = request.format().number(hub.path("delivery").path(state).asLong());
            var isShown = request.may(HttpMethod.GET, DeliveryScreens.TARGET);
            facts.add(new Facts.View(
                    request.texts().ofCode(state),
                    count,
                    isShown ? DeliveryScreens.of(hub.path("id").asText(), state) : "",
                    ""));
        }
        facts.addAll(new Facts(request, hub)
                .add("hub.lastDelivery", "delivery.lastDelivery", ValueKind.TIME)
                .add("hub.lastFailure", "delivery.lastFailure", ValueKind.TIME)
                .add("hub.lastError", "delivery.lastError", ValueKind.TEXT)
                .all());
        return Section.ofFacts(request.text("hub.deliveries"), facts);
    }

    private static Section replay(ConsoleRequest request, JsonNode hub) {
        return Section.ofFacts(
                request.text("hub.replay"),
                new Facts(request, hub)
                        .add("column.state", "delivery.replay.state", ValueKind.CODE)
                        .add("search.from", "delivery.replay.from", ValueKind.TIME)
                        .add("search.to", "delivery.replay.to", ValueKind.TIME)
                        .add("hub.queued", "delivery.replay.queued", ValueKind.NUMBER)
                        .all());
    }
}
