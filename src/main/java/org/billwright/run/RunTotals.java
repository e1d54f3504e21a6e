package org.billwright.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.billwright.billing.BillPart;
import org.billwright.billingrule.BillMetrics;
import org.billwright.json.Json;
import org.billwright.money.Money;

/**
 * The control totals of a run or of a part of it: how many accounts there are in each status, and the sums of the bills by currency,
 * charge type, tax and change. Sums of totals are totals.
 */
final class RunTotals {
    /** Texts of reasons have ids in them; so many different ones are counted apart. */
    private static final int MAX_REASONS = 50;

    private static final String OTHER_REASONS = "other reasons";
    private static final String BROKEN_RULE = "billingRule";
    private static final String BILL_SHOCK = "billShock";

    private final Map<String, Long> accounts = new TreeMap<>();
    private final Map<String, Long> reasons = new TreeMap<>();
    private final Map<List<String>, Sum> sums = new TreeMap<>(RunTotals::compare);

    /** A number of things and the sum of their amounts. */
    private record Sum(long count, BigDecimal amount) {
        Sum plus(Sum other) {
            return new Sum(count + other.count, amount.add(other.amount));
        }
    }

    private static int compare(List<String> one, List<String> other) {
        for (int i = 0; i < one.size(); i++) {
            int order = one.get(i).compareTo(other.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /** The totals of accounts whose bills are in this status. */
    static RunTotals of(List<RunAccount> all, RunAccount.Status withBill) {
        var totals = new RunTotals();
        for (var account : all) {
            totals.count(totals.accounts, account.status().code(), 1);
            account.reason()
                    .ifPresent(reason -> totals.countReason(account.status().code() + ": " + general(reason), 1));
            if (withBill == RunAccount.Status.PLANNED || account.status() == withBill) {
                totals.addJudgement(account);
            }
            if (account.status() == withBill) {
                totals.add(account);
            } else {
                account.change()
                        .filter("gone"::equals)
                        .ifPresent(gone ->
                                totals.addChange(gone, account.previous().orElseThrow()));
            }
        }
        return totals;
    }

    /** A reason without the ids, by which each account would have one of its own. */
    private static String general(String reason) {
        return reason.replaceAll("'[^']*'", "'…'")
                .replaceAll("\\brate [^ :]+", "rate …")
                .replaceAll("\\d[^ ,;]*\\b", "…");
    }

    private void add(RunAccount account) {
        var bill = account.amounts().orElseThrow();
        add("bill", "taxExcluded", 1, bill.taxExcluded());
        add("bill", "taxIncluded", 1, bill.taxIncluded());
        add("bill", "amountDue", 1, bill.amountDue());
        addChange(account.change().orElseThrow(), bill.amountDue());
        account.parts().forEach(part -> add(part.kind().code(), part.key(), part.count(), part.amount()));
    }

    /** Of a plan all bills that were judged count, also those that are held. */
    private void addJudgement(RunAccount account) {
        account.amounts().ifPresent(bill -> {
            account.brokenRules().forEach(rule -> add(BROKEN_RULE, rule, 1, bill.amountDue()));
            account.metrics()
                    .flatMap(BillMetrics::billShock)
                    .ifPresent(shock -> add(BILL_SHOCK, BILL_SHOCK, 1, bill.amountDue()));
        });
    }

    private void addChange(String change, Money amount) {
        add("change", change, 1, amount);
    }

    private void add(String kind, String key, long count, Money amount) {
        sums.merge(List.of(kind, amount.unit(), key), new Sum(count, amount.value()), Sum::plus);
    }

    private void count(Map<String, Long> counts, String key, long more) {
        counts.merge(key, more, Long::sum);
    }

    private void countReason(String reason, long more) {
        count(reasons, reasons.size() < MAX_REASONS || reasons.containsKey(reason) ? reason : OTHER_REASONS, more);
    }

    /** Accounts that are not in the run, because they have a bill of the period. */
    RunTotals withAlreadyBilled(long count) {
        if (count > 0) {
            count(accounts, "alreadyBilled", count);
        }
        return this;
    }

    /** Adds totals, as {@link #document} writes them. */
    RunTotals plus(JsonNode totals) {
        totals.path("accounts")
                .properties()
                .forEach(entry ->
                        count(accounts, entry.getKey(), entry.getValue().asLong()));
        totals.path("reason")
                .forEach(reason -> countReason(
                        reason.path("text").asText(), reason.path("accounts").asLong()));
        for (var kind : KINDS) {
            totals.path(kind)
                    .forEach(sum -> sums.merge(
                            List.of(
                                    kind,
                                    sum.path("amount").path("unit").asText(),
                                    sum.path("key").asText()),
                            new Sum(
                                    sum.path("count").asLong(),
                                    sum.path("amount").path("value").decimalValue()),
                            Sum::plus));
        }
        return this;
    }

    private static final List<String> KINDS = Stream.concat(
                    Stream.of("bill", "change", BROKEN_RULE, BILL_SHOCK),
                    Stream.of(BillPart.Kind.values()).map(BillPart.Kind::code))
            .toList();

    /** The sum of the totals of the parts of a run. */
    static RunTotals sum(List<ObjectNode> parts) {
        var totals = new RunTotals();
        parts.forEach(totals::plus);
        return totals;
    }

    /** As it is stored and shown. */
    ObjectNode document() {
        var document = Json.object();
        var counts = document.putObject("accounts");
        accounts.forEach(counts::put);
        var texts = document.putArray("reason");
        reasons.forEach((text, count) -> texts.addObject().put("text", text).put("accounts", count));
        sums.forEach((key, sum) -> {
            var entries = document.has(key.getFirst())
                    ? (ArrayNode) document.get(key.getFirst())
                    : document.putArray(key.getFirst());
            entries.addObject()
                    .put("key", key.getLast())
                    .put("count", sum.count())
                    .putObject("amount")
                    .put("unit", key.get(1))
                    .put("value", sum.amount());
        });
        return document;
    }
}
