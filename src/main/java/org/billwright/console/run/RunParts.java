package org.billwright.console.run;

import static org.billwright.console.page.ConsoleRequest.operator;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.billwright.console.page.ConsoleRequest;
import org.billwright.console.page.Facts;
import org.billwright.console.page.ListColumn;
import org.billwright.console.page.ListScreen;
import org.billwright.console.page.Section;
import org.billwright.console.page.Tables;
import org.billwright.console.page.ValueKind;
import org.billwright.json.Links;

/** The parts of the page of a run. */
final class RunParts {
    private RunParts() {}

    /** The plan and what became of it. */
    static Future<RunTab> overview(ConsoleRequest request, JsonNode run) {
        var sections = new ArrayList<Section>();
        if (run.has("plan")) {
            sections.add(RunTotalsView.funnel(request, run));
            sections.addAll(RunTotalsView.reasons(request, run));
            sections.addAll(RunTotalsView.tables(request, run));
        }
        sections.addFirst(Section.ofFacts("", facts(request, run)));
        return Future.succeededFuture(RunTab.of(sections));
    }

    private static List<Facts.View> facts(ConsoleRequest request, JsonNode run) {
        var facts = new Facts(request, run)
                .add("run.stateReason", "stateReason", ValueKind.TEXT)
                .add("column.amountDue", "plan.bill[key=amountDue].amount", ValueKind.MONEY)
                .add("run.type", "kind", ValueKind.CODE)
                .add("column.cycle", "billCycleSpecification.id", ValueKind.TEXT)
                .add("run.billingDate", "billingDate", ValueKind.DAY)
                .add("column.description", "description", ValueKind.TEXT)
                .add("run.onlyAccounts", "account.id", ValueKind.ID)
                .add("run.plannedBy", "plannedBy", ValueKind.TEXT)
                .add("run.createdAt", "createdAt", ValueKind.TIME)
                .add("run.plannedAt", "plannedAt", ValueKind.TIME)
                .add("run.approvedBy", "approvedBy", ValueKind.TEXT)
                .add("run.approvedAt", "approvedAt", ValueKind.TIME)
                .add("run.finishedAt", "finishedAt", ValueKind.TIME)
                .add("run.revertedBy", "revertedBy", ValueKind.TEXT)
                .add("run.revertReason", "revertReason", ValueKind.TEXT)
                .add("run.workers", "workers", ValueKind.NUMBER)
                .add("run.digest", "digest", ValueKind.ID)
                .add("run.merkleRoot", "merkleRoot", ValueKind.ID)
                .add("column.id", "id", ValueKind.ID);
        if (run.has("whatIf")) {
            facts.addText("run.whatIf", request.text("run.hasWhatIf"));
        }
        var all = new ArrayList<>(facts.all());
        long cases = run.path("openCases").asLong();
        if (cases > 0) {
            all.add(
                    1,
                    new Facts.View(
                            request.text("run.openCases"),
                            request.format().number(cases),
                            RunTable.page(run.path("id").asText()) + "/cases",
                            ""));
        }
        return all;
    }

    /** The accounts, with a search form. */
    static Future<RunTab> accounts(ConsoleRequest request, JsonNode run) {
        return accountList(run.path("id").asText())
                .show(request)
                .map(content -> new RunTab(
                        List.of(), List.of((ListScreen.View) content.data().get("list")), List.of()));
    }

    /** The list of the accounts of a run. */
    static ListScreen accountList(String run) {
        return new ListScreen(RunTable.accounts(run), List.of());
    }

    /** Why the bills come to more or less than those before them. */
    static Future<RunTab> explanation(ConsoleRequest request, JsonNode run) {
        return request.find(operator("billRun/" + Links.segment(run.path("id").asText()) + "/explanation"))
                .map(found -> RunTab.of(found.map(explanation -> RunCauses.of(request, explanation))
                        .orElseGet(() -> List.of(Section.ofText("", request.text("run.noExplanation"))))));
    }

    /** How far the documents are, and the form to request them. */
    static Future<RunTab> documents(ConsoleRequest request, JsonNode run) {
        var id = run.path("id").asText();
        return request.find(operator("billRun/" + Links.segment(id) + "/documentJob"))
                .map(found -> {
                    var sections = new ArrayList<Section>();
                    found.ifPresentOrElse(
                            job -> sections.addAll(job(request, job)),
                            () -> sections.add(Section.ofText("", request.text("run.noDocuments"))));
                    if (run.path("state").asText().equals("done")) {
                        RunActions.DOCUMENTS
                                .link(request, RunTable.PAGE, id, "")
                                .ifPresent(link -> sections.add(
                                        new Section("", "", List.of(), List.of(), List.of(), List.of(link))));
                    }
                    return RunTab.of(sections);
                });
    }

    private static List<Section> job(ConsoleRequest request, JsonNode job) {
        var sections = new ArrayList<Section>();
        sections.add(Section.ofFacts(
                "",
                new Facts(request, job)
                        .add("run.document.bills", "bills", ValueKind.NUMBER)
                        .add("run.document.made", "made", ValueKind.NUMBER)
                        .add("run.document.waiting", "waiting", ValueKind.NUMBER)
                        .add("run.document.failed", "failed", ValueKind.NUMBER)
                        .add("run.document.requestedAt", "requestedAt", ValueKind.TIME)
                        .add("column.by", "requestedBy", ValueKind.TEXT)
                        .all()));
        if (job.path("failure").size() > 0) {
            sections.add(Tables.section(
                    request,
                    "run.document.failures",
                    job.path("failure"),
                    List.of(
                            ListColumn.of("column.bill", "bill.id", ValueKind.ID)
                                    .to("bills", "bill.id"),
                            ListColumn.of("column.message", "text", ValueKind.TEXT))));
        }
        return sections;
    }

    /** The parts by their name in the URL; the first one has none. */
    static final Map<String, RunScreens.Reader> READERS = Map.of(
            "", RunParts::overview,
            "comparison", RunComparison::of,
            "accounts", RunParts::accounts,
            "cases", RunCases::of,
            "samples", RunSamples::of,
            "explanation", RunParts::explanation,
            "documents", RunParts::documents);
}
