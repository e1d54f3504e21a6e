package org.billwright.console.money;

import static org.billwright.console.page.ConsoleRequest.operator;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
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

/** The pages of refunds. */
public final class RefundScreens implements Screen {
    private static final String PAGE = "refunds";

    /** The refunds. */
    static final ListTable REFUNDS = new ListTable(
            PAGE,
            "menu.refunds",
            request -> operator("refund"),
            "",
            "",
            Stream.of(
                            List.of(
                                    SearchField.text("id", "column.refund", "id"),
                                    SearchField.text("account", "column.account", "account.id"),
                                    SearchField.text("payment", "column.payment", "payment.id")),
                            SearchField.days("refundDate", "search.from", "search.to"),
                            SearchField.amounts("amount.value", "search.least", "search.most"))
                    .flatMap(List::stream)
                    .toList(),
            List.of(
                    ListColumn.of("column.refund", "id", ValueKind.ID)
                            .to(PAGE, "id")
                            .sortable(),
                    ListColumn.of("column.account", "account.id", ValueKind.ID).to("accounts", "account.id"),
                    ListColumn.of("column.payment", "payment.id", ValueKind.ID).to(PaymentTable.PAGE, "payment.id"),
                    ListColumn.of("column.refundDate", "refundDate", ValueKind.TIME)
                            .sortable(),
                    ListColumn.of("column.amount", "amount", ValueKind.MONEY).sortable(),
                    ListColumn.of("field.reason", "reason", ValueKind.TEXT)));

    private static final FormAction PAY_BACK = FormAction.post(
                    "payBack",
                    (request, id) -> operator("refund"),
                    List.of(
                            FormField.required("account.id", "column.account", FieldType.TEXT),
                            FormField.required("amount.value", "column.amount", FieldType.DECIMAL),
                            FormField.required("amount.unit", "column.currency", FieldType.TEXT),
                            FormField.optional("payment.id", "field.refundedPayment", FieldType.TEXT),
                            FormField.optional("refundDate", "column.refundDate", FieldType.DAY),
                            FormField.required("reason", "field.reason", FieldType.TEXT),
                            FormField.required("correlatorId", "field.correlator", FieldType.UNIQUE)),
                    (done, id) -> page(done.path("id").asText()))
            .dangerous();

    @Override
    public void addTo(ConsoleRoutes routes) {
        var payBack = ActionLink.of(
                "action.payBack", "/console/" + PAGE + "/do/payBack", PAY_BACK.method(), request -> operator("refund"));
        routes.list(new ListScreen(REFUNDS, List.of(payBack)));
        routes.creation(PAGE, PAY_BACK);
        routes.page(PAGE + "/:id", RefundScreens::show);
    }

    /** A link to pay back what is left of a payment. */
    static Optional<ActionLink.View> ofPayment(ConsoleRequest request, JsonNode payment) {
        var left = payment.path("unappliedAmount");
        var query = "payment.id=" + Links.segment(payment.path("id").asText())
                + "&account.id="
                + Links.segment(payment.path("account").path("id").asText())
                + "&amount.value=" + Links.segment(left.path("value").asText())
                + "&amount.unit=" + Links.segment(left.path("unit").asText());
        return PAY_BACK.link(request, PAGE, "", query);
    }

    private static String page(String id) {
        return "/console/" + PAGE + "/" + Links.segment(id);
    }

    private static Future<Content> show(ConsoleRequest request) {
        return request.get(operator("refund/" + Links.segment(request.request().id())))
                .map(refund -> DetailView.page(
                        request,
                        "column.refund",
                        refund.path("id").asText(),
                        refund.path("status").asText(),
                        List.of(),
                        List.of(Section.ofFacts(
                                "",
                                new Facts(request, refund)
                                        .add("column.amount", "amount", ValueKind.MONEY)
                                        .addLink("column.account", "account.id", "accounts", "account.id")
                                        .addLink("column.payment", "payment.id", PaymentTable.PAGE, "payment.id")
                                        .add("column.refundDate", "refundDate", ValueKind.TIME)
                                        .add("field.reason", "reason", ValueKind.TEXT)
                                        .add("column.channel", "channel.name", ValueKind.TEXT)
                                        .add("column.correlator", "correlatorId", ValueKind.ID)
                                        .all()))));
    }
}
