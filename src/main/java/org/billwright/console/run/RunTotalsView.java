package org.billwright.console.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.billwright.console.page.CellView;
import org.billwright.console.page.Chart;
import org.billwright.console.page.ConsoleRequest;
import org.billwright.console.page.ListTable;
import org.billwright.console.page.Section;
import org.billwright.json.Links;

/** The control totals of a run: of its plan, and beside it of what became of the plan. */
final class RunTotalsView {
    /** The sums that a run has, in their order; the key of a title is {@code run.sums.NAME}. */
    private static final List<String> SUMS =
            List.of("bill", "chargeType", "tax", "change", "lateUsage", "billingRule", "billShock");

    private static final String WITH_BILL = "status=planned,billed,changedSincePlan,reverted";

    private static final String GONE = "gone";

    private RunTotalsView() {}

    /** How many accounts were planned, and what became of them. Each number leads to its accounts. */
    static Section funnel(ConsoleRequest request, JsonNode run) {
        var plan = run.path("plan").path("accounts");
        var result = run.path("result").path("accounts");
        var list = RunTable.page(run.path("id").asText()) + "/accounts";
        var rows = new ArrayList<Chart.Value>();
        long all = plan.properties().stream()
                .filter(status -> !status.getKey().equals("alreadyBilled"))
                .mapToLong(status -> status.getValue().asLong())
                .sum();
        add(rows, request, "run.funnel.all", all, list);
        add(rows, request, "code.planned", plan.path("planned").asLong(), list + "?query=" + Links.segment(WITH_BILL));
        Stream.of("billed", "changedSincePlan", "reverted")
                .filter(result::has)
                .forEach(status ->
                        add(rows, request, "code." + status, result.path(status).asLong(), list + "?status=" + status));
        var now = result.isObject() ? result : plan;
        Stream.of("held", "refused", "nothingDue")
                .filter(now::has)
                .forEach(status ->
                        add(rows, request, "code." + status, now.path(status).asLong(), list + "?status=" + status));
        if (plan.has("alreadyBilled")) {
            add(rows, request, "code.alreadyBilled", plan.path("alreadyBilled").asLong(), "");
        }
        return Section.ofChart(request.text("run.funnel"), Chart.of("", rows));
    }

    private static void add(List<Chart.Value> rows, ConsoleRequest request, String text, long count, String href) {
        rows.add(new Chart.Value(
                request.text(text), BigDecimal.valueOf(count), request.format().number(count), href));
    }

    /** Sums by currency, charge type, tax and more. */
    static List<Section> tables(ConsoleRequest request, JsonNode run) {
        var sections = new ArrayList<Section>();
        for (var kind : SUMS) {
            var rows = rows(request, run, kind);
            if (!rows.isEmpty()) {
                var title = request.text("run.sums." + kind);
                sections.add(Section.ofTable(title, table(request, run, kind, title, rows)));
            }
        }
        return sections;
    }

    /** Why accounts get no bill. */
    static List<Section> reasons(ConsoleRequest request, JsonNode run) {
        var totals = run.has("result") ? run.path("result") : run.path("plan");
        var rows = new ArrayList<ListTable.Row>();
        for (var reason : totals.path("reason")) {
            var text = reason.path("text").asText();
            var status = text.split(":", 2)[0];
            rows.add(new ListTable.Row(List.of(
                    CellView.of(request.texts().ofCode(status) + text.substring(status.length())),
                    new CellView(
                            request.format().number(reason.path("accounts").asLong()),
                            reasonPage(run, text),
                            true,
                            false,
                            ""))));
        }
        if (rows.isEmpty()) {
            return List.of();
        }
        var heads = List.of(head(request, "field.reason", false), head(request, "run.accounts", true));
        var title = request.text("run.reasons");
        return List.of(Section.ofTable(title, new ListTable.View("reasons", title, heads, rows, "", "", "")));
    }

    /** The accounts of a reason, which begins with their status. */
    private static String reasonPage(JsonNode run, String text) {
        var parts = text.split(": ", 2);
        var reason = parts.length == 2 ? "&query=" + Links.segment("reason=" + Links.segment(parts[1])) : "";
        return RunTable.page(run.path("id").asText()) + "/accounts?status=" + Links.segment(parts[0]) + reason;
    }

    private static ListTable.View table(
            ConsoleRequest request, JsonNode run, String kind, String title, List<ListTable.Row> rows) {
        var heads = new ArrayList<ListTable.Head>();
        heads.add(head(request, "run.sum", false));
        heads.add(head(request, "run.count", true));
        heads.add(head(request, "run.planned", true));
        if (run.has("result")) {
            heads.add(head(request, "run.count", true));
            heads.add(head(request, "run.billed", true));
        }
        return new ListTable.View(kind, title, heads, rows, "", "", "");
    }

    private static ListTable.Head head(ConsoleRequest request, String text, boolean isFigure) {
        return new ListTable.Head(request.text(text), isFigure, "", "");
    }

    /** A sum of the plan, and the same of the result; missing where there is none. */
    private record Pair(JsonNode plan, JsonNode result) {}

    private static List<ListTable.Row> rows(ConsoleRequest request, JsonNode run, String kind) {
        var pairs = new LinkedHashMap<List<String>, Pair>();
        var none = MissingNode.getInstance();
        for (var sum : run.path("plan").path(kind)) {
            pairs.put(key(sum), new Pair(sum, none));
        }
        for (var sum : run.path("result").path(kind)) {
            pairs.merge(key(sum), new Pair(none, sum), (pair, result) -> new Pair(pair.plan(), result.result()));
        }
        var rows = new ArrayList<ListTable.Row>();
        pairs.forEach((key, pair) -> {
            var cells = new ArrayList<CellView>();
            boolean isGone = kind.equals("change") && key.getLast().equals(GONE);
            cells.add(isGone ? gone(request, run, pair.plan()) : label(request, run, kind, key.getLast()));
            addFigures(request, cells, pair.plan(), !isGone);
            if (run.has("result")) {
                addFigures(request, cells, pair.result(), !isGone);
            }
            rows.add(new ListTable.Row(cells));
        });
        return rows;
    }

    private static List<String> key(JsonNode sum) {
        return List.of(sum.path("amount").path("unit").asText(), sum.path("key").asText());
    }

    private static void addFigures(ConsoleRequest request, List<CellView> cells, JsonNode sum, boolean hasAmount) {
        var count = sum.path("count");
        cells.add(CellView.figure(count.isNumber() ? request.format().number(count.asLong()) : ""));
        cells.add(CellView.figure(hasAmount ? request.format().money(sum.path("amount")) : ""));
    }

    /** Accounts without a bill in this run have no amount due: what they had before is said beside them. */
    private static CellView gone(ConsoleRequest request, JsonNode run, JsonNode sum) {
        return new CellView(
                request.text("run.gone", request.format().money(sum.path("amount"))),
                RunTable.page(run.path("id").asText()) + "/accounts?change=" + GONE,
                false,
                false,
                "");
    }

    /** What is added up; a change leads to its accounts, a rule to its cases. */
    private static CellView label(ConsoleRequest request, JsonNode run, String kind, String key) {
        var page = RunTable.page(run.path("id").asText());
        return switch (kind) {
            case "bill" -> CellView.of(request.text("run.sum." + key));
            case "change" ->
                new CellView(
                        request.texts().ofCode(key),
                        page + "/accounts?change=" + Links.segment(key) + "&query=" + Links.segment(WITH_BILL),
                        false,
                        false,
                        "");
            case "billingRule" ->
                new CellView(
                        key,
                        "/console/cases?run=" + Links.segment(run.path("id").asText()) + "&rule=" + Links.segment(key),
                        false,
                        false,
                        "");
            default -> CellView.of(keyText(request, key));
        };
    }

    /** The key of a sum: of late usage it begins with a charge type, and goes on with an age. */
    static String keyText(ConsoleRequest request, String key) {
        int comma = key.indexOf(", ");
        return comma < 0
                ? request.texts().ofCode(key)
                : request.texts().ofCode(key.substring(0, comma)) + key.substring(comma);
    }
}
