package org.billwright.console.money;

import static org.billwright.console.page.ConsoleRequest.operator;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
import org.billwright.console.page.Screen;
import org.billwright.console.page.Section;
import org.billwright.console.page.Tables;
import org.billwright.console.page.ValueKind;
import org.billwright.json.Links;

/** The pages of payments, those in suspense among them. */
public final class PaymentScreens implements Screen {
    private static final int REFUNDS = 100;

    private static final FormAction TAKE = FormAction.post(
            "takePayment",
            (request, id) -> operator("payment"),
            List.of(
                    FormField.required("account.id", "column.account", FieldType.TEXT),
                    FormField.required("amount.value", "column.amount", FieldType.DECIMAL),
                    FormField.required("amount.unit", "column.currency", FieldType.TEXT),
                    FormField.optional("paymentItem.0.item.id", "field.paidBill", FieldType.TEXT),
                    FormField.optional("paymentDate", "field.paymentDate", FieldType.DAY),
                    FormField.optional("name", "column.name", FieldType.TEXT),
                    FormField.required("correlatorId", "field.correlator", FieldType.UNIQUE)),
            (done, id) -> page(done.path("id").asText()));

    private static final FormAction ASSIGN = FormAction.post(
            "assignPayment",
            (request, id) -> payment(id) + "/assignment",
            List.of(
                    FormField.required("account.id", "column.account", FieldType.TEXT),
                    FormField.optional("paymentItem.0.item.id", "field.paidBill", FieldType.TEXT)),
            (done, id) -> page(id));

    private static final FormAction REVERSE = giveBack("reversePayment", "/reversal");
    private static final FormAction CHARGE_BACK = giveBack("chargeBackPayment", "/chargeback");

    private static FormAction giveBack(String name, String path) {
        return FormAction.post(
                        name,
                        (request, id) -> payment(id) + path,
                        List.of(
                                FormField.required("reason", "field.reason", FieldType.TEXT),
                                FormField.optional("amount.value", "field.returnedAmount", FieldType.DECIMAL),
                                FormField.hidden("amount.unit")),
                        (done, id) -> page(id))
                .dangerous();
    }

    @Override
    public void addTo(ConsoleRoutes routes) {
        var take = ActionLink.of(
                "action.takePayment",
                "/console/" + PaymentTable.PAGE + "/do/takePayment",
                TAKE.method(),
                request -> operator("payment"));
        routes.list(new ListScreen(PaymentTable.PAYMENTS, List.of(take)));
        routes.list(new ListScreen(PaymentTable.SUSPENSE, List.of()));
        routes.creation(PaymentTable.PAGE, TAKE);
        routes.page(PaymentTable.PAGE + "/:id", PaymentScreens::show);
        List.of(ASSIGN, REVERSE, CHARGE_BACK).forEach(action -> routes.action(PaymentTable.PAGE, action));
    }

    private static String payment(String id) {
        return operator("payment/" + Links.segment(id));
    }

    private static String page(String id) {
        return "/console/" + PaymentTable.PAGE + "/" + Links.segment(id);
    }

    private static Future<Content> show(ConsoleRequest request) {
        return request.get(payment(request.request().id()))
                .compose(payment -> request.listIfAllowed(refundsOf(payment))
                        .map(refunds -> content(request, payment, refunds.items())));
    }

    /** Those of its account are few, and found by an index. */
    private static String refundsOf(JsonNode payment) {
        var account = payment.path("account").path("id").asText();
        return operator("refund?payment.id=" + Links.segment(payment.path("id").asText())
                + (account.isEmpty() ? "" : "&account.id=" + Links.segment(account)) + "&limit=" + REFUNDS);
    }

    /** A bill that is not known may be why a payment is in suspense. */
    private static ListColumn wantedFor(JsonNode payment) {
        var bill = ListColumn.of("column.bill", "item.id", ValueKind.ID);
        return payment.path("status").asText().equals("suspense") ? bill : bill.to("bills", "item.id");
    }

    private static Content content(ConsoleRequest request, JsonNode payment, Iterable<JsonNode> refunds) {
        var sections = new ArrayList<Section>();
        sections.add(Section.ofFacts(
                "",
                new Facts(request, payment)
                        .add("column.amount", "amount", ValueKind.MONEY)
                        .add("column.unapplied", "unappliedAmount", ValueKind.MONEY)
                        .add("column.returned", "returnedAmount", ValueKind.MONEY)
                        .add(PaymentTable.ACCOUNT)
                        .add("column.paymentDate", "paymentDate", ValueKind.TIME)
                        .add("column.statusReason", "statusReason", ValueKind.TEXT)
                        .add("column.name", "name", ValueKind.TEXT)
                        .add("field.description", "description", ValueKind.TEXT)
                        .add("column.channel", "channel.name", ValueKind.TEXT)
                        .add("column.channel", "channel.id", ValueKind.TEXT)
                        .add("column.method", "paymentMethod.@type", ValueKind.TEXT)
                        .add("column.payer", "payer.name", ValueKind.TEXT)
                        .add("column.authorization", "authorizationCode", ValueKind.ID)
                        .add("column.correlator", "correlatorId", ValueKind.ID)
                        .all()));
        sections.add(Tables.section(
                request,
                "payment.appliedTo",
                payment.path("appliedTo"),
                List.of(
                        ListColumn.of("column.bill", "bill.id", ValueKind.ID).to("bills", "bill.id"),
                        ListColumn.of("column.amount", "amount", ValueKind.MONEY))));
        if (payment.path("paymentItem").size() > 0) {
            sections.add(Tables.section(
                    request,
                    "payment.wantedFor",
                    payment.path("paymentItem"),
                    List.of(wantedFor(payment), ListColumn.of("column.amount", "amount", ValueKind.MONEY))));
        }
        if (refunds.iterator().hasNext()) {
            sections.add(
                    Section.ofTable(request.text("menu.refunds"), RefundScreens.REFUNDS.view(request, refunds, "")));
        }
        var id = payment.path("id").asText();
        return DetailView.page(
                request, "payment.kind", id, payment.path("status").asText(), actions(request, payment, id), sections);
    }

    private static List<ActionLink.View> actions(ConsoleRequest request, JsonNode payment, String id) {
        var status = payment.path("status").asText();
        var unit = "amount.unit="
                + Links.segment(payment.path("amount").path("unit").asText());
        boolean isTaken = Set.of("done", "suspense").contains(status);
        boolean isCredit = status.equals("done")
                && payment.path("unappliedAmount").path("value").decimalValue().signum() > 0;
        return Stream.of(
                        status.equals("suspense")
                                ? ASSIGN.link(request, PaymentTable.PAGE, id, "")
                                : Optional.<ActionLink.View>empty(),
                        isCredit ? RefundScreens.ofPayment(request, payment) : Optional.<ActionLink.View>empty(),
                        isTaken
                                ? REVERSE.link(request, PaymentTable.PAGE, id, unit)
                                : Optional.<ActionLink.View>empty(),
                        isTaken
                                ? CHARGE_BACK.link(request, PaymentTable.PAGE, id, unit)
                                : Optional.<ActionLink.View>empty())
                .flatMap(Optional::stream)
                .toList();
    }
}
