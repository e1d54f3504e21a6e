package org.billwright.console.money;

import static org.billwright.console.page.ConsoleRequest.operator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.billwright.console.page.ListColumn;
import org.billwright.console.page.ListTable;
import org.billwright.console.page.SearchField;
import org.billwright.console.page.ValueKind;
import org.billwright.json.Links;

/** Disputes as tables. */
final class DisputeTable {
    /** The page of the disputes. */
    static final String PAGE = "disputes";

    private static final List<String> STATES =
            List.of("opened", "underReview", "granted", "partlyGranted", "denied", "withdrawn");

    private static final List<String> REASONS = List.of(
            "billingError",
            "priceError",
            "serviceNotProvided",
            "notOrdered",
            "usageNotRecognized",
            "duplicate",
            "other");

    /** The disputes. */
    static final ListTable DISPUTES = new ListTable(
            PAGE,
            "menu.disputes",
            request -> operator("dispute"),
            "",
            "",
            Stream.of(
                            List.of(
                                    SearchField.choice("state", "column.state", "state", STATES),
                                    SearchField.choice("reason", "field.reason", "reason", REASONS),
                                    SearchField.text("account", "column.account", "billingAccount.id"),
                                    SearchField.text("bill", "field.billId", "bill.id")),
                            SearchField.days("openedDate", "search.from", "search.to"),
                            SearchField.amounts("disputedAmount.value", "search.least", "search.most"))
                    .flatMap(List::stream)
                    .toList(),
            List.of(
                    ListColumn.of("dispute.kind", "id", ValueKind.ID)
                            .to(PAGE, "id")
                            .sortable(),
                    ListColumn.of("column.state", "state", ValueKind.CODE),
                    ListColumn.of("field.reason", "reason", ValueKind.WORD),
                    ListColumn.of("column.bill", "bill.name", ValueKind.ID).to("bills", "bill.id"),
                    ListColumn.of("column.account", "billingAccount.id", ValueKind.ID)
                            .to("accounts", "billingAccount.id"),
                    ListColumn.of("column.opened", "openedDate", ValueKind.TIME).sortable(),
                    ListColumn.of("column.disputed", "disputedAmount", ValueKind.MONEY)
                            .sortable(),
                    ListColumn.of("column.granted", "grantedAmount", ValueKind.MONEY)
                            .sortable()));

    /** Their numbers. */
    static final List<ListColumn> STATISTICS = List.of(
            ListColumn.of("field.reason", "reason", ValueKind.WORD),
            ListColumn.of("column.state", "state", ValueKind.CODE),
            new ListColumn(
                    "column.count", "count", ValueKind.NUMBER, row -> Optional.of(DisputeTable.behind(row)), false),
            ListColumn.of("column.disputed", "disputedAmount", ValueKind.MONEY),
            ListColumn.of("column.granted", "grantedAmount", ValueKind.MONEY));

    private DisputeTable() {}

    /** The disputes of one number. */
    private static String behind(JsonNode row) {
        return "/console/" + PAGE + "?state=" + Links.segment(row.path("state").asText()) + "&reason="
                + Links.segment(row.path("reason").asText()) + "&query=disputedAmount.unit%3D"
                + Links.segment(row.path("disputedAmount").path("unit").asText());
    }

    /** How many there are for each reason. */
    static Map<String, Long> countsByReason(Iterable<JsonNode> statistics) {
        var counts = new TreeMap<String, Long>();
        statistics.forEach(row ->
                counts.merge(row.path("reason").asText(), row.path("count").asLong(), Long::sum));
        return counts;
    }
}
