package org.billwright.console.run;

import static org.billwright.console.page.ConsoleRequest.operator;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.billwright.console.page.ActionLink;
import org.billwright.console.page.ConsoleRequest;
import org.billwright.console.page.ConsoleRoutes;
import org.billwright.console.page.Content;
import org.billwright.console.page.FormBody;
import org.billwright.console.page.FormField;
import org.billwright.console.page.ListColumn;
import org.billwright.console.page.Screen;
import org.billwright.console.page.SearchField;
import org.billwright.console.page.Section;
import org.billwright.console.page.Tables;
import org.billwright.console.page.ValueKind;
import org.billwright.json.Json;
import org.billwright.json.Links;
import org.billwright.problem.ProblemException;

/** What a rule, which need not exist yet, would have found in the last runs. */
public final class RuleTestScreen implements Screen {
    private static final String PAGE = "billingRuleTest";
    private static final String RUNS = "runs";
    private static final String SIX = "6";

    /** What is tested: a rule without a description, which nobody reads here. */
    private static final List<FormField> FIELDS = RuleScreens.FIELDS.stream()
            .filter(field -> !field.name().equals("description"))
            .toList();

    private static final List<ListColumn> RESULTS = List.of(
            ListColumn.of("run.billingDate", "billingDate", ValueKind.DAY).to(RunTable.PAGE, "id"),
            ListColumn.of("column.cycle", "billCycleSpecification.id", ValueKind.TEXT),
            ListColumn.of("rule.test.bills", "bills", ValueKind.NUMBER),
            ListColumn.of("rule.test.broken", "broken", ValueKind.NUMBER),
            ListColumn.of("rule.test.percent", "brokenPercent", ValueKind.NUMBER),
            ListColumn.of("column.amountDue", "amountDue", ValueKind.MONEY));

    /** The page of the test. */
    public RuleTestScreen() {}

    @Override
    public void addTo(ConsoleRoutes routes) {
        routes.page(PAGE, RuleTestScreen::show);
    }

    /** A link to the test of a rule, for whoever may test it. */
    static Optional<ActionLink.View> link(ConsoleRequest request, JsonNode rule) {
        var query = new ArrayList<String>();
        FIELDS.forEach(field ->
                query.add(Links.segment(field.name()) + "=" + Links.segment(ListColumn.text(rule, field.name()))));
        return ActionLink.of(
                        "rule.test",
                        "/console/" + PAGE + "?" + String.join("&", query),
                        HttpMethod.POST,
                        r -> operator("billingRuleTest"))
                .view(request);
    }

    private static Future<Content> show(ConsoleRequest request) {
        if (request.query().find("metric").isEmpty()) {
            return Future.succeededFuture(content(request, List.of(), ""));
        }
        return tested(request)
                .map(result -> content(request, sections(request, result), ""))
                .recover(failure -> failure instanceof ProblemException refused
                        ? Future.succeededFuture(
                                content(request, List.of(), refused.problem().message())
                                        .withStatus(422))
                        : Future.failedFuture(failure));
    }

    private static Future<JsonNode> tested(ConsoleRequest request) {
        try {
            var body = Json.object();
            body.set("billingRule", FormBody.of(FIELDS, Map.of(), request.query(), request.format()));
            body.put(RUNS, runs(request));
            return request.send(HttpMethod.POST, operator("billingRuleTest"), body);
        } catch (ProblemException refused) {
            return Future.failedFuture(refused);
        }
    }

    private static int runs(ConsoleRequest request) {
        var given = request.query().find(RUNS).orElse(SIX);
        return given.matches("[0-9]{1,4}") ? Integer.parseInt(given) : 0;
    }

    private static List<Section> sections(ConsoleRequest request, JsonNode result) {
        var sections = new ArrayList<Section>();
        sections.add(Tables.section(request, "rule.test.result", result.path("billRun"), RESULTS));
        for (var run : result.path("billRun")) {
            if (run.path("example").size() > 0) {
                sections.add(Section.ofTable(
                        request.text("rule.test.examples", RunTable.name(run)),
                        Tables.of(request, "rule.test.result", run.path("example"), examples(run))));
            }
        }
        return sections;
    }

    private static List<ListColumn> examples(JsonNode run) {
        return List.of(
                new ListColumn(
                        "column.account",
                        "billingAccount.id",
                        ValueKind.ID,
                        row -> Optional.of(ListColumn.text(row, "billingAccount.id"))
                                .filter(account -> !account.isEmpty())
                                .map(account ->
                                        RunTable.accountPage(run.path("id").asText(), account)),
                        false),
                ListColumn.of("case.value", "value", ValueKind.NUMBER),
                ListColumn.of("column.message", "text", ValueKind.TEXT),
                ListColumn.of("column.amountDue", "amountDue", ValueKind.MONEY));
    }

    private static Content content(ConsoleRequest request, List<Section> sections, String error) {
        var fields = new ArrayList<SearchField.View>();
        for (var field : FIELDS) {
            var value = request.query().get(field.name());
            fields.add(new SearchField.View(
                    field.name(),
                    request.text(field.text()),
                    value,
                    field.name().endsWith("imum") ? "number" : "text",
                    field.choices().stream()
                            .map(choice -> new SearchField.Option(
                                    choice, request.texts().ofCode(choice), choice.equals(value)))
                            .toList()));
        }
        fields.add(RunTab.number(
                RUNS, request.text("rule.test.runs"), request.query().find(RUNS).orElse(SIX)));
        return new Content(
                200,
                request.text("rule.test"),
                "ruleTest",
                Map.of("filter", fields, "sections", sections, "error", error));
    }
}
