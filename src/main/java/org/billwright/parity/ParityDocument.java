package org.billwright.parity;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.billwright.json.Json;

/** A result as a JSON document. */
public final class ParityDocument {
    private ParityDocument() {}

    /** The counts, the sums and the groups with their examples. */
    public static ObjectNode of(ParityResult result) {
        var pairs = result.pairs();
        var document = Json.object().put("@type", "ParityReport").put("isEqual", result.isEqual());
        document.set("left", side(result.left()));
        document.set("right", side(result.right()));
        document.putObject("bills")
                .put("matched", pairs.matched())
                .put("equal", pairs.equal())
                .put("withinTolerance", pairs.withinTolerance())
                .put("different", pairs.different())
                .put("onlyLeft", pairs.onlyLeft())
                .put("onlyRight", pairs.onlyRight());
        sums(document.putArray("difference"), result.totals());
        var groups = document.putArray("group");
        result.groups().forEach(group -> groups.add(group(group)));
        return document;
    }

    private static ObjectNode side(SideCounts counts) {
        return Json.object()
                .put("bills", counts.bills())
                .put("lines", counts.lines())
                .put("billsOfOtherDates", counts.passedOver())
                .put("unbilledRates", counts.unbilled())
                .put("linesNotInBalance", counts.notInBalance())
                .put("linesWithoutBill", counts.withoutBill())
                .put("repeatedBills", counts.repeated())
                .put("invalidRecords", counts.rejected());
    }

    private static void sums(ArrayNode array, Map<String, MoneySum> sums) {
        sums.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(sum -> array.addObject()
                        .put("unit", sum.getKey())
                        .put("value", sum.getValue().sum())
                        .put("absolute", sum.getValue().absolute()));
    }

    private static ObjectNode group(CauseGroup group) {
        var cause = group.cause();
        var document = Json.object()
                .put("rootCause", cause.kind().code())
                .put("title", RootCauseTitles.of(group))
                .put("subject", cause.subject());
        if (!cause.left().isEmpty() || !cause.right().isEmpty()) {
            document.put("left", cause.left()).put("right", cause.right());
        }
        document.put("bills", group.bills()).put("foldedGroups", group.folded());
        sums(document.putArray("difference"), group.sums());
        var examples = document.putArray("example");
        group.examples().forEach(example -> examples.add(example(example)));
        return document;
    }

    private static ObjectNode example(ParityExample example) {
        var document = Json.object().put("billingAccount", example.account());
        example.left().ifPresent(bill -> document.set("left", bill(bill)));
        example.right().ifPresent(bill -> document.set("right", bill(bill)));
        document.putObject("amount").put("unit", example.currency()).put("value", example.amount());
        lines(document.putArray("leftLine"), example.leftLines());
        lines(document.putArray("rightLine"), example.rightLines());
        return document;
    }

    private static ObjectNode bill(ParityExample.BillName bill) {
        var document = Json.object().put("id", bill.id()).put("billNo", bill.number());
        document.putObject("amountDue").put("unit", bill.currency()).put("value", bill.total());
        return document;
    }

    private static void lines(ArrayNode array, List<ParityLine> lines) {
        for (var line : lines) {
            var document = array.addObject()
                    .put("id", line.id())
                    .put("name", line.name())
                    .put("taxExcludedAmount", line.net());
            line.quantity().ifPresent(quantity -> document.put("quantity", quantity));
        }
    }
}
