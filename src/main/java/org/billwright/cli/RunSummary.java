package org.billwright.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.billwright.money.Money;

/** Bill runs as a person reads them on a terminal. */
final class RunSummary {
    private RunSummary() {}

    /** One run in a list of them. */
    static String line(ObjectNode run) {
        return String.join(
                "  ",
                run.path("id").asText(),
                run.path("billCycle").path("id").asText(),
                run.path("kind").asText(),
                run.path("state").asText(),
                run.path("createdAt").asText());
    }

    /** A run with its totals. */
    static List<String> of(ObjectNode run) {
        var lines = new ArrayList<String>();
        lines.add("run        " + run.path("id").asText());
        lines.add("cycle      " + run.path("billCycle").path("id").asText() + ", "
                + run.path("kind").asText());
        var reason = run.path("stateReason").asText();
        lines.add("state      " + run.path("state").asText() + (reason.isEmpty() ? "" : ": " + reason));
        var totals = run.has("result") ? run.path("result") : run.path("plan");
        totals.path("accounts")
                .properties()
                .forEach(count -> lines.add(String.format(
                        Locale.ROOT, "accounts   %,10d %s", count.getValue().asLong(), count.getKey())));
        totals.path("reason")
                .forEach(text -> lines.add(String.format(
                        Locale.ROOT,
                        "           %,10d %s",
                        text.path("accounts").asLong(),
                        text.path("text").asText())));
        for (var kind : List.of("bill", "chargeType", "tax", "lateUsage", "change", "billingRule", "billShock")) {
            totals.path(kind).forEach(sum -> lines.add(sum(kind, sum)));
        }
        if (run.has("openCases")) {
            lines.add("cases      " + run.path("openCases").asLong() + " open; billwright case list --run "
                    + run.path("id").asText());
        }
        if (run.has("digest")) {
            lines.add("digest     " + run.path("digest").asText());
        }
        if (run.has("merkleRoot")) {
            lines.add("root       " + run.path("merkleRoot").asText());
        }
        return lines;
    }

    private static String sum(String kind, JsonNode sum) {
        return String.format(
                Locale.ROOT,
                "%-11s %,9d %-40s %18s %s",
                kind,
                sum.path("count").asLong(),
                sum.path("key").asText(),
                amount(sum.path("amount")),
                sum.path("amount").path("unit").asText());
    }

    private static String amount(JsonNode amount) {
        var format = "%,." + Money.minorDigits(amount.path("unit").asText()) + "f";
        return String.format(Locale.ROOT, format, amount.path("value").decimalValue());
    }

    /** The changes of a run. */
    static List<String> differences(ArrayNode differences) {
        var lines = new ArrayList<String>();
        for (var difference : differences) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%-10s %,10d accounts %18s %s, before %18s",
                    difference.path("change").asText(),
                    difference.path("accounts").asLong(),
                    amount(difference.path("amountDue")),
                    difference.path("amountDue").path("unit").asText(),
                    amount(difference.path("previousAmountDue"))));
        }
        return lines;
    }
}
