package org.billwright.console.account;

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
import org.billwright.console.page.DetailView;
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

/** The pages of billing accounts. */
public final class AccountScreens implements Screen {
    private static final String PAGE = "accounts";
    private static final String ACCOUNT = PAGE + "/:id";
    private static final List<String> STATES = List.of("pending", "active", "suspended", "inactive", "closed");

    private static final ListTable ACCOUNTS = new ListTable(
            PAGE,
            "menu.accounts",
            request -> operator("billingAccount"),
            "",
            "",
            List.of(
                    SearchField.text("id", "column.account", "id"),
                    SearchField.text("customer", "column.customer", "relatedParty.partyOrPartyRole.id"),
                    SearchField.choice("state", "column.state", "state", STATES),
                    SearchField.text("currency", "column.currency", "currency"),
                    SearchField.text("cycle", "column.cycle", "billStructure.cycleSpecification.id")),
            List.of(
                    ListColumn.of("column.account", "id", ValueKind.ID)
                            .to(PAGE, "id")
                            .sortable(),
                    ListColumn.of("column.name", "name", ValueKind.TEXT),
                    ListColumn.of("column.customer", "relatedParty.partyOrPartyRole.name", ValueKind.TEXT),
                    ListColumn.of("column.state", "state", ValueKind.CODE),
                    ListColumn.of("column.currency", "currency", ValueKind.TEXT),
                    ListColumn.of("column.cycle", "billStructure.cycleSpecification.id", ValueKind.TEXT),
                    ListColumn.of("column.hold", "hold.reason", ValueKind.TEXT)));

    private static final FormAction BILL_NOW = new FormAction(
            "billNow",
            HttpMethod.POST,
            (request, id) -> request.tmf("customerBillOnDemand"),
            List.of(
                    FormField.hidden("billingAccount.id"),
                    FormField.optional("name", "column.name", FieldType.TEXT),
                    FormField.optional("description", "field.description", FieldType.LONG_TEXT)),
            Map.of("@type", "CustomerBillOnDemand", "billingAccount.@type", "BillingAccountRef"),
            false,
            Optional.empty(),
            (done, id) -> "/console/onDemand/" + Links.segment(done.path("id").asText()));

    private static final FormAction HOLD = FormAction.patch(
            "holdAccount",
            AccountScreens::target,
            List.of(
                    FormField.required("hold.reason", "field.reason", FieldType.TEXT),
                    FormField.optional("hold.until", "field.until", FieldType.DAY)),
            Map.of(),
            (done, id) -> page(id));

    private static final FormAction RELEASE = FormAction.patch(
            "releaseAccount", AccountScreens::target, List.of(), Map.of("hold", ""), (done, id) -> page(id));

    private static final FormAction COLLECTION_HOLD = new FormAction(
            "holdCollection",
            HttpMethod.PUT,
            (request, id) -> operator("billingAccount/" + Links.segment(id) + "/collectionHold"),
            List.of(
                    FormField.required("reason", "field.reason", FieldType.TEXT),
                    FormField.optional("until", "field.until", FieldType.DAY)),
            Map.of(),
            false,
            Optional.empty(),
            (done, id) -> page(id));

    private static final FormAction COLLECTION_RELEASE = FormAction.post(
                    "releaseCollection",
                    (request, id) -> operator("billingAccount/" + Links.segment(id) + "/collectionHold"),
                    List.of(),
                    (done, id) -> page(id))
            .by(HttpMethod.DELETE);

    /** A part of the page: its name in the URL. */
    private record Part(String name, PartReader reader) {}

    /** Reads a part of an account. */
    private interface PartReader {
        Future<List<Section>> read(ConsoleRequest request, JsonNode account);
    }

    private static final List<Part> PARTS = List.of(
            new Part("", AccountParts::overview),
            new Part("bills", AccountParts::bills),
            new Part("ledger", AccountParts::ledger),
            new Part("rates", AccountParts::rates),
            new Part("details", AccountParts::details));

    @Override
    public void addTo(ConsoleRoutes routes) {
        routes.list(new ListScreen(ACCOUNTS, List.of()));
        PARTS.forEach(part -> routes.page(
                ACCOUNT + (part.name().isEmpty() ? "" : "/" + part.name()), request -> show(request, part)));
        List.of(BILL_NOW, HOLD, RELEASE, COLLECTION_HOLD, COLLECTION_RELEASE)
                .forEach(action -> routes.action(PAGE, action));
    }

    private static String target(ConsoleRequest request, String id) {
        return operator("billingAccount/" + Links.segment(id));
    }

    private static String page(String id) {
        return "/console/" + PAGE + "/" + Links.segment(id);
    }

    private static Future<Content> show(ConsoleRequest request, Part part) {
        var id = request.request().id();
        return request.get(target(request, id))
                .compose(account ->
                        part.reader().read(request, account).map(sections -> content(request, account, part, sections)))
                .recover(failure -> ConsoleRequest.isNotFound(failure)
                        ? ForeignAccount.show(request, id, failure)
                        : Future.failedFuture(failure));
    }

    private static Content content(ConsoleRequest request, JsonNode account, Part part, List<Section> sections) {
        var id = account.path("id").asText();
        var tabs = new ArrayList<DetailView.Tab>();
        for (var other : PARTS) {
            boolean isFirst = other.name().isEmpty();
            tabs.add(new DetailView.Tab(
                    request.text("account.part" + (isFirst ? "" : "." + other.name())),
                    isFirst ? page(id) : page(id) + "/" + other.name(),
                    other.equals(part)));
        }
        var state = account.path("state").asText("");
        var view = new DetailView(
                request.text("account.kind"),
                id,
                request.texts().ofCode(state),
                DetailView.colorOf(state),
                actions(request, account),
                tabs,
                "",
                sections);
        return Content.of(request.text("account.kind") + " " + id, "detail", "detail", view);
    }

    private static List<ActionLink.View> actions(ConsoleRequest request, JsonNode account) {
        var id = account.path("id").asText();
        boolean isHeld = account.has("hold");
        var links = new ArrayList<ActionLink.View>();
        BILL_NOW.link(request, PAGE, id, "billingAccount.id=" + Links.segment(id))
                .ifPresent(links::add);
        new ActionLink(
                        "action.takePayment",
                        "/console/payments/do/takePayment?account.id=" + Links.segment(id) + "&amount.unit="
                                + Links.segment(account.path("currency").asText()),
                        HttpMethod.POST,
                        r -> operator("payment"),
                        false)
                .view(request)
                .ifPresent(links::add);
        (isHeld ? RELEASE : HOLD).link(request, PAGE, id, "").ifPresent(links::add);
        (account.has("collectionHold") ? COLLECTION_RELEASE : COLLECTION_HOLD)
                .link(request, PAGE, id, "")
                .ifPresent(links::add);
        return links;
    }
}
