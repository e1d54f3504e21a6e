package org.billwright.console.run;

import static org.billwright.console.page.ConsoleRequest.operator;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.billwright.console.page.CellView;
import org.billwright.console.page.ConsoleRequest;
import org.billwright.console.page.ListColumn;
import org.billwright.console.page.ListTable;
import org.billwright.console.page.Section;
import org.billwright.json.Links;

/** The cases of a run: the open ones first, and by rule, so that all of a rule are decided at once. */
final class RunCases {
    private static final int ROWS = 100;

    private RunCases() {}

    static Future<RunTab> of(ConsoleRequest request, JsonNode run) {
        var id = run.path("id").asText();
        return list(request, id, "state=open&limit=" + ROWS)
                .compose(open -> byRule(request, id, rules(run, open))
                        .compose(rules -> list(request, id, "state.ne=open&limit=" + ROWS)
                                .map(decided -> {
                                    var sections = new ArrayList<Section>();
                                    if (!rules.isEmpty()) {
                                        sections.add(
                                                Section.ofTable(request.text("case.byRule"), rules(request, rules)));
                                    }
                                    sections.add(section(request, id, "case.open", open, "state=open"));
                                    sections.add(
                                            section(request, id, "case.decided", decided, "query=state.ne%3Dopen"));
                                    return RunTab.of(sections);
                                })));
    }

    private static Future<ConsoleRequest.Listed> list(ConsoleRequest request, String run, String query) {
        return request.list(operator("billingCase?billRun.id=" + Links.segment(run) + "&" + query));
    }

    private static Section section(
            ConsoleRequest request, String run, String title, ConsoleRequest.Listed cases, String query) {
        var more = cases.next().isPresent() ? "/console/cases?run=" + Links.segment(run) + "&" + query : "";
        return Section.ofTable(request.text(title), CaseTable.ofRun(title).view(request, cases.items(), more));
    }

    /** The rules that the plan breaks, and those of the cases that are shown. */
    private static List<String> rules(JsonNode run, ConsoleRequest.Listed open) {
        var rules = new TreeSet<String>();
        run.path("plan")
                .path("billingRule")
                .forEach(sum -> rules.add(sum.path("key").asText()));
        open.items().forEach(found -> rules.add(ListColumn.text(found, "billingRule.id")));
        return List.copyOf(rules);
    }

    /** The rules with open cases. */
    private static Future<List<ListTable.Row>> byRule(ConsoleRequest request, String run, List<String> rules) {
        var rows = Future.<List<ListTable.Row>>succeededFuture(new ArrayList<>());
        for (var rule : rules) {
            rows = rows.compose(before -> list(request, run, "state=open&limit=1&billingRule.id=" + Links.segment(rule))
                    .map(open -> {
                        if (open.items().size() > 0) {
                            before.add(row(request, run, rule, open));
                        }
                        return before;
                    }));
        }
        return rows;
    }

    private static ListTable.Row row(ConsoleRequest request, String run, String rule, ConsoleRequest.Listed open) {
        var about = "run=" + Links.segment(run) + "&rule=" + Links.segment(rule) + "&state=open";
        boolean mayClose = request.may(HttpMethod.POST, operator("billRun/x/caseClosure"));
        return new ListTable.Row(List.of(
                new CellView(rule, "/console/" + RuleScreens.PAGE + "/" + Links.segment(rule), false, false, ""),
                new CellView(
                        open.total()
                                .map(total -> request.format().number(Long.parseLong(total)))
                                .orElseGet(() -> request.text("list.many")),
                        "/console/cases?" + about,
                        true,
                        false,
                        ""),
                mayClose
                        ? new CellView(
                                request.text("action.closeCases"),
                                RunTable.page(run) + "/do/closeCases?billingRule.id=" + Links.segment(rule),
                                false,
                                false,
                                "")
                        : CellView.of("")));
    }

    private static ListTable.View rules(ConsoleRequest request, List<ListTable.Row> rows) {
        var heads = List.of(
                new ListTable.Head(request.text("case.rule"), false, "", ""),
                new ListTable.Head(request.text("run.openCases"), true, "", ""),
                new ListTable.Head(request.text("column.action"), false, "", ""));
        return new ListTable.View("byRule", request.text("case.byRule"), heads, rows, "", "", "");
    }
}
