package org.billwright.console.bill;

import static org.billwright.console.page.ConsoleRequest.operator;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.billwright.console.page.AccountDays;
import org.billwright.console.page.ActionLink;
import org.billwright.console.page.ConsoleRequest;
import org.billwright.console.page.ConsoleRoutes;
import org.billwright.console.page.DetailView;
import org.billwright.console.page.Facts;
import org.billwright.console.page.FieldType;
import org.billwright.console.page.FormAction;
import org.billwright.console.page.FormContext;
import org.billwright.console.page.FormField;
import org.billwright.console.page.FormScreen;
import org.billwright.console.page.Section;
import org.billwright.console.page.ValueKind;
import org.billwright.json.Json;
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

    private static final String DISPUTED_LINES = "rate";

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

    /** So many lines can be chosen from a list; of a bill with more of them the ids are typed. */
    private static final int LINES = 200;

    private static final FormAction DISPUTE = new FormAction(
            "disputeBill",
            HttpMethod.POST,
            (request, id) -> operator("dispute"),
            List.of(
                    FormField.hidden("bill.id"),
                    FormField.choice("reason", "field.reason", DISPUTE_REASONS),
                    FormField.optional(DISPUTED_LINES, "field.lines", FieldType.REFERENCES),
                    FormField.optional("disputedAmount.value", "field.disputedAmount", FieldType.DECIMAL),
                    FormField.hidden("disputedAmount.unit"),
                    FormField.optional("description", "field.description", FieldType.LONG_TEXT)),
            Map.of(),
            false,
            Optional.empty(),
            (done, id) -> page(id));

    private static final FormAction LINK = FormAction.post(
            "linkBill",
            (request, id) -> operator("customerBill/" + Links.segment(id) + "/link"),
            List.of(FormField.optional("expiresAt", "field.expires", FieldType.DAY)),
            (done, id) -> page(id) + "/links");

    private BillActions() {}

    /** Adds their forms, each with the bill that it is about. */
    static void addTo(ConsoleRoutes routes) {
        Stream.of(HOLD, RELEASE, VALIDATE, SEND, CREDIT, REBILL)
                .forEach(action -> routes.action(BillTable.PAGE, action, BillActions::about));
        routes.action(BillTable.PAGE, DISPUTE, BillActions::aboutLines);
        var link = new FormScreen(LINK, BillTable.PAGE, BillActions::about);
        routes.form(link, true, (request, id) -> link.send(request, id, BillActions::linked));
    }

    private static Future<FormContext> about(ConsoleRequest request, String id) {
        return AccountDays.get(request, bill(request, id))
                .map(bill -> FormContext.of(List.of(Section.ofFacts(
                                "",
                                new Facts(request, bill)
                                        .add("column.customer", "relatedParty.partyOrPartyRole.name", ValueKind.TEXT)
                                        .add("column.account", "billingAccount.id", ValueKind.ID)
                                        .add("column.billDate", "billDate", ValueKind.ACCOUNT_DAY)
                                        .add("column.state", "state", ValueKind.CODE)
                                        .add("column.amountDue", "amountDue", ValueKind.MONEY)
                                        .add("column.remaining", "remainingAmount", ValueKind.MONEY)
                                        .all())))
                        .named(bill.path("billNo").asText(id)));
    }

    /** With its lines, to choose those that are disputed. */
    private static Future<FormContext> aboutLines(ConsoleRequest request, String id) {
        return about(request, id)
                .compose(context -> request.list(BillTable.linesOf(request, id, LINES))
                        .map(lines -> lines.next().isPresent()
                                ? context
                                : context.withChoices(DISPUTED_LINES, labels(request, lines.items()))));
    }

    private static Map<String, String> labels(ConsoleRequest request, Iterable<JsonNode> lines) {
        var labels = new LinkedHashMap<String, String>();
        lines.forEach(line -> labels.put(
                line.path("id").asText(),
                Stream.of(
                                request.format().money(line.path("taxIncludedAmount")),
                                line.path("product").path("name").asText(),
                                line.path("name").asText(),
                                request.texts()
                                        .ofCode(line.path("appliedBillingRateType")
                                                .asText()))
                        .filter(text -> !text.isBlank())
                        .distinct()
                        .collect(Collectors.joining(" · "))));
        return labels;
    }

    /** The URL is shown here, once: it is a secret, and no URL or page that can be loaded again has it. */
    private static FormScreen.Outcome linked(ConsoleRequest request, JsonNode link) {
        var id = request.request().id();
        return new FormScreen.Shown(DetailView.page(
                request,
                "bill.newLink",
                "",
                "",
                List.of(),
                List.of(
                        Section.ofText("", link.path("url").asText()),
                        Section.ofFacts(
                                "",
                                new Facts(request, Json.object().put("id", id))
                                        .addLink("bill.kind", "id", BillTable.PAGE, "id")
                                        .all()))));
    }

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
        boolean isOut = Set.of("sent", "partiallyPaid", "settled").contains(state) && !bill.has("replacingBill");
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
