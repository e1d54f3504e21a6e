package org.billwright.console.run;

import static org.billwright.console.page.ConsoleRequest.operator;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import java.util.List;
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
import org.billwright.console.page.Screen;
import org.billwright.console.page.Section;
import org.billwright.console.page.ValueKind;
import org.billwright.json.Links;

/** The pages of cases: bills and runs that break a billing rule. */
public final class CaseScreens implements Screen {
    private static final FormAction CLOSE = FormAction.post(
            "closeCase",
            (request, id) -> target(id) + "/closure",
            List.of(
                    FormField.choice("state", "case.decision", RunActions.DECISIONS),
                    FormField.required("reason", "field.reason", FieldType.TEXT)),
            (done, id) -> "/console/" + CaseTable.PAGE + "/" + Links.segment(id));

    /** The pages of cases. */
    public CaseScreens() {}

    @Override
    public void addTo(ConsoleRoutes routes) {
        routes.list(new ListScreen(CaseTable.CASES, List.of()));
        routes.page(CaseTable.PAGE + "/:id", CaseScreens::show);
        routes.action(
                CaseTable.PAGE,
                CLOSE,
                (request, id) -> request.get(target(id))
                        .map(found -> FormContext.of(about(request, found)).named(name(found))));
    }

    private static String target(String id) {
        return operator("billingCase/" + Links.segment(id));
    }

    private static Future<Content> show(ConsoleRequest request) {
        return request.get(target(request.request().id()))
                .compose(found -> beside(request, found).map(bills -> content(request, found, bills)));
    }

    /** The bill that the case is about, beside the one before it; a case of a run has none. */
    private static Future<List<Section>> beside(ConsoleRequest request, JsonNode found) {
        var account = ListColumn.text(found, "billingAccount.id");
        return account.isEmpty()
                ? Future.succeededFuture(List.of())
                : PlannedBill.read(request, ListColumn.text(found, "billRun.id"), account)
                        .map(PlannedBill::beside);
    }

    private static Content content(ConsoleRequest request, JsonNode found, List<Section> beside) {
        var id = found.path("id").asText();
        var state = found.path("state").asText();
        List<ActionLink.View> actions = state.equals("open")
                ? CLOSE.link(request, CaseTable.PAGE, id, "").map(List::of).orElse(List.of())
                : List.of();
        var view = new DetailView(
                request.text("case.kind"),
                name(found),
                request.texts().ofCode(state),
                DetailView.colorOf(state),
                actions,
                List.of(),
                "",
                List.of());
        return Content.of(
                view.kind() + " " + view.id(), "case", "page", new CasePage(view, about(request, found), beside));
    }

    private static String name(JsonNode found) {
        return ListColumn.text(found, "billingRule.id") + " " + ListColumn.text(found, "billingAccount.id");
    }

    private static List<Section> about(ConsoleRequest request, JsonNode found) {
        var run = ListColumn.text(found, "billRun.id");
        var account = ListColumn.text(found, "billingAccount.id");
        var facts = new Facts(request, found)
                .add("case.metric", "metric", ValueKind.CODE)
                .add("case.value", "value", ValueKind.NUMBER)
                .add("case.minimum", "minimum", ValueKind.NUMBER)
                .add("case.maximum", "maximum", ValueKind.NUMBER)
                .add("case.part", "part", ValueKind.TEXT)
                .add("case.severity", "severity", ValueKind.CODE)
                .addLink("case.rule", "billingRule.id", RuleScreens.PAGE, "billingRule.id")
                .add("column.amountDue", "amountDue", ValueKind.MONEY)
                .addLink("column.account", "billingAccount.id", "accounts", "billingAccount.id")
                .addLink("run.kind", "billRun.id", RunTable.PAGE, "billRun.id")
                .add("case.openedAt", "openedAt", ValueKind.TIME)
                .add("case.closedAt", "closedAt", ValueKind.TIME)
                .add("case.closedBy", "closedBy", ValueKind.TEXT)
                .add("case.closeReason", "closeReason", ValueKind.TEXT)
                .all();
        List<ActionLink.View> links = account.isEmpty()
                ? List.of()
                : List.of(new ActionLink.View(
                        request.text("run.sample.beside"), RunTable.accountPage(run, account), false));
        return List.of(new Section("", sentence(request, found), facts, List.of(), List.of(), links));
    }

    /** What was measured, as a sentence; the API says of what is so or not only its code, which has a text. */
    private static String sentence(ConsoleRequest request, JsonNode found) {
        return request.texts().ofCode(ListColumn.text(found, "text"));
    }
}
