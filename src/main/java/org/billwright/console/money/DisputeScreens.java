package org.billwright.console.money;

import static org.billwright.console.page.ConsoleRequest.operator;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.billwright.console.page.ActionLink;
import org.billwright.console.page.Chart;
import org.billwright.console.page.ConsoleRequest;
import org.billwright.console.page.ConsoleRoutes;
import org.billwright.console.page.Content;
import org.billwright.console.page.DetailView;
import org.billwright.console.page.Facts;
import org.billwright.console.page.FieldType;
import org.billwright.console.page.FormAction;
import org.billwright.console.page.FormField;
import org.billwright.console.page.ListColumn;
import org.billwright.console.page.ListScreen;
import org.billwright.console.page.Screen;
import org.billwright.console.page.Section;
import org.billwright.console.page.Tables;
import org.billwright.console.page.ValueKind;
import org.billwright.json.Links;

/** The pages of disputes, and their statistics. */
public final class DisputeScreens implements Screen {
    private static final String STATISTICS = "disputeStatistics";
    private static final FormField WHY = FormField.optional("reason", "field.reason", FieldType.TEXT);

    private static final FormAction REVIEW = change("reviewDispute", "/review", List.of(WHY));
    private static final FormAction GRANT = change(
                    "grantDispute",
                    "/grant",
                    List.of(
                            FormField.optional("grantedAmount.value", "field.grantedAmount", FieldType.DECIMAL),
                            FormField.hidden("grantedAmount.unit"),
                            WHY))
            .dangerous();
    private static final FormAction DENY =
            change("denyDispute", "/denial", List.of(FormField.required("reason", "field.reason", FieldType.TEXT)));
    private static final FormAction WITHDRAW = change("withdrawDispute", "/withdrawal", List.of(WHY));

    private static FormAction change(String name, String path, List<FormField> fields) {
        return FormAction.post(name, (request, id) -> dispute(id) + path, fields, (done, id) -> page(id));
    }

    @Override
    public void addTo(ConsoleRoutes routes) {
        var statistics = ActionLink.of(
                "dispute.statistics",
                "/console/" + STATISTICS,
                HttpMethod.GET,
                request -> operator("disputeStatistics"));
        routes.list(new ListScreen(DisputeTable.DISPUTES, List.of(statistics)));
        routes.page(STATISTICS, DisputeScreens::statistics);
        routes.page(DisputeTable.PAGE + "/:id", DisputeScreens::show);
        List.of(REVIEW, GRANT, DENY, WITHDRAW).forEach(action -> routes.action(DisputeTable.PAGE, action));
    }

    private static String dispute(String id) {
        return operator("dispute/" + Links.segment(id));
    }

    private static String page(String id) {
        return "/console/" + DisputeTable.PAGE + "/" + Links.segment(id);
    }

    private static Future<Content> show(ConsoleRequest request) {
        return request.get(dispute(request.request().id())).map(dispute -> content(request, dispute));
    }

    private static Content content(ConsoleRequest request, JsonNode dispute) {
        var id = dispute.path("id").asText();
        var sections = new ArrayList<Section>();
        sections.add(Section.ofFacts(
                "",
                new Facts(request, dispute)
                        .add("field.reason", "reason", ValueKind.WORD)
                        .add("column.disputed", "disputedAmount", ValueKind.MONEY)
                        .add("column.granted", "grantedAmount", ValueKind.MONEY)
                        .addLink("column.bill", "bill.name", "bills", "bill.id")
                        .addLink("column.account", "billingAccount.id", "accounts", "billingAccount.id")
                        .addLink("bill.creditNote", "creditNote.name", "bills", "creditNote.id")
                        .add("column.opened", "openedDate", ValueKind.TIME)
                        .add("column.lastUpdate", "lastUpdate", ValueKind.TIME)
                        .add("column.statusReason", "stateReason", ValueKind.TEXT)
                        .add("field.description", "description", ValueKind.TEXT)
                        .add("column.correlator", "correlatorId", ValueKind.ID)
                        .all()));
        if (dispute.path("rate").size() > 0) {
            sections.add(Tables.section(
                    request,
                    "dispute.lines",
                    dispute.path("rate"),
                    List.of(
                            ListColumn.of("column.id", "id", ValueKind.ID),
                            ListColumn.of("column.taxExcluded", "taxExcludedAmount", ValueKind.MONEY))));
        }
        return DetailView.page(
                request, "dispute.kind", id, dispute.path("state").asText(), actions(request, dispute, id), sections);
    }

    private static List<ActionLink.View> actions(ConsoleRequest request, JsonNode dispute, String id) {
        var state = dispute.path("state").asText();
        boolean isOpened = state.equals("opened");
        if (!isOpened && !state.equals("underReview")) {
            return List.of();
        }
        var unit = "grantedAmount.unit="
                + Links.segment(dispute.path("disputedAmount").path("unit").asText());
        return Stream.of(
                        isOpened ? REVIEW.link(request, DisputeTable.PAGE, id, "") : none(),
                        isOpened ? none() : GRANT.link(request, DisputeTable.PAGE, id, unit),
                        isOpened ? none() : DENY.link(request, DisputeTable.PAGE, id, ""),
                        WITHDRAW.link(request, DisputeTable.PAGE, id, ""))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<ActionLink.View> none() {
        return Optional.empty();
    }

    /** How many disputes there are by reason, state and currency. Each number leads to its disputes. */
    private static Future<Content> statistics(ConsoleRequest request) {
        return request.list(operator("disputeStatistics")).map(listed -> {
            var values = new ArrayList<Chart.Value>();
            DisputeTable.countsByReason(listed.items())
                    .forEach((reason, count) -> values.add(new Chart.Value(
                            request.texts().ofCode(reason),
                            BigDecimal.valueOf(count),
                            request.format().number(count))));
            var sections = new ArrayList<Section>();
            if (!values.isEmpty()) {
                sections.add(Section.ofChart(request.text("dispute.byReason"), Chart.of("", values)));
            }
            sections.add(Tables.section(request, "dispute.statistics", listed.items(), DisputeTable.STATISTICS));
            return DetailView.page(request, "dispute.statistics", "", "", List.of(), sections);
        });
    }
}
