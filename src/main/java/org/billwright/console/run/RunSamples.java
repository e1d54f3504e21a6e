package org.billwright.console.run;

import static org.billwright.console.page.ConsoleRequest.operator;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.billwright.console.page.ActionLink;
import org.billwright.console.page.ConsoleRequest;
import org.billwright.console.page.Facts;
import org.billwright.console.page.ListColumn;
import org.billwright.console.page.Section;
import org.billwright.console.page.ValueKind;
import org.billwright.json.Links;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/** A sample of the bills of a run: each beside the bill before it, with what it differs by. */
final class RunSamples {
    private static final int SIZE = 5;
    private static final int MOST = 20;

    private RunSamples() {}

    static Future<RunTab> of(ConsoleRequest request, JsonNode run) {
        var id = run.path("id").asText();
        int size = Math.min(number(request, "size", SIZE), MOST);
        int seed = number(request, "seed", 0);
        var filter = List.of(
                RunTab.number("size", request.text("run.sample.size", String.valueOf(MOST)), String.valueOf(size)),
                RunTab.number("seed", request.text("run.sample.seed"), String.valueOf(seed)));
        return request.get(operator("billRun/" + Links.segment(id) + "/sample?size=" + size + "&seed=" + seed))
                .compose(sample -> {
                    var sections = Future.<List<Section>>succeededFuture(new ArrayList<>());
                    for (var account : sample.path("billRunAccount")) {
                        sections = sections.compose(
                                before -> explained(request, id, account).map(section -> {
                                    before.add(section);
                                    return before;
                                }));
                    }
                    return sections;
                })
                .map(sections -> new RunTab(
                        filter,
                        List.of(),
                        sections.isEmpty() ? List.of(Section.ofText("", request.text("list.empty"))) : sections));
    }

    /** A number of the filter, or the one that is there without a filter. */
    private static int number(ConsoleRequest request, String name, int other) {
        var text = request.query().get(name);
        if (!text.matches("[0-9]{0,7}")) {
            throw new ProblemException(new Problem.InvalidValue(name, text, "a whole number of at most 7 digits"));
        }
        return text.isEmpty() ? other : Integer.parseInt(text);
    }

    private static Future<Section> explained(ConsoleRequest request, String run, JsonNode account) {
        var target =
                operator("billRunAccount/" + Links.segment(account.path("id").asText()) + "/explanation");
        return request.find(target).map(found -> {
            var name = ListColumn.text(account, "billingAccount.id");
            var facts = new Facts(request, account)
                    .add("column.state", "status", ValueKind.CODE)
                    .add("run.change", "change", ValueKind.CODE)
                    .add("column.amountDue", "amountDue", ValueKind.MONEY)
                    .add("bill.previousAmount", "previousAmountDue", ValueKind.MONEY)
                    .add("run.changePercent", "changePercent", ValueKind.NUMBER)
                    .all();
            var beside = new ActionLink.View(request.text("run.sample.beside"), RunTable.accountPage(run, name), false);
            return new Section(
                    request.text("column.account") + " " + name,
                    "",
                    facts,
                    List.of(),
                    found.map(explanation -> List.of(RunCauses.ofBill(request, explanation)))
                            .orElse(List.of()),
                    List.of(beside));
        });
    }
}
