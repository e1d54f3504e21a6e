package org.billwright.console.run;

import static org.billwright.console.page.ConsoleRequest.operator;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.billwright.console.page.CellView;
import org.billwright.console.page.Chart;
import org.billwright.console.page.ConsoleRequest;
import org.billwright.console.page.ListTable;
import org.billwright.console.page.Section;
import org.billwright.json.Links;

/** The bills of a run beside the bills before them: how many changed by how much, and those that changed most. */
final class RunComparison {
    private static final int DEFAULT_THRESHOLD = 10;
    private static final int ROWS = 25;

    /** The bounds of the histogram, in percent. */
    private static final List<Integer> BOUNDS = List.of(5, 20, 50, 100);

    private final ConsoleRequest request;
    private final String run;
    private final String threshold;

    private RunComparison(ConsoleRequest request, String run) {
        this.request = request;
        this.run = run;
        this.threshold = request.query().find("threshold").orElse(String.valueOf(DEFAULT_THRESHOLD));
    }

    static Future<RunTab> of(ConsoleRequest request, JsonNode run) {
        return new RunComparison(request, run.path("id").asText()).tab();
    }

    private Future<RunTab> tab() {
        return diff(threshold)
                .compose(difference -> diffs(new ArrayList<>())
                        .compose(byBound -> largeChanges().map(changes -> {
                            var sections = new ArrayList<Section>();
                            for (var unit : units(difference)) {
                                sections.add(Section.ofChart(
                                        request.text("run.histogram", unit), Chart.of("", histogram(byBound, unit))));
                            }
                            sections.add(Section.ofTable(request.text("run.byChange"), table(difference)));
                            sections.add(changes);
                            return new RunTab(
                                    List.of(RunTab.number("threshold", request.text("run.threshold"), threshold)),
                                    List.of(),
                                    sections);
                        })));
    }

    private Future<JsonNode> diff(String percent) {
        return request.get(operator("billRun/" + Links.segment(run) + "/diff?threshold=" + Links.segment(percent)))
                .map(document -> document.path("difference"));
    }

    /** The differences by each bound; what is above one and not above the next is between them. */
    private Future<List<JsonNode>> diffs(List<JsonNode> before) {
        if (before.size() == BOUNDS.size()) {
            return Future.succeededFuture(before);
        }
        return diff(String.valueOf(BOUNDS.get(before.size()))).compose(difference -> {
            before.add(difference);
            return diffs(before);
        });
    }

    private static Set<String> units(JsonNode difference) {
        var units = new TreeSet<String>();
        difference.forEach(entry -> units.add(unit(entry)));
        return units;
    }

    private static String unit(JsonNode entry) {
        return entry.path("amountDue").path("unit").asText();
    }

    private static long count(JsonNode difference, String unit, String change) {
        return difference
                .valueStream()
                .filter(entry -> unit(entry).equals(unit)
                        && entry.path("change").asText().equals(change))
                .mapToLong(entry -> entry.path("accounts").asLong())
                .sum();
    }

    private List<Chart.Value> histogram(List<JsonNode> byBound, String unit) {
        var rows = new ArrayList<Chart.Value>();
        int least = BOUNDS.getFirst();
        int most = BOUNDS.getLast();
        var first = byBound.getFirst();
        for (var change : List.of("gone", "new", "zero", "negative")) {
            add(rows, request.texts().ofCode(change), count(first, unit, change), filter(change, unit, "", ""));
        }
        // What is lower by more than 100 percent is negative.
        for (int i = BOUNDS.size() - 2; i >= 0; i--) {
            int from = BOUNDS.get(i);
            int to = BOUNDS.get(i + 1);
            long count = count(byBound.get(i), unit, "lower") - count(byBound.get(i + 1), unit, "lower");
            add(rows, label("run.lowerBy", from, to), count, filter("lower", unit, "gte=-" + to, "lt=-" + from));
        }
        add(
                rows,
                request.text("run.similarTo", number(least)),
                count(first, unit, "similar"),
                similar(unit, "" + least));
        for (int i = 0; i < BOUNDS.size() - 1; i++) {
            int from = BOUNDS.get(i);
            int to = BOUNDS.get(i + 1);
            long count = count(byBound.get(i), unit, "higher") - count(byBound.get(i + 1), unit, "higher");
            add(rows, label("run.higherBy", from, to), count, filter("higher", unit, "gt=" + from, "lte=" + to));
        }
        add(
                rows,
                request.text("run.higherThan", number(most)),
                count(byBound.getLast(), unit, "higher"),
                filter("higher", unit, "gt=" + most, ""));
        return rows;
    }

    private String label(String text, int from, int to) {
        return request.text(text, number(from), number(to));
    }

    private String number(int value) {
        return request.format().number(value);
    }

    private void add(List<Chart.Value> rows, String label, long count, String href) {
        rows.add(new Chart.Value(
                label, BigDecimal.valueOf(count), request.format().number(count), count > 0 ? href : ""));
    }

    private String similar(String unit, String percent) {
        return filter("higher,lower,same", unit, "gte=-" + percent, "lte=" + percent);
    }

    /** The list of the accounts that a number counts. */
    private String filter(String change, String unit, String from, String to) {
        var query = new StringBuilder("change=" + change);
        if (!change.equals("gone")) {
            query.append("&status=planned,billed");
        }
        if (!unit.isEmpty()) {
            query.append("&amountDue.unit=").append(unit);
        }
        for (var bound : List.of(from, to)) {
            if (!bound.isEmpty()) {
                query.append("&changePercent.").append(bound);
            }
        }
        return RunTable.page(run) + "/accounts?query=" + Links.segment(query.toString());
    }

    private ListTable.View table(JsonNode difference) {
        var rows = new ArrayList<ListTable.Row>();
        for (var entry : difference) {
            var change = entry.path("change").asText();
            var href = switch (change) {
                case "higher" -> filter(change, unit(entry), "gt=" + threshold, "");
                case "lower" -> filter(change, unit(entry), "lt=-" + threshold, "");
                case "similar" -> similar(unit(entry), threshold);
                default -> filter(change, unit(entry), "", "");
            };
            var now = entry.path("amountDue");
            var before = entry.path("previousAmountDue");
            rows.add(new ListTable.Row(List.of(
                    CellView.of(request.texts().ofCode(change)),
                    new CellView(request.format().number(entry.path("accounts").asLong()), href, true, false, ""),
                    CellView.figure(request.format().money(now)),
                    CellView.figure(request.format().money(before)),
                    CellView.figure(request.format()
                            .money(
                                    now.path("value")
                                            .decimalValue()
                                            .subtract(before.path("value").decimalValue()),
                                    unit(entry))))));
        }
        var heads = new ArrayList<ListTable.Head>();
        heads.add(new ListTable.Head(request.text("run.change"), false, "", ""));
        for (var text : List.of("run.accounts", "column.amountDue", "bill.previousAmount", "bill.difference")) {
            heads.add(new ListTable.Head(request.text(text), true, "", ""));
        }
        return new ListTable.View(
                "changes", request.text("run.byChange"), heads, rows, request.text("list.empty"), "", "");
    }

    private Future<Section> largeChanges() {
        var query = "status=planned,billed&changePercent.gt=" + threshold + ";changePercent.lt=-" + threshold;
        return request.list(operator("billRunAccount?billRun.id=" + Links.segment(run) + "&" + query
                        + "&sort=-changePercent&limit=" + ROWS))
                .map(listed -> Section.ofTable(
                        request.text("run.largeChanges", threshold),
                        RunTable.accounts(run)
                                .view(
                                        request,
                                        listed.items(),
                                        listed.next()
                                                .map(next -> RunTable.page(run) + "/accounts?query="
                                                        + Links.segment(query) + "&sort=-changePercent")
                                                .orElse(""))));
    }
}
