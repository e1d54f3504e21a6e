package org.billwright.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.billwright.billing.BillPart;
import org.billwright.billingrule.BillMetrics;
import org.billwright.json.Json;
import org.billwright.money.Money;
import org.billwright.run.RunAccount.Amounts;
import org.billwright.run.RunAccount.Status;

/** The rows of accounts of runs, as values. */
final class RunAccountDocuments {
    private RunAccountDocuments() {}

    static RunAccount account(ResultSet row) throws SQLException {
        var previous = Optional.ofNullable(row.getBigDecimal("previous_amount_due"));
        var unit = Optional.ofNullable(row.getString("currency"));
        var before = previous.map(amount -> new Money(unit.orElseThrow(), amount));
        var amounts = Optional.<Amounts>empty();
        if (Optional.ofNullable(row.getString("bill_id")).isPresent()) {
            amounts = Optional.of(new Amounts(
                    row.getString("bill_id"),
                    new Money(unit.orElseThrow(), row.getBigDecimal("tax_excluded")),
                    new Money(unit.orElseThrow(), row.getBigDecimal("tax_included")),
                    new Money(unit.orElseThrow(), row.getBigDecimal("amount_due"))));
        }
        var metrics = Optional.<BillMetrics>empty();
        if (amounts.isPresent()) {
            metrics = Optional.of(metrics(row, amounts.get().amountDue(), before));
        }
        return new RunAccount(
                row.getString("account_id"),
                Status.of(row.getString("status")),
                Optional.ofNullable(row.getString("reason")),
                row.getString("input_digest"),
                amounts,
                before,
                row.getInt("rates"),
                parts(Json.stored(row.getString("parts"))),
                metrics,
                Optional.ofNullable(row.getString("broken_rules"))
                        .filter(rules -> !rules.isEmpty())
                        .map(rules -> List.of(rules.split("\n", -1)))
                        .orElse(List.of()));
    }

    private static BillMetrics metrics(ResultSet row, Money amountDue, Optional<Money> previous) throws SQLException {
        return new BillMetrics(
                amountDue,
                previous,
                row.getBoolean("is_first"),
                row.getInt("rates"),
                row.getInt("lines_without_tax"),
                row.getInt("duplicate_lines"),
                row.getInt("missing_products"),
                Optional.ofNullable(row.getBigDecimal("oldest_rate_days")).map(BigDecimal::longValueExact),
                Optional.ofNullable(row.getBigDecimal("largest_line_percent")),
                Optional.ofNullable(row.getBigDecimal("median_distance")),
                Optional.ofNullable(row.getString("bill_shock")));
    }

    static String parts(List<BillPart> parts) {
        var array = Json.array();
        for (var part : parts) {
            var entry = Json.object()
                    .put("kind", part.kind().code())
                    .put("key", part.key())
                    .put("count", part.count());
            entry.putObject("amount")
                    .put("unit", part.amount().unit())
                    .put("value", part.amount().value());
            array.add(entry);
        }
        return Json.write(array);
    }

    private static List<BillPart> parts(ObjectNode document) {
        var parts = new ArrayList<BillPart>();
        for (var entry : document.path("parts")) {
            parts.add(new BillPart(
                    BillPart.Kind.of(entry.path("kind").asText()),
                    entry.path("key").asText(),
                    entry.path("count").asInt(),
                    money(entry.path("amount"))));
        }
        return parts;
    }

    private static Money money(JsonNode amount) {
        return new Money(amount.path("unit").asText(), amount.path("value").decimalValue());
    }
}
