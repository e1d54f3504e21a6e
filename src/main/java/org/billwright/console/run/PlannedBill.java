package org.billwright.console.run;

import static org.billwright.console.page.ConsoleRequest.operator;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.billwright.console.page.AccountDays;
import org.billwright.console.page.CellView;
import org.billwright.console.page.ConsoleRequest;
import org.billwright.console.page.Facts;
import org.billwright.console.page.ListColumn;
import org.billwright.console.page.ListTable;
import org.billwright.console.page.Section;
import org.billwright.console.page.ValueKind;
import org.billwright.json.Links;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;

/**
 * What a run comes to for an account: the planned bill beside the bill before it.
 *
 * @param beside the two bills
 * @param below why they differ
 */
record PlannedBill(JsonNode account, List<Section> beside, List<Section> below) {
    private static final int LINES = 1_000;

    /** Reads it. */
    static Future<PlannedBill> read(ConsoleRequest request, String run, String account) {
        var target = operator(
                "billRunAccount?billRun.id=" + Links.segment(run) + "&billingAccount.id=" + Links.segment(account));
        return request.list(target).compose(listed -> {
            if (listed.items().isEmpty()) {
                return Future.failedFuture(
                        new ProblemException(new Problem.NotFound("billRunAccount", run + ":" + account)));
            }
            return read(request, listed.items().get(0));
        });
    }

    private static Future<PlannedBill> read(ConsoleRequest request, JsonNode account) {
        var id = Links.segment(account.path("id").asText());
        return request.find(operator("billRunAccount/" + id + "/explanation"))
                .compose(found -> previous(request, found).map(previous -> {
                    var beside = new ArrayList<Section>();
                    beside.add(planned(request, account));
                    previous.ifPresent(beside::add);
                    var below = found.map(explanation -> Section.ofTable(
                                    request.text("bill.causes"), RunCauses.ofBill(request, explanation)))
                            .map(List::of)
                            .orElse(List.of());
                    return new PlannedBill(account, beside, below);
                }));
    }

    private static Section planned(ConsoleRequest request, JsonNode account) {
        var facts = new Facts(request, account)
                .add("field.reason", "reason", ValueKind.TEXT)
                .add("column.amountDue", "amountDue", ValueKind.MONEY)
                .add("column.taxExcluded", "taxExcludedAmount", ValueKind.MONEY)
                .add("column.taxIncluded", "taxIncludedAmount", ValueKind.MONEY)
                .add("bill.previousAmount", "previousAmountDue", ValueKind.MONEY)
                .add("run.change", "change", ValueKind.CODE)
                .add("run.changePercent", "changePercent", ValueKind.NUMBER)
                .add("run.rates", "rates", ValueKind.NUMBER)
                .addLink("column.bill", "bill.id", "bills", "bill.id")
                .addLink("column.account", "billingAccount.id", "accounts", "billingAccount.id")
                .add("code.billShock", "billShock", ValueKind.TEXT)
                .add("code.medianDistance", "medianDistance", ValueKind.NUMBER)
                .add("code.linesWithoutTax", "linesWithoutTax", ValueKind.NUMBER)
                .add("code.duplicateLines", "duplicateLines", ValueKind.NUMBER)
                .add("code.missingProducts", "missingProducts", ValueKind.NUMBER)
                .add("code.oldestRateDays", "oldestRateDays", ValueKind.NUMBER)
                .add("case.rules", "billingRule.id", ValueKind.TEXT)
                .all();
        var rows = new ArrayList<ListTable.Row>();
        for (var part : account.path("part")) {
            rows.add(row(
                    request,
                    part.path("key").asText(),
                    part.path("count").asLong(),
                    request.format().money(part.path("amount"))));
        }
        return section(request, "run.thisBill", facts, rows);
    }

    private static ListTable.Row row(ConsoleRequest request, String key, long count, String amount) {
        return new ListTable.Row(List.of(
                CellView.of(RunTotalsView.keyText(request, key)),
                CellView.figure(request.format().number(count)),
                CellView.figure(amount)));
    }

    private static Section section(
            ConsoleRequest request, String title, List<Facts.View> facts, List<ListTable.Row> rows) {
        var heads = List.of(
                new ListTable.Head(request.text("run.sum"), false, "", ""),
                new ListTable.Head(request.text("run.count"), true, "", ""),
                new ListTable.Head(request.text("column.amount"), true, "", ""));
        var table = new ListTable.View(title.replace('.', '-'), request.text("run.parts"), heads, rows, "", "", "");
        return new Section(
                request.text(title), "", facts, List.of(), rows.isEmpty() ? List.of() : List.of(table), List.of());
    }

    private static Future<Optional<Section>> previous(ConsoleRequest request, Optional<JsonNode> explanation) {
        var id = explanation
                .map(found -> ListColumn.text(found, "previousBill.id"))
                .orElse("");
        if (id.isEmpty()) {
            return Future.succeededFuture(
                    Optional.of(Section.ofText(request.text("bill.previous"), request.text("bill.noExplanation"))));
        }
        return request.find(request.tmf("customerBill/" + Links.segment(id)))
                .compose(found -> found.map(bill -> AccountDays.of(request, bill)
                                .compose(shown -> sums(request, shown))
                                .map(rows -> Optional.of(previous(request, bill, rows))))
                        .orElseGet(() -> Future.succeededFuture(Optional.empty())));
    }

    private static Section previous(ConsoleRequest request, JsonNode bill, List<ListTable.Row> rows) {
        var facts = new Facts(request, bill)
                .addLink("column.billNo", "billNo", "bills", "id")
                .add("column.amountDue", "amountDue", ValueKind.MONEY)
                .add("column.taxExcluded", "taxExcludedAmount", ValueKind.MONEY)
                .add("column.taxIncluded", "taxIncludedAmount", ValueKind.MONEY)
                .add("column.remaining", "remainingAmount", ValueKind.MONEY)
                .add("column.state", "state", ValueKind.CODE)
                .add("column.billDate", "billDate", ValueKind.ACCOUNT_DAY)
                .add("column.periodStart", "billingPeriod.startDateTime", ValueKind.ACCOUNT_DAY)
                .add("column.periodEnd", "billingPeriod.endDateTime", ValueKind.LAST_DAY)
                .all();
        return section(request, "bill.previous", facts, rows);
    }

    /** What the lines of a bill come to by charge type, where it has few enough to read them, and its taxes. */
    private static Future<List<ListTable.Row>> sums(ConsoleRequest request, JsonNode bill) {
        var target = request.tmf("appliedCustomerBillingRate?bill.id="
                + Links.segment(bill.path("id").asText()) + "&fields=appliedBillingRateType,taxExcludedAmount&limit="
                + LINES);
        return request.list(target).map(lines -> {
            var rows = new ArrayList<ListTable.Row>();
            if (lines.next().isEmpty()) {
                var sums = new TreeMap<String, Sum>();
                lines.items()
                        .forEach(line -> sums.merge(
                                line.path("appliedBillingRateType").asText(),
                                new Sum(
                                        1,
                                        line.path("taxExcludedAmount")
                                                .path("value")
                                                .decimalValue()),
                                Sum::plus));
                var unit = ListColumn.text(bill, "amountDue.unit");
                sums.forEach((type, sum) -> rows.add(
                        row(request, type, sum.count(), request.format().money(sum.amount(), unit))));
            }
            for (var tax : bill.path("taxItem")) {
                rows.add(new ListTable.Row(List.of(
                        CellView.of(ListColumn.text(tax, "taxCategory") + " "
                                + request.format().percent(tax.path("taxRate").decimalValue())),
                        CellView.figure(""),
                        CellView.figure(request.format().money(tax.path("taxAmount"))))));
            }
            return rows;
        });
    }

    /** A number of lines and what they come to. */
    private record Sum(long count, BigDecimal amount) {
        Sum plus(Sum other) {
            return new Sum(count + other.count, amount.add(other.amount));
        }
    }
}
