package org.billwright.console.data;

import static org.billwright.console.page.ConsoleRequest.operator;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.stream.Stream;
import org.billwright.console.page.ActionLink;
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

/** The pages of the audit trail. */
public final class AuditScreens implements Screen {
    private static final String PAGE = "audit";
    private static final List<String> ACTIONS =
            List.of("read", "list", "create", "change", "delete", "replay", "import", "export", "erase", "refuse");

    private static final ListTable ENTRIES = new ListTable(
            PAGE,
            "menu.audit",
            request -> operator("auditEntry"),
            "",
            "",
            Stream.concat(
                            Stream.of(
                                    SearchField.text("caller", "column.caller", "caller"),
                                    SearchField.choice("action", "column.action", "action", ACTIONS),
                                    SearchField.text("resource", "audit.resource", "resource"),
                                    SearchField.text("subject", "audit.subject", "request.subject.id")),
                            SearchField.days("date", "search.from", "search.to").stream())
                    .toList(),
            List.of(
                    ListColumn.of("column.date", "date", ValueKind.TIME)
                            .to(PAGE, "id")
                            .sortable(),
                    ListColumn.of("column.caller", "caller", ValueKind.TEXT).sortable(),
                    ListColumn.of("column.action", "action", ValueKind.WORD),
                    ListColumn.of("audit.resource", "resource", ValueKind.TEXT),
                    ListColumn.of("audit.subject", "request.subject.id", ValueKind.TEXT)));

    private static final List<ListColumn> REQUESTS = List.of(
            ListColumn.of("audit.correlation", "correlationId", ValueKind.ID),
            ListColumn.of("audit.milliseconds", "milliseconds", ValueKind.NUMBER),
            ListColumn.of("audit.subject", "subject.id", ValueKind.TEXT),
            ListColumn.of("audit.count", "page.count", ValueKind.NUMBER),
            ListColumn.of("audit.first", "page.first", ValueKind.ID),
            ListColumn.of("audit.last", "page.last", ValueKind.ID));

    @Override
    public void addTo(ConsoleRoutes routes) {
        var check = ActionLink.of(
                "audit.check", "/console/auditCheck", HttpMethod.GET, request -> operator("auditVerification"));
        routes.list(new ListScreen(ENTRIES, List.of(check)));
        routes.page(PAGE + "/:id", AuditScreens::show);
        routes.page("auditCheck", AuditScreens::check);
    }

    private static Future<Content> show(ConsoleRequest request) {
        return request.get(
                        operator("auditEntry/" + Links.segment(request.request().id())))
                .map(entry -> content(request, entry));
    }

    private static Content content(ConsoleRequest request, JsonNode entry) {
        return DetailView.page(
                request,
                "audit.entry",
                entry.path("id").asText(),
                "",
                List.of(),
                List.of(
                        Section.ofFacts(
                                "",
                                new Facts(request, entry)
                                        .add("column.date", "date", ValueKind.TIME)
                                        .add("column.caller", "caller", ValueKind.TEXT)
                                        .add("column.action", "action", ValueKind.WORD)
                                        .add("audit.resource", "resource", ValueKind.TEXT)
                                        .add("audit.subject", "subject.id", ValueKind.TEXT)
                                        .add("audit.correlation", "correlationId", ValueKind.ID)
                                        .all()),
                        Tables.section(request, "audit.requests", entry.path("request"), REQUESTS)));
    }

    /** Whether the newest entries are those that were written. */
    private static Future<Content> check(ConsoleRequest request) {
        return request.get(operator("auditVerification"))
                .map(result -> DetailView.page(
                        request,
                        "audit.check",
                        "",
                        "",
                        List.of(),
                        List.of(
                                Section.ofText(
                                        "",
                                        request.text(
                                                result.path("isIntact").asBoolean()
                                                        ? "audit.isIntact"
                                                        : "audit.isDamaged")),
                                Section.ofFacts(
                                        "",
                                        new Facts(request, result)
                                                .add("audit.damage", "damage", ValueKind.TEXT)
                                                .add("audit.entries", "entries", ValueKind.NUMBER)
                                                .add("audit.unsealed", "unsealedEntries", ValueKind.NUMBER)
                                                .add("audit.seals", "seals", ValueKind.NUMBER)
                                                .add("audit.firstSeal", "firstSeal", ValueKind.NUMBER)
                                                .add("audit.lastSeal", "lastSeal", ValueKind.NUMBER)
                                                .add("audit.lastHash", "lastHash", ValueKind.ID)
                                                .all()))));
    }
}
