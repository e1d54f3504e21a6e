package org.billwright.console.data;

import static org.billwright.console.page.ConsoleRequest.operator;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.billwright.console.page.ConsoleRequest;
import org.billwright.console.page.ConsoleRoutes;
import org.billwright.console.page.Content;
import org.billwright.console.page.DetailView;
import org.billwright.console.page.Facts;
import org.billwright.console.page.FormAction;
import org.billwright.console.page.ListColumn;
import org.billwright.console.page.ListScreen;
import org.billwright.console.page.ListTable;
import org.billwright.console.page.Screen;
import org.billwright.console.page.SearchField;
import org.billwright.console.page.Section;
import org.billwright.console.page.ValueKind;
import org.billwright.json.Links;

/** The pages of events that subscribers have not received. */
public final class DeliveryScreens implements Screen {
    /** The target of their list. */
    static final String TARGET = operator("eventDelivery");

    private static final String PAGE = "deliveries";

    /** The pages of the instances that events are about. */
    private static final Map<String, String> RESOURCES =
            Map.of("customerBill", "bills", "customerBillOnDemand", "onDemand", "dispute", "disputes");

    private static final ListTable DELIVERIES = new ListTable(
            PAGE,
            "menu.deliveries",
            request -> TARGET,
            "",
            "",
            List.of(
                    SearchField.text("hub", "hub.kind", "hub.id"),
                    SearchField.choice("state", "column.state", "state", List.of("waiting", "deadLettered")),
                    SearchField.text("event", "delivery.eventType", "eventType")),
            List.of(
                    ListColumn.of("delivery.kind", "id", ValueKind.ID).to(PAGE, "id"),
                    ListColumn.of("column.state", "state", ValueKind.CODE),
                    ListColumn.of("hub.kind", "hub.id", ValueKind.ID).to(HubScreens.PAGE, "hub.id"),
                    ListColumn.of("delivery.eventType", "eventType", ValueKind.TEXT),
                    new ListColumn("delivery.resource", "resource.id", ValueKind.ID, DeliveryScreens::resource, false),
                    ListColumn.of("delivery.attempts", "attempts", ValueKind.NUMBER)
                            .sortable(),
                    ListColumn.of("delivery.retryAt", "retryAt", ValueKind.TIME).sortable(),
                    ListColumn.of("field.reason", "reason", ValueKind.TEXT)));

    private static final FormAction RETRY = FormAction.post(
            "retryDelivery",
            (request, id) -> delivery(id) + "/retry",
            List.of(),
            (done, id) -> "/console/" + PAGE + "/" + Links.segment(id));

    @Override
    public void addTo(ConsoleRoutes routes) {
        routes.list(new ListScreen(DELIVERIES, List.of()));
        routes.page(PAGE + "/:id", DeliveryScreens::show);
        routes.action(PAGE, RETRY);
    }

    /** Those of a subscription in a state. */
    static String of(String hub, String state) {
        return "/console/" + PAGE + "?hub=" + Links.segment(hub) + "&state=" + state;
    }

    private static String delivery(String id) {
        return TARGET + "/" + Links.segment(id);
    }

    private static Optional<String> resource(JsonNode row) {
        var about = row.path("resource");
        return Optional.ofNullable(RESOURCES.get(about.path("type").asText()))
                .map(page -> "/console/" + page + "/"
                        + Links.segment(about.path("id").asText()));
    }

    private static Future<Content> show(ConsoleRequest request) {
        return request.get(delivery(request.request().id())).map(found -> content(request, found));
    }

    private static Content content(ConsoleRequest request, JsonNode found) {
        var id = found.path("id").asText();
        var state = found.path("state").asText();
        var page = RESOURCES.getOrDefault(found.path("resource").path("type").asText(), "");
        var facts = new Facts(request, found)
                .addLink("hub.kind", "hub.id", HubScreens.PAGE, "hub.id")
                .add("delivery.eventType", "eventType", ValueKind.TEXT)
                .add("delivery.event", "eventId", ValueKind.ID);
        if (page.isEmpty()) {
            facts.add("delivery.resource", "resource.id", ValueKind.ID);
        } else {
            facts.addLink("delivery.resource", "resource.id", page, "resource.id");
        }
        facts.add("delivery.attempts", "attempts", ValueKind.NUMBER)
                .add("delivery.retryAt", "retryAt", ValueKind.TIME)
                .add("field.reason", "reason", ValueKind.TEXT);
        return DetailView.page(
                request,
                "delivery.kind",
                id,
                state,
                state.equals("deadLettered")
                        ? RETRY.link(request, PAGE, id, "").stream().toList()
                        : List.of(),
                List.of(Section.ofFacts("", facts.all())));
    }
}
