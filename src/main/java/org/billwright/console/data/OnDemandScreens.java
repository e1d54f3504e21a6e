package org.billwright.console.data;

import io.vertx.core.Future;
import java.util.List;
import java.util.stream.Stream;
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
import org.billwright.console.page.ValueKind;
import org.billwright.json.Links;

/** The pages of requests for a bill outside of its cycle. */
public final class OnDemandScreens implements Screen {
    private static final String PAGE = "onDemand";
    private static final String RESOURCE = "customerBillOnDemand";
    private static final List<String> STATES = List.of("inProgress", "rejected", "done", "terminatedWithError");

    private static final ListTable REQUESTS = new ListTable(
            PAGE,
            "menu.onDemand",
            request -> request.tmf(RESOURCE),
            "",
            "-id",
            Stream.concat(
                            Stream.of(
                                    SearchField.choice("state", "column.state", "state", STATES),
                                    SearchField.text("account", "column.account", "billingAccount.id")),
                            SearchField.days("lastUpdate", "search.from", "search.to").stream())
                    .toList(),
            List.of(
                    ListColumn.of("column.id", "id", ValueKind.ID)
                            .to(PAGE, "id")
                            .sortable(),
                    ListColumn.of("column.state", "state", ValueKind.CODE),
                    ListColumn.of("column.account", "billingAccount.id", ValueKind.ID)
                            .to("accounts", "billingAccount.id"),
                    ListColumn.of("column.bill", "customerBill.id", ValueKind.ID)
                            .to("bills", "customerBill.id"),
                    ListColumn.of("column.name", "name", ValueKind.TEXT),
                    ListColumn.of("column.lastUpdate", "lastUpdate", ValueKind.TIME)
                            .sortable(),
                    ListColumn.of("column.statusReason", "stateReason", ValueKind.TEXT)));

    @Override
    public void addTo(ConsoleRoutes routes) {
        routes.list(new ListScreen(REQUESTS, List.of()));
        routes.page(PAGE + "/:id", OnDemandScreens::show);
    }

    private static Future<Content> show(ConsoleRequest request) {
        return request.get(request.tmf(
                        RESOURCE + "/" + Links.segment(request.request().id())))
                .map(found -> DetailView.page(
                        request,
                        "onDemand.kind",
                        found.path("id").asText(),
                        found.path("state").asText(),
                        List.of(),
                        List.of(Section.ofFacts(
                                "",
                                new Facts(request, found)
                                        .addLink("column.account", "billingAccount.id", "accounts", "billingAccount.id")
                                        .addLink("column.bill", "customerBill.id", "bills", "customerBill.id")
                                        .add("column.statusReason", "stateReason", ValueKind.TEXT)
                                        .add("column.lastUpdate", "lastUpdate", ValueKind.TIME)
                                        .add("column.name", "name", ValueKind.TEXT)
                                        .add("field.description", "description", ValueKind.TEXT)
                                        .all()))));
    }
}
