package org.billwright.console.selfcare;

import static org.billwright.console.page.ConsoleRequest.operator;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.billwright.console.page.AccountDays;
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
import org.billwright.console.page.Section;
import org.billwright.console.page.ShownDocument;
import org.billwright.console.page.Tables;
import org.billwright.console.page.ValueKind;
import org.billwright.json.Links;

/** The pages of a customer. What they show is what the customer's token is limited to. */
public final class SelfCareScreens implements Screen {
    private static final String PAGE = "my";
    private static final String BILL = PAGE + "/:id";
    private static final int LINES = 500;
    private static final List<String> REASONS =
            List.of("usageNotRecognized", "notOrdered", "serviceNotProvided", "priceError", "duplicate", "other");

    private static final ListTable BILLS = new ListTable(
            PAGE,
            "my.bills",
            request -> request.tmf("customerBill"),
            "state=sent,partiallyPaid,settled",
            "",
            List.of(),
            List.of(
                    ListColumn.of("column.billNo", "billNo", ValueKind.ID).to(PAGE, "id"),
                    ListColumn.of("column.billDate", "billDate", ValueKind.ACCOUNT_DAY)
                            .sortable(),
                    ListColumn.of("column.state", "state", ValueKind.CODE),
                    ListColumn.of("column.amountDue", "amountDue", ValueKind.MONEY),
                    ListColumn.of("column.remaining", "remainingAmount", ValueKind.MONEY),
                    ListColumn.of("my.payUntil", "paymentDueDate", ValueKind.ACCOUNT_DAY)));

    private static final FormAction DISPUTE = FormAction.post(
            "disputeLine",
            (request, id) -> operator("customerBill/" + Links.segment(id) + "/dispute"),
            List.of(
                    FormField.required("rate", "my.line", FieldType.REFERENCES),
                    FormField.choice("reason", "field.reason", REASONS),
                    FormField.optional("description", "my.words", FieldType.LONG_TEXT)),
            (done, id) -> "/console/my/" + Links.segment(id) + "/disputes");

    @Override
    public void addTo(ConsoleRoutes routes) {
        routes.list(new ListScreen(BILLS, List.of()));
        for (var part : List.of("", "/explanation", "/lines", "/disputes")) {
            routes.page(BILL + part, request -> show(request, part));
        }
        routes.raw(BILL + "/file/:document", ShownDocument.TYPES, ShownDocument::of);
        routes.action(PAGE, DISPUTE);
    }

    private static Future<Content> show(ConsoleRequest request, String part) {
        return AccountDays.get(
                        request,
                        request.tmf("customerBill/"
                                + Links.segment(request.request().id())))
                .compose(bill -> sections(request, bill, part).map(sections -> content(request, bill, part, sections)));
    }

    private static Future<List<Section>> sections(ConsoleRequest request, JsonNode bill, String part) {
        var id = Links.segment(bill.path("id").asText());
        return switch (part) {
            case "/explanation" ->
                request.find(operator("customerBill/" + id + "/explanation"))
                        .map(found -> found.map(explanation -> explained(request, explanation))
                                .orElseGet(() -> List.of(Section.ofText("", request.text("bill.noExplanation")))));
            case "/lines" ->
                request.list(request.tmf("appliedCustomerBillingRate?bill.id=" + id + "&limit=" + LINES))
                        .map(lines -> List.of(lines(request, id, lines.items())));
            case "/disputes" ->
                request.list(operator("dispute?bill.id=" + id))
                        .map(listed -> List.of(Tables.section(
                                request,
                                "menu.disputes",
                                listed.items(),
                                List.of(
                                        ListColumn.of("column.date", "openedDate", ValueKind.TIME),
                                        ListColumn.of("column.state", "state", ValueKind.CODE),
                                        ListColumn.of("field.reason", "reason", ValueKind.CODE),
                                        ListColumn.of("column.disputed", "disputedAmount", ValueKind.MONEY),
                                        ListColumn.of("column.granted", "grantedAmount", ValueKind.MONEY)))));
            default ->
                Future.succeededFuture(List.of(Section.ofFacts(
                        "",
                        new Facts(request, bill)
                                .add("column.remaining", "remainingAmount", ValueKind.MONEY)
                                .add("my.payUntil", "paymentDueDate", ValueKind.ACCOUNT_DAY)
                                .all())));
        };
    }

    private static List<Section> explained(ConsoleRequest request, JsonNode explanation) {
        return List.of(
                Section.ofFacts(
                        "",
                        new Facts(request, explanation)
                                .add("column.amountDue", "amountDue", ValueKind.MONEY)
                                .add("bill.previousAmount", "previousAmountDue", ValueKind.MONEY)
                                .add("bill.difference", "difference", ValueKind.MONEY)
                                .all()),
                Tables.section(
                        request,
                        "bill.causes",
                        explanation.path("cause"),
                        List.of(
                                ListColumn.of("column.cause", "text", ValueKind.TEXT),
                                ListColumn.of("column.amount", "amount", ValueKind.MONEY))));
    }

    /** The lines, each with a link to its dispute. */
    private static Section lines(ConsoleRequest request, String bill, Iterable<JsonNode> lines) {
        var dispute = new ListColumn(
                "my.dispute",
                "type",
                ValueKind.CODE,
                row -> Optional.of("/console/my/" + bill + "/do/disputeLine?rate="
                        + Links.segment(row.path("id").asText())),
                false);
        return Tables.section(
                request,
                "bill.lines",
                lines,
                List.of(
                        ListColumn.of("column.date", "date", ValueKind.TIME),
                        ListColumn.of("column.product", "product.name", ValueKind.TEXT),
                        ListColumn.of("column.description", "name", ValueKind.TEXT),
                        ListColumn.of("column.taxExcluded", "taxExcludedAmount", ValueKind.MONEY),
                        dispute));
    }

    private static Content content(ConsoleRequest request, JsonNode bill, String part, List<Section> sections) {
        var href = "/console/my/" + Links.segment(bill.path("id").asText());
        var tabs = new ArrayList<DetailView.Tab>();
        for (var other : List.of("", "/explanation", "/lines", "/disputes")) {
            tabs.add(new DetailView.Tab(
                    request.text("my.part" + other.replace('/', '.')), href + other, other.equals(part)));
        }
        var state = bill.path("state").asText();
        var number = bill.path("billNo").asText(bill.path("id").asText());
        var actions = Set.of("sent", "partiallyPaid", "settled").contains(state)
                ? List.of(new ActionLink.View(request.text("action.disputeLine"), href + "/lines", false))
                : List.<ActionLink.View>of();
        var view = new DetailView(
                request.text("bill.kind"),
                number,
                request.texts().ofCode(state),
                DetailView.colorOf(state),
                actions,
                tabs,
                part.isEmpty() ? href + "/file/" + Links.segment(bill.path("id").asText()) : "",
                sections);
        return Content.of(request.text("bill.kind") + " " + number, "detail", "detail", view);
    }
}
