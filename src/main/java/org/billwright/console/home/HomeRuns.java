package org.billwright.console.home;

import static org.billwright.console.page.ConsoleRequest.operator;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.qute.TemplateData;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.billwright.console.page.ConsoleRequest;
import org.billwright.console.page.DetailView;
import org.billwright.console.page.ListColumn;
import org.billwright.console.page.ValueKind;
import org.billwright.console.run.ProgressView;
import org.billwright.json.Links;

/** The runs that go on or wait for a person, and those of today. */
final class HomeRuns {
    private static final int ROWS = 20;

    private HomeRuns() {}

    /**
     * A run on the first page.
     *
     * @param color of the state
     * @param amount that it comes to
     * @param openCases how many, or empty
     */
    @TemplateData
    public record Row(ProgressView progress, String color, String amount, String openCases) {}

    /** The runs in work, planned or stopped, then the others of today; none for whoever may not see them. */
    static Future<List<Row>> read(ConsoleRequest request, Instant now) {
        var today = now.atZone(request.format().zone()).toLocalDate().toString();
        var since = Links.segment(request.format().beginOf(today, 0));
        var going = operator("billRun?state=planning,billing,reverting,onHold,failed,planned&limit=" + ROWS);
        var ofToday = operator("billRun?createdAt.gte=" + since + "&limit=" + ROWS);
        return request.listIfAllowed(going)
                .compose(first -> request.listIfAllowed(ofToday).map(second -> {
                    Map<String, JsonNode> runs = new LinkedHashMap<>();
                    first.items().forEach(run -> runs.put(run.path("id").asText(), run));
                    second.items()
                            .forEach(run -> runs.putIfAbsent(run.path("id").asText(), run));
                    return runs.values().stream()
                            .map(run -> row(request, run, now))
                            .toList();
                }));
    }

    private static Row row(ConsoleRequest request, JsonNode run, Instant now) {
        var amount = ListColumn.of("column.amountDue", "plan.bill[key=amountDue].amount", ValueKind.MONEY)
                .cell(run, request);
        long cases = run.path("openCases").asLong();
        return new Row(
                ProgressView.of(request, run, now),
                DetailView.colorOf(run.path("state").asText()),
                amount.text(),
                cases > 0 ? request.format().number(cases) : "");
    }
}
