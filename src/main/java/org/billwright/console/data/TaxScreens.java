package org.billwright.console.data;

import static org.billwright.console.page.ConsoleRequest.operator;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
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
import org.billwright.console.page.ListColumn;
import org.billwright.console.page.ListScreen;
import org.billwright.console.page.ListTable;
import org.billwright.console.page.Screen;
import org.billwright.console.page.SearchField;
import org.billwright.console.page.Section;
import org.billwright.console.page.ValueKind;
import org.billwright.json.Links;

/** The pages of tax rules and of the tax settings. */
public final class TaxScreens implements Screen {
    private static final String PAGE = "taxRules";
    private static final String SETTINGS = "taxSettings";

    private static final ListTable RULES = new ListTable(
            PAGE,
            "menu.taxRules",
            request -> operator("taxRule"),
            "",
            "",
            List.of(
                    SearchField.text("id", "column.taxRule", "id"),
                    SearchField.text("category", "column.taxCategory", "taxCategory"),
                    SearchField.text("jurisdiction", "column.jurisdiction", "jurisdictionName")),
            List.of(
                    ListColumn.of("column.taxRule", "id", ValueKind.ID)
                            .to(PAGE, "id")
                            .sortable(),
                    ListColumn.of("column.taxCategory", "taxCategory", ValueKind.TEXT)
                            .sortable(),
                    ListColumn.of("column.jurisdiction", "jurisdictionName", ValueKind.TEXT),
                    ListColumn.of("tax.basis", "basis", ValueKind.WORD),
                    ListColumn.of("column.taxRate", "taxRate", ValueKind.NUMBER),
                    ListColumn.of("tax.amount", "taxAmount", ValueKind.MONEY),
                    ListColumn.of("search.from", "validFor.startDateTime", ValueKind.TIME),
                    ListColumn.of("field.until", "validFor.endDateTime", ValueKind.TIME),
                    ListColumn.of("column.description", "description", ValueKind.TEXT)));

    private static final List<FormField> FIELDS = List.of(
            FormField.required("taxCategory", "column.taxCategory", FieldType.TEXT),
            FormField.optional("jurisdictionName", "column.jurisdiction", FieldType.TEXT),
            choice("basis", "tax.basis", List.of("net", "gross", "line", "unit")),
            FormField.optional("taxRate", "column.taxRate", FieldType.DECIMAL),
            FormField.optional("taxAmount.value", "tax.amountOfBasis", FieldType.DECIMAL),
            FormField.optional("taxAmount.unit", "column.currency", FieldType.TEXT),
            choice("taxCategoryCode", "tax.code", List.of("S", "Z", "E", "AE", "K", "G", "O")),
            FormField.optional("exemptionReason", "tax.exemptionReason", FieldType.TEXT),
            FormField.optional("order", "tax.order", FieldType.INTEGER),
            FormField.optional("withheld", "tax.withheld", FieldType.CHECK),
            FormField.optional("validFor.startDateTime", "tax.from", FieldType.DAY),
            FormField.optional("validFor.endDateTime", "tax.until", FieldType.DAY),
            FormField.optional("description", "field.description", FieldType.LONG_TEXT));

    private static final FormAction ADD = FormAction.post(
                    "addTaxRule",
                    (request, id) -> rule(request.form().find("newId").orElse("new")),
                    Stream.concat(
                                    Stream.of(FormField.required("newId", "column.id", FieldType.URL_PART)),
                                    FIELDS.stream())
                            .toList(),
                    (done, id) -> page(done.path("id").asText()))
            .by(HttpMethod.PUT);

    private static final FormAction CHANGE =
            FormAction.put("changeTaxRule", (request, id) -> rule(id), FIELDS, (done, id) -> page(id));

    private static final FormAction DELETE =
            FormAction.delete("deleteTaxRule", (request, id) -> rule(id), (done, id) -> "/console/" + PAGE);

    private static final FormAction CHANGE_SETTINGS = FormAction.put(
            "changeTaxSettings",
            (request, id) -> operator(SETTINGS),
            List.of(
                    FormField.choice("taxPolicy", "account.taxPolicy", List.of("computed", "asRated")),
                    choice("taxRateUnit", "tax.rateUnit", List.of("percent", "fraction"))),
            (done, id) -> "/console/" + SETTINGS);

    private static FormField choice(String name, String text, List<String> choices) {
        return new FormField(name, text, FieldType.CHOICE, false, choices);
    }

    @Override
    public void addTo(ConsoleRoutes routes) {
        var settings = ActionLink.of(
                "menu.taxSettings", "/console/" + SETTINGS, HttpMethod.GET, request -> operator(SETTINGS));
        var add = ActionLink.of(
                "action.addTaxRule", "/console/" + PAGE + "/do/addTaxRule", HttpMethod.PUT, request -> rule("new"));
        routes.list(new ListScreen(RULES, List.of(settings, add)));
        routes.creation(PAGE, ADD);
        routes.page(PAGE + "/:id", TaxScreens::show);
        routes.action(PAGE, CHANGE);
        routes.action(PAGE, DELETE);
        routes.page(SETTINGS, TaxScreens::settings);
        routes.creation(SETTINGS, CHANGE_SETTINGS);
    }

    private static String rule(String id) {
        return operator("taxRule/" + Links.segment(id));
    }

    private static String page(String id) {
        return "/console/" + PAGE + "/" + Links.segment(id);
    }

    private static Future<Content> show(ConsoleRequest request) {
        return request.get(rule(request.request().id())).map(rule -> content(request, rule));
    }

    private static Content content(ConsoleRequest request, JsonNode rule) {
        var id = rule.path("id").asText();
        var actions = Stream.of(CHANGE, DELETE)
                .map(action -> action.link(request, PAGE, id, ""))
                .flatMap(Optional::stream)
                .toList();
        return DetailView.page(
                request,
                "column.taxRule",
                id,
                "",
                actions,
                List.of(Section.ofFacts(
                        "",
                        new Facts(request, rule)
                                .add("column.taxCategory", "taxCategory", ValueKind.TEXT)
                                .add("column.jurisdiction", "jurisdictionName", ValueKind.TEXT)
                                .add("tax.basis", "basis", ValueKind.WORD)
                                .add("column.taxRate", "taxRate", ValueKind.NUMBER)
                                .add("tax.amount", "taxAmount", ValueKind.MONEY)
                                .add("tax.code", "taxCategoryCode", ValueKind.WORD)
                                .add("tax.exemptionReason", "exemptionReason", ValueKind.TEXT)
                                .add("tax.order", "order", ValueKind.NUMBER)
                                .add("tax.withheld", "withheld", ValueKind.WORD)
                                .add("tax.from", "validFor.startDateTime", ValueKind.TIME)
                                .add("tax.until", "validFor.endDateTime", ValueKind.TIME)
                                .add("field.description", "description", ValueKind.TEXT)
                                .all())));
    }

    private static Future<Content> settings(ConsoleRequest request) {
        return request.get(operator(SETTINGS))
                .map(settings -> DetailView.page(
                        request,
                        "menu.taxSettings",
                        "",
                        "",
                        CHANGE_SETTINGS.link(request, SETTINGS, "", "").stream().toList(),
                        List.of(Section.ofFacts(
                                "",
                                new Facts(request, settings)
                                        .add("account.taxPolicy", "taxPolicy", ValueKind.WORD)
                                        .add("tax.rateUnit", "taxRateUnit", ValueKind.WORD)
                                        .all()))));
    }
}
