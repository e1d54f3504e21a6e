package org.billwright.console.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.billwright.console.page.CellView;
import org.billwright.console.page.Chart;
import org.billwright.console.page.ConsoleRequest;
import org.billwright.console.page.Facts;
import org.billwright.console.page.ListColumn;
import org.billwright.console.page.ListTable;
import org.billwright.console.page.Section;
import org.billwright.console.page.Tables;
import org.billwright.console.page.ValueKind;

/** Why bills differ from those before them: of a run by cause, of a bill by line. */
final class RunCauses {
    private RunCauses() {}

    /** The explanation of a run. */
    static List<Section> of(ConsoleRequest request, JsonNode explanation) {
        var sections = new ArrayList<Section>();
        for (var currency : explanation.path("currency")) {
            var unit = currency.path("amountDue").path("unit").asText();
            sections.add(Section.ofFacts(
                    unit,
                    new Facts(request, currency)
                            .add("run.bills", "bills", ValueKind.NUMBER)
                            .add("column.amountDue", "amountDue", ValueKind.MONEY)
                            .add("bill.previousAmount", "previousAmountDue", ValueKind.MONEY)
                            .add("bill.difference", "difference", ValueKind.MONEY)
                            .all()));
            sections.add(
                    Section.ofChart(request.text("bill.causes"), Chart.of("", bars(request, currency.path("cause")))));
            sections.add(Section.ofTable(request.text("run.subjects"), subjects(request, currency.path("cause"))));
        }
        if (explanation.path("gone").size() > 0) {
            sections.add(Tables.section(
                    request,
                    "run.gone",
                    explanation.path("gone"),
                    List.of(
                            ListColumn.of("run.accounts", "accounts", ValueKind.NUMBER),
                            ListColumn.of("bill.previousAmount", "previousAmountDue", ValueKind.MONEY))));
        }
        if (sections.isEmpty()) {
            sections.add(Section.ofText("", request.text("list.empty")));
        }
        return sections;
    }

    private static List<Chart.Value> bars(ConsoleRequest request, JsonNode causes) {
        return causes.valueStream()
                .map(cause -> new Chart.Value(
                        request.texts().ofCode(cause.path("kind").asText()),
                        cause.path("amount").path("value").decimalValue(),
                        request.format().money(cause.path("amount"))))
                .toList();
    }

    private static ListTable.View subjects(ConsoleRequest request, JsonNode causes) {
        var rows = new ArrayList<ListTable.Row>();
        for (var cause : causes) {
            for (var subject : cause.path("subject")) {
                rows.add(new ListTable.Row(List.of(
                        CellView.of(request.texts().ofCode(cause.path("kind").asText())),
                        CellView.of(subject.path("name").asText()),
                        CellView.figure(
                                request.format().number(subject.path("bills").asLong())),
                        CellView.figure(request.format().money(subject.path("amount"))))));
            }
        }
        var heads = List.of(
                new ListTable.Head(request.text("column.cause"), false, "", ""),
                new ListTable.Head(request.text("column.name"), false, "", ""),
                new ListTable.Head(request.text("run.bills"), true, "", ""),
                new ListTable.Head(request.text("column.amount"), true, "", ""));
        return new ListTable.View(
                "subjects", request.text("run.subjects"), heads, rows, request.text("list.empty"), "", "");
    }

    /** The causes of one bill, which add up to its difference. */
    static ListTable.View ofBill(ConsoleRequest request, JsonNode explanation) {
        return Tables.of(
                request,
                "bill.causes",
                explanation.path("cause"),
                List.of(
                        ListColumn.of("column.cause", "text", ValueKind.TEXT),
                        ListColumn.of("column.amount", "amount", ValueKind.MONEY)));
    }
}
