package org.billwright.proof.explanation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.billwright.billing.BillDraft;
import org.billwright.json.Json;
import org.billwright.money.Money;

/** The causes of many explanations, added up by currency and kind, with the subjects that come to most. */
public final class ExplanationTotals {
    private static final int MAX_SUBJECTS = 10_000;
    private static final int SHOWN_SUBJECTS = 10;
    private static final String OTHER = "others";

    private final Map<String, Currency> currencies = new TreeMap<>();

    private static final class Currency {
        private BigDecimal now = BigDecimal.ZERO;
        private BigDecimal before = BigDecimal.ZERO;
        private long bills;
        private final Map<CauseKind, Sum> kinds = new TreeMap<>();
        private final Map<CauseKind, Map<String, Sum>> subjects = new HashMap<>();
    }

    private record Sum(long bills, BigDecimal amount) {
        private Sum plus(Sum other) {
            return new Sum(bills + other.bills, amount.add(other.amount));
        }
    }

    /** Adds an explanation. */
    public void add(Explanation explanation) {
        var now = new BillFacts(explanation.bill());
        if (now.currency().isEmpty()) {
            return;
        }
        var totals = currencies.computeIfAbsent(now.currency(), unit -> new Currency());
        totals.bills++;
        totals.now = totals.now.add(now.amountDue());
        explanation.before().ifPresent(before -> totals.before = totals.before.add(new BillFacts(before).amountDue()));
        var counted = EnumSet.noneOf(CauseKind.class);
        for (var cause : explanation.causes()) {
            boolean isNew = counted.add(cause.kind());
            totals.kinds.merge(
                    cause.kind(), new Sum(isNew ? 1 : 0, cause.amount().value()), Sum::plus);
            var subjects = totals.subjects.computeIfAbsent(cause.kind(), kind -> new HashMap<>());
            boolean hasRoom = subjects.size() < MAX_SUBJECTS || subjects.containsKey(cause.subject());
            subjects.merge(
                    hasRoom ? cause.subject() : OTHER, new Sum(1, cause.amount().value()), Sum::plus);
        }
    }

    /** The totals, one object a currency. The causes of a currency add up to its difference. */
    public List<ObjectNode> documents() {
        return currencies.entrySet().stream()
                .map(entry -> document(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static ObjectNode document(String unit, Currency totals) {
        var document = Json.object().put("bills", totals.bills);
        document.set("amountDue", money(unit, totals.now));
        document.set("previousAmountDue", money(unit, totals.before));
        document.set("difference", money(unit, totals.now.subtract(totals.before)));
        var causes = document.putArray("cause");
        totals.kinds.forEach((kind, sum) -> {
            var cause = causes.addObject().put("kind", kind.code()).put("bills", sum.bills());
            cause.set("amount", money(unit, sum.amount()));
            var subjects = cause.putArray("subject");
            totals.subjects.getOrDefault(kind, Map.of()).entrySet().stream()
                    .filter(subject -> !subject.getKey().isEmpty())
                    .sorted(Comparator.comparing((Map.Entry<String, Sum> subject) ->
                                    subject.getValue().amount().abs())
                            .reversed()
                            .thenComparing(Map.Entry::getKey))
                    .limit(SHOWN_SUBJECTS)
                    .forEach(subject -> subjects.addObject()
                            .put("name", subject.getKey())
                            .put("bills", subject.getValue().bills())
                            .set("amount", money(unit, subject.getValue().amount())));
        });
        return document;
    }

    private static JsonNode money(String unit, BigDecimal value) {
        return BillDraft.money(new Money(unit, value));
    }
}
