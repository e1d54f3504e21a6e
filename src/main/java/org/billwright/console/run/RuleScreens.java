package org.billwright.console.run;

import static org.billwright.console.page.ConsoleRequest.operator;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.billwright.console.page.ActionLink;
import org.billwright.console.page.ConsoleRequest;
import org.billwright.console.page.ConsoleRoutes;
import org.billwright.console.page.Content;
import org.billwright.console.page.DetailView;
import org.billwright.console.page.Facts;
import org.billwright.console.page.FieldType;
import org.billwright.console.page.FormAction;
import org.billwright.console.page.FormContext;
import org.billwright.console.page.FormField;
import org.billwright.console.page.ListColumn;
import org.billwright.console.page.ListScreen;
import org.billwright.console.page.ListTable;
import org.billwright.console.page.Screen;
import org.billwright.console.page.SearchField;
import org.billwright.console.page.Section;
import org.billwright.console.page.ValueKind;
import org.billwright.json.Links;

/** The pages of billing rules. */
public final class RuleScreens implements Screen {
    /** The page of the rules. */
    static final String PAGE = "billingRules";

    /** What follows where a rule is broken. */
    static final List<String> SEVERITIES = List.of("warn", "holdBill", "blockRun");

    /** What is measured, of a bill and then of a run. */
    static final List<String> METRICS = List.of(
            "amountDue",
            "changeAmount",
            "changePercent",
            "medianDistance",
            "billShock",
            "zero",
            "negative",
            "firstBill",
            "missingProducts",
            "lines",
            "linesWithoutTax",
            "duplicateLines",
            "oldestRateDays",
            "largestLinePercent",
            "forecastChangePercent",
            "refusedPercent",
            "heldPercent",
            "gonePercent",
            "chargeTypeChangePercent");

    private static final String CYCLE = "billCycleSpecification.id";

    /** The fields of a rule without its id. */
    static final List<FormField> FIELDS = List.of(
            FormField.choice("metric", "case.metric", METRICS),
            FormField.optional("minimum", "case.minimum", FieldType.DECIMAL),
            FormField.optional("maximum", "case.maximum", FieldType.DECIMAL),
            FormField.optional("currency", "rule.currency", FieldType.TEXT),
            FormField.optional("chargeType", "rule.chargeType", FieldType.TEXT),
            FormField.choice("severity", "case.severity", SEVERITIES),
            FormField.optional(CYCLE, "rule.cycle", FieldType.TEXT),
            FormField.optional("description", "field.description", FieldType.LONG_TEXT));

    private static final ListTable RULES = new ListTable(
            PAGE,
            "menu.billingRules",
            request -> operator("billingRule"),
            "",
            "",
            List.of(
                    SearchField.text("id", "column.id", "id"),
                    SearchField.choice("metric", "case.metric", "metric", METRICS),
                    SearchField.choice("severity", "case.severity", "severity", SEVERITIES)),
            List.of(
                    ListColumn.of("column.id", "id", ValueKind.ID)
                            .to(PAGE, "id")
                            .sortable(),
                    ListColumn.of("column.description", "description", ValueKind.TEXT),
                    ListColumn.of("case.metric", "metric", ValueKind.CODE),
                    ListColumn.of("case.minimum", "minimum", ValueKind.NUMBER),
                    ListColumn.of("case.maximum", "maximum", ValueKind.NUMBER),
                    ListColumn.of("column.currency", "currency", ValueKind.TEXT),
                    ListColumn.of("case.severity", "severity", ValueKind.CODE),
                    ListColumn.of("column.cycle", CYCLE, ValueKind.TEXT)));

    private static final FormAction ADD = put(
            "addRule",
            Optional.empty(),
            Stream.concat(Stream.of(FormField.required("id", "column.id", FieldType.TEXT)), FIELDS.stream())
                    .toList(),
            (request, id) -> request.form().find("id").orElse("x"));

    private static final FormAction CHANGE =
            put("changeRule", Optional.of((request, id) -> target(id)), FIELDS, (request, id) -> id);

    private static final FormAction DELETE = FormAction.post(
                    "deleteRule", (request, id) -> target(id), List.of(), (done, id) -> "/console/" + PAGE)
            .by(HttpMethod.DELETE)
            .dangerous();

    /** The pages of billing rules. */
    public RuleScreens() {}

    /** Where the id of a rule comes from. */
    private interface IdOf {
        String id(ConsoleRequest request, String id);
    }

    /** @param revision what must be as the person has seen it */
    private static FormAction put(
            String name,
            Optional<BiFunction<ConsoleRequest, String, String>> revision,
            List<FormField> fields,
            IdOf of) {
        return new FormAction(
                name,
                HttpMethod.PUT,
                (request, id) -> target(of.id(request, id)),
                fields,
                Map.of(),
                false,
                revision,
                (done, id) -> page(done.path("id").asText(id)));
    }

    @Override
    public void addTo(ConsoleRoutes routes) {
        var add = ActionLink.of(
                "action.addRule", "/console/" + PAGE + "/do/addRule", HttpMethod.PUT, request -> target("x"));
        routes.list(new ListScreen(RULES, List.of(add)));
        routes.page(PAGE + "/:id", RuleScreens::show);
        routes.creation(PAGE, ADD);
        routes.action(PAGE, CHANGE, (request, id) -> request.get(target(id)).map(RuleScreens::filled));
        routes.action(
                PAGE,
                DELETE,
                (request, id) -> request.get(target(id))
                        .map(rule -> FormContext.of(List.of(Section.ofFacts("", facts(request, rule))))));
    }

    private static String target(String id) {
        return operator("billingRule/" + Links.segment(id));
    }

    private static String page(String id) {
        return "/console/" + PAGE + "/" + Links.segment(id);
    }

    private static FormContext filled(JsonNode rule) {
        var values = new HashMap<String, String>();
        FIELDS.forEach(field -> values.put(field.name(), ListColumn.text(rule, field.name())));
        return FormContext.NONE.withValues(values);
    }

    private static Future<Content> show(ConsoleRequest request) {
        return request.get(target(request.request().id())).map(rule -> {
            var id = rule.path("id").asText();
            var actions = new ArrayList<ActionLink.View>();
            CHANGE.link(request, PAGE, id, "").ifPresent(actions::add);
            RuleTestScreen.link(request, rule).ifPresent(actions::add);
            DELETE.link(request, PAGE, id, "").ifPresent(actions::add);
            var cases = new ActionLink.View(
                    request.text("rule.cases"), "/console/" + CaseTable.PAGE + "?rule=" + Links.segment(id), false);
            var section = new Section(
                    "",
                    ListColumn.text(rule, "description"),
                    facts(request, rule),
                    List.of(),
                    List.of(),
                    List.of(cases));
            var view = new DetailView(request.text("rule.kind"), id, "", "", actions, List.of(), "", List.of(section));
            return Content.of(view.kind() + " " + id, "detail", "detail", view);
        });
    }

    private static List<Facts.View> facts(ConsoleRequest request, JsonNode rule) {
        return new Facts(request, rule)
                .add("case.metric", "metric", ValueKind.CODE)
                .add("case.minimum", "minimum", ValueKind.NUMBER)
                .add("case.maximum", "maximum", ValueKind.NUMBER)
                .add("column.currency", "currency", ValueKind.TEXT)
                .add("rule.chargeType", "chargeType", ValueKind.CODE)
                .add("case.severity", "severity", ValueKind.CODE)
                .add("rule.cycle", CYCLE, ValueKind.TEXT)
                .all();
    }
}
