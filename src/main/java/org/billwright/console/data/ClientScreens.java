package org.billwright.console.data;

import static org.billwright.console.page.ConsoleRequest.operator;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import java.util.List;
import org.billwright.console.page.ConsoleRequest;
import org.billwright.console.page.ConsoleRoutes;
import org.billwright.console.page.Content;
import org.billwright.console.page.DetailView;
import org.billwright.console.page.Facts;
import org.billwright.console.page.ListColumn;
import org.billwright.console.page.ListScreen;
import org.billwright.console.page.ListTable;
import org.billwright.console.page.Screen;
import org.billwright.console.page.SearchField;
import org.billwright.console.page.Section;
import org.billwright.console.page.Tables;
import org.billwright.console.page.ValueKind;
import org.billwright.json.Links;

/** The pages of machine clients and their roles. They are added and removed by commands. */
public final class ClientScreens implements Screen {
    private static final String PAGE = "clients";
    private static final String RESOURCE = "machineClient";
    private static final List<String> ROLES = List.of("reader", "operator", "approver", "admin");

    private static final ListTable CLIENTS = new ListTable(
            PAGE,
            "menu.clients",
            request -> operator(RESOURCE),
            "",
            "",
            List.of(
                    SearchField.text("id", "client.kind", "id"),
                    SearchField.choice("role", "client.roles", "role.id", ROLES)),
            List.of(
                    ListColumn.of("client.kind", "id", ValueKind.ID)
                            .to(PAGE, "id")
                            .sortable(),
                    ListColumn.of("client.roles", "role.id", ValueKind.TEXT),
                    ListColumn.of("client.scopes", "scope.business.id", ValueKind.TEXT),
                    ListColumn.of("client.rate", "requestsPerSecond", ValueKind.NUMBER)
                            .sortable(),
                    ListColumn.of("column.created", "createdAt", ValueKind.TIME).sortable()));

    @Override
    public void addTo(ConsoleRoutes routes) {
        routes.list(new ListScreen(CLIENTS, List.of()));
        routes.page(PAGE + "/:id", ClientScreens::show);
    }

    private static Future<Content> show(ConsoleRequest request) {
        return request.get(operator(
                        RESOURCE + "/" + Links.segment(request.request().id())))
                .map(client -> content(request, client));
    }

    private static Content content(ConsoleRequest request, JsonNode client) {
        return DetailView.page(
                request,
                "client.kind",
                client.path("id").asText(),
                "",
                List.of(),
                List.of(
                        Section.ofFacts(
                                "",
                                new Facts(request, client)
                                        .add("client.roles", "role.id", ValueKind.TEXT)
                                        .add("client.rate", "requestsPerSecond", ValueKind.NUMBER)
                                        .add("column.created", "createdAt", ValueKind.TIME)
                                        .all()),
                        Tables.section(
                                request,
                                "client.scopes",
                                client.path("scope"),
                                List.of(
                                        ListColumn.of("client.business", "business.id", ValueKind.TEXT),
                                        ListColumn.of("client.operations", "operation.id", ValueKind.TEXT))),
                        Tables.section(
                                request,
                                "client.secrets",
                                client.path("secret"),
                                List.of(
                                        ListColumn.of("column.created", "createdAt", ValueKind.TIME),
                                        ListColumn.of("field.expires", "expiresAt", ValueKind.TIME)))));
    }
}
