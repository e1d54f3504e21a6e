package org.billwright.console.run;

import static org.billwright.console.page.ConsoleRequest.operator;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.billwright.console.page.ActionLink;
import org.billwright.console.page.ConsoleRequest;
import org.billwright.console.page.ConsoleRoutes;
import org.billwright.console.page.Facts;
import org.billwright.console.page.FieldType;
import org.billwright.console.page.FormAction;
import org.billwright.console.page.FormContext;
import org.billwright.console.page.FormField;
import org.billwright.console.page.ListColumn;
import org.billwright.console.page.Section;
import org.billwright.console.page.ValueKind;
import org.billwright.json.Links;

/** What can be done with a run. */
final class RunActions {
    /** How a case is decided. */
    static final List<String> DECISIONS = List.of("released", "corrected", "suppressed");

    private static final int CYCLES = 1_000;
    private static final FormField REASON = FormField.required("reason", "field.reason", FieldType.TEXT);
    private static final FormField ACCOUNTS = FormField.required("account", "run.field.accounts", FieldType.REFERENCES);

    /** Plans a run. */
    static final FormAction PLAN = FormAction.post(
            "planRun",
            (request, id) -> operator("billRun"),
            List.of(
                    FormField.required("billCycleSpecification.id", "column.cycle", FieldType.TEXT),
                    FormField.required("period", "run.field.period", FieldType.TEXT),
                    FormField.choice("kind", "run.type", RunTable.KINDS),
                    FormField.optional("account", "run.field.onlyAccounts", FieldType.REFERENCES),
                    FormField.optional("description", "field.description", FieldType.LONG_TEXT)),
            (done, id) -> RunTable.page(done.path("id").asText()));

    private static final FormAction APPROVE = action("approveRun", "approval", List.of(FormField.hidden("digest")));
    private static final FormAction HOLD = action("holdRun", "hold", List.of(REASON));
    private static final FormAction HOLD_ACCOUNTS = action("holdRunAccounts", "hold", List.of(ACCOUNTS, REASON));
    private static final FormAction RELEASE_ACCOUNTS = action(
            "releaseRunAccounts",
            "release",
            List.of(ACCOUNTS, FormField.optional("reason", "field.reason", FieldType.TEXT)));
    private static final FormAction RESUME = action("resumeRun", "resume", List.of());
    private static final FormAction CANCEL =
            action("cancelRun", "cancel", List.of()).dangerous();
    private static final FormAction UNDO =
            action("undoRun", "undo", List.of(REASON)).dangerous();
    private static final FormAction WORKERS = action(
            "limitWorkers", "workers", List.of(FormField.optional("workers", "run.field.workers", FieldType.INTEGER)));

    /** Decides all open cases of a rule. */
    static final FormAction CLOSE_CASES = FormAction.post(
            "closeCases",
            (request, id) -> operator("billRun/" + Links.segment(id) + "/caseClosure"),
            List.of(
                    FormField.required("billingRule.id", "case.rule", FieldType.TEXT),
                    FormField.choice("state", "case.decision", DECISIONS),
                    REASON),
            (done, id) -> RunTable.page(id) + "/cases");

    /** Requests the documents. */
    static final FormAction DOCUMENTS = FormAction.post(
            "makeDocuments",
            (request, id) -> operator("billRun/" + Links.segment(id) + "/documentJob"),
            List.of(),
            (done, id) -> RunTable.page(id) + "/documents");

    private RunActions() {}

    private static FormAction action(String name, String operation, List<FormField> fields) {
        return FormAction.post(
                name,
                (request, id) -> operator("billRun/" + Links.segment(id) + "/" + operation),
                fields,
                (done, id) -> RunTable.page(id));
    }

    static void addTo(ConsoleRoutes routes) {
        routes.creation(RunTable.PAGE, PLAN, (request, id) -> cycles(request));
        routes.action(RunTable.PAGE, APPROVE, RunActions::approved);
        Stream.of(HOLD, HOLD_ACCOUNTS, RELEASE_ACCOUNTS, RESUME, CANCEL, UNDO, WORKERS, CLOSE_CASES, DOCUMENTS)
                .forEach(action -> routes.action(RunTable.PAGE, action, RunActions::about));
    }

    /** The cycles to choose from; where there are too many to list them, their id is typed. */
    private static Future<FormContext> cycles(ConsoleRequest request) {
        return request.list(request.tmf("billCycle?fields=BillCycleSpecification&limit=" + CYCLES))
                .map(listed -> {
                    var cycles = new LinkedHashMap<String, String>();
                    listed.items().forEach(cycle -> {
                        var id = ListColumn.text(cycle, "BillCycleSpecification.id");
                        cycles.put(id, request.texts().ofCode(id));
                    });
                    cycles.remove("");
                    return listed.next().isPresent()
                            ? FormContext.NONE
                            : FormContext.NONE.withChoices("billCycleSpecification.id", cycles);
                });
    }

    private static Future<FormContext> about(ConsoleRequest request, String id) {
        return request.get(operator("billRun/" + Links.segment(id)))
                .map(run -> FormContext.of(List.of(Section.ofFacts("", facts(request, run))))
                        .named(RunTable.name(run)));
    }

    /** The plan that is approved: its digest and its totals. The form sends the digest of the plan that the person has looked at. */
    private static Future<FormContext> approved(ConsoleRequest request, String id) {
        return request.get(operator("billRun/" + Links.segment(id))).map(run -> {
            var digest = run.path("digest").asText();
            var seen = request.query().find("digest").orElse(digest);
            var sections = new ArrayList<Section>();
            if (!seen.equals(digest)) {
                sections.add(Section.ofText("", request.text("run.otherPlan")));
            }
            sections.add(Section.ofFacts("", facts(request, run)));
            sections.addAll(RunTotalsView.tables(request, run));
            return FormContext.of(sections).named(RunTable.name(run)).withValues(Map.of("digest", digest));
        });
    }

    private static List<Facts.View> facts(ConsoleRequest request, JsonNode run) {
        return new Facts(request, run)
                .addText("run.kind", RunTable.name(run))
                .add("run.type", "kind", ValueKind.CODE)
                .add("column.state", "state", ValueKind.CODE)
                .add("run.plannedAccounts", "plan.accounts.planned", ValueKind.NUMBER)
                .add("run.heldAccounts", "plan.accounts.held", ValueKind.NUMBER)
                .add("run.refusedAccounts", "plan.accounts.refused", ValueKind.NUMBER)
                .add("run.openCases", "openCases", ValueKind.NUMBER)
                .add("column.amountDue", "plan.bill[key=amountDue].amount", ValueKind.MONEY)
                .add("run.digest", "digest", ValueKind.ID)
                .all();
    }

    /** What the state of a run allows, for whoever may do it. */
    static List<ActionLink.View> of(ConsoleRequest request, JsonNode run) {
        var state = run.path("state").asText();
        boolean isApproved = run.has("approvedAt");
        boolean isReverted = run.has("revertedBy");
        boolean isInWork = RunTable.IN_WORK.contains(state);
        boolean hasStopped = Set.of("onHold", "failed").contains(state);
        boolean isPlanned = state.equals("planned");
        var links = new Offer(request, run);
        links.offer(
                APPROVE,
                isPlanned && !run.path("kind").asText().equals("trial"),
                "digest=" + Links.segment(run.path("digest").asText()));
        links.offer(HOLD_ACCOUNTS, isPlanned, "");
        links.offer(RELEASE_ACCOUNTS, isPlanned, "");
        links.offer(RESUME, hasStopped, "");
        links.offer(HOLD, isInWork, "");
        links.offer(WORKERS, isInWork || hasStopped, "");
        links.offer(CANCEL, (isPlanned || state.equals("planning") || hasStopped) && !isApproved, "");
        links.offer(UNDO, state.equals("done") || (hasStopped && isApproved && !isReverted), "");
        return List.copyOf(links.links);
    }

    /** What can be done with an account of a plan. */
    static List<ActionLink.View> ofAccount(ConsoleRequest request, JsonNode run, JsonNode account) {
        var links = new Offer(request, run);
        var status = account.path("status").asText();
        var query = "account=" + Links.segment(ListColumn.text(account, "billingAccount.id"));
        boolean isPlanned = run.path("state").asText().equals("planned");
        links.offer(HOLD_ACCOUNTS, isPlanned && status.equals("planned"), query);
        links.offer(RELEASE_ACCOUNTS, isPlanned && status.equals("held"), query);
        return List.copyOf(links.links);
    }

    /** Collects links to what is possible. */
    private record Offer(ConsoleRequest request, String id, List<ActionLink.View> links) {
        Offer(ConsoleRequest request, JsonNode run) {
            this(request, run.path("id").asText(), new ArrayList<>());
        }

        void offer(FormAction action, boolean isPossible, String query) {
            Optional.of(action)
                    .filter(possible -> isPossible)
                    .flatMap(possible -> possible.link(request, RunTable.PAGE, id, query))
                    .ifPresent(links::add);
        }
    }
}
