package org.billwright.console.bill;

import static org.billwright.console.page.ConsoleRequest.operator;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.billwright.console.page.ActionLink;
import org.billwright.console.page.ConsoleRequest;
import org.billwright.console.page.FieldType;
import org.billwright.console.page.FormAction;
import org.billwright.console.page.FormField;
import org.billwright.json.Links;

/** What can be done with a bill. */
final class BillActions {
    private static final List<String> CREDIT_REASONS =
            List.of("billingError", "priceError", "serviceNotProvided", "duplicate", "goodwill", "other");
    private static final List<String> DISPUTE_REASONS = List.of(
            "billingError",
            "priceError",
            "serviceNotProvided",
            "notOrdered",
            "usageNotRecognized",
            "duplicate",
            "other");

    private static final FormAction HOLD =
            state("holdBill", "onHold", List.of(FormField.optional("stateReason", "field.reason", FieldType.TEXT)));
    private static final FormAction RELEASE = FormAction.patch(
            "releaseBill",
            BillActions::bill,
            List.of(FormField.choice("state", "column.state", List.of("validated", "new", "sent", "partiallyPaid"))),
            Map.of("@type", "CustomerBill"),
            (done, id) -> page(id));
    private static final FormAction VALIDATE = state("validateBill", "validated", List.of());
    private static final FormAction SEND = state("sendBill", "sent", List.of());

    private static final FormAction CREDIT = new FormAction(
            "creditBill",
            HttpMethod.POST,
            (request, id) -> operator("creditNote"),
            List.of(
                    FormField.hidden("bill.id"),
                    FormField.choice("reason", "field.reason", CREDIT_REASONS),
                    FormField.required("taxIncludedAmount.value", "field.creditAmount", FieldType.DECIMAL),
                    FormField.hidden("taxIncludedAmount.unit"),
                    FormField.optional("description", "field.description", FieldType.LONG_TEXT)),
            Map.of(),
            true,
            Optional.empty(),
            (done, id) -> page(done.path("id").asText(id)));

    private static final FormAction REBILL = new FormAction(
            "rebillBill",
            HttpMethod.POST,
            (request, id) -> operator("rebill"),
            List.of(
                    FormField.hidden("bill.id"),
                    FormField.choice("reason", "field.reason", CREDIT_REASONS),
                    FormField.optional("description", "field.description", FieldType.LONG_TEXT)),
            Map.of(),
            true,
            Optional.empty(),
            (done, id) -> page(id));

    private static final FormAction DISPUTE = new FormAction(
            "disputeBill",
            HttpMethod.POST,
            (request, id) -> operator("dispute"),
            List.of(
                    FormField.hidden("bill.id"),
                    FormField.choice("reason", "field.reason", DISPUTE_REASONS),
                    FormField.optional("rate", "field.lines", FieldType.REFERENCES),
                    FormField.optional("disputedAmount.value", "field.disputedAmount", FieldType.DECIMAL),
                    FormField.hidden("disputedAmount.unit"),
                    FormField.optional("description", "field.description", FieldType.LONG_TEXT)),
            Map.of(),
            false,
            Optional.empty(),
            (done, id) -> page(id));

    static final FormAction LINK = FormAction.post(
            "linkBill",
            (request, id) -> operator("customerBill/" + Links.segment(id) + "/link"),
            List.of(FormField.optional("expiresAt", "field.expires", FieldType.DAY)),
            (done, id) -> page(id) + "/links");

    /** The actions with a form of their own. */
    static final List<FormAction> ALL = List.of(HOLD, RELEASE, VALIDATE, SEND, CREDIT, REBILL, DISPUTE);

    private BillActions() {}

    private static FormAction state(String name, String state, List<FormField> fields) {
        return FormAction.patch(
                name,
                BillActions::bill,
                fields,
                Map.of("@type", "CustomerBill", "state", state),
                (done, id) -> page(id));
    }

    private static String bill(ConsoleRequest request, String id) {
        return request.tmf("customerBill/" + Links.segment(id));
    }

    private static String page(String id) {
        return "/console/bills/" + Links.segment(id);
    }

    /** The actions that a bill in its state allows, for whoever may do them. */
    static List<ActionLink.View> of(ConsoleRequest request, JsonNode bill) {
        var id = bill.path("id").asText();
        var state = bill.path("state").asText();
        var unit = Links.segment(bill.path("amountDue").path("unit").asText());
        var about = "bill.id=" + Links.segment(id);
        boolean isOut = Set.of("sent", "partiallyPaid", "settled").contains(state);
        boolean isNote = bill.path("category").asText().equals("creditNote");
        BiFunction<FormAction, String, Optional<ActionLink.View>> link =
                (action, query) -> action.link(request, BillTable.PAGE, id, query);
        return Stream.of(
                        state.equals("new") ? link.apply(VALIDATE, "") : none(),
                        state.equals("validated") ? link.apply(SEND, "") : none(),
                        state.equals("onHold") ? link.apply(RELEASE, "") : none(),
                        Set.of("new", "validated", "sent").contains(state) ? link.apply(HOLD, "") : none(),
                        isOut && !isNote ? link.apply(DISPUTE, about + "&disputedAmount.unit=" + unit) : none(),
                        isOut && !isNote ? link.apply(CREDIT, about + "&taxIncludedAmount.unit=" + unit) : none(),
                        isOut && !isNote ? link.apply(REBILL, about) : none(),
                        link.apply(LINK, ""))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<ActionLink.View> none() {
        return Optional.empty();
    }
}
