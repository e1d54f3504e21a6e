package org.billwright.proof.explanation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.billwright.bill.BillStore;
import org.billwright.billing.BillDraft;
import org.billwright.billing.BillMaker;
import org.billwright.billingrule.BillHistoryStore;
import org.billwright.billingrule.BillShock;
import org.billwright.json.Json;
import org.billwright.json.JsonValues;
import org.billwright.money.Money;
import org.billwright.rate.RateStore;
import org.jdbi.v3.core.Handle;

/**
 * Why a bill differs from the one before it.
 *
 * @param before the bill before it; absent for the first bill of an account, and where that is in another currency
 * @param causes add up to the difference between the amounts due
 * @param shock whether it is far above what the account's bills usually are
 */
public record Explanation(ObjectNode bill, Optional<ObjectNode> before, List<Cause> causes, Optional<BillShock> shock) {
    /** The id of the bill before a bill, if there is one. */
    public static Optional<String> previous(Handle tx, String tenant, String id) {
        return ExplanationStore.before(tx, tenant, id);
    }

    /**
     * Explains a bill; empty where there is none with this id.
     *
     * @param previous the id of the bill before it, if the reader may see it
     */
    public static Optional<Explanation> of(Handle tx, String tenant, String id, Optional<String> previous) {
        return BillStore.document(tx, tenant, id)
                .map(bill -> of(tx, tenant, facts(tx, tenant, bill), previous, shock(tx, tenant, bill)));
    }

    /**
     * Explains a bill that was read with its rates. It is not judged whether it is a bill shock.
     *
     * @param previous the id of the bill before it, if its receiver may see it
     */
    public static Explanation of(Handle tx, String tenant, BillFacts bill, Optional<String> previous) {
        return of(tx, tenant, bill, previous, Optional.empty());
    }

    /** A cause as a sentence. */
    public record Sentence(String text, Money amount) {}

    /**
     * The causes as sentences in a language.
     *
     * @param amounts writes an amount as the language does
     * @param numbers writes a number as the language does
     */
    public List<Sentence> sentences(
            String language, Function<Money, String> amounts, Function<BigDecimal, String> numbers) {
        return causes.stream()
                .map(cause -> new Sentence(Sentences.of(cause, language, amounts, numbers), cause.amount()))
                .toList();
    }

    /**
     * Explains a bill that is planned.
     *
     * @param bill its document
     * @param before when the bill before it was made at the latest
     */
    public static Explanation ofPlanned(
            Handle tx, String tenant, ObjectNode bill, BillMaker.PreviewedRates rates, OffsetDateTime before) {
        var facts = new BillFacts(bill);
        rates.forEach(facts::add);
        var account = JsonValues.text(bill, "billingAccount", "id").orElse("");
        return of(
                tx,
                tenant,
                facts,
                ExplanationStore.last(tx, tenant, account, before),
                BillHistoryStore.shock(tx, tenant, bill, before));
    }

    private static Optional<BillShock> shock(Handle tx, String tenant, ObjectNode bill) {
        return JsonValues.dateTime(bill, "billDate").flatMap(date -> BillHistoryStore.shock(tx, tenant, bill, date));
    }

    private static Explanation of(
            Handle tx, String tenant, BillFacts now, Optional<String> previous, Optional<BillShock> shock) {
        var comparable = previous.flatMap(other -> BillStore.document(tx, tenant, other))
                .map(document -> facts(tx, tenant, document))
                .filter(other -> other.currency().equals(now.currency()));
        var before = comparable.orElseGet(() -> new BillFacts(Json.object()));
        return new Explanation(
                now.document(),
                comparable.map(BillFacts::document),
                now.currency().isEmpty() ? List.of() : BillComparison.causes(before, now),
                shock);
    }

    private static BillFacts facts(Handle tx, String tenant, ObjectNode bill) {
        var facts = new BillFacts(bill);
        RateStore.readOfBill(tx, tenant, JsonValues.text(bill, "id").orElse(""), rate -> {
            facts.add(rate);
            return true;
        });
        return facts;
    }

    /** As it is shown, with sentences in a language. */
    public ObjectNode document(String language) {
        var document = Json.object();
        reference(document, "bill", bill);
        before.ifPresent(other -> reference(document, "previousBill", other));
        Optional.ofNullable(bill.get("amountDue")).ifPresent(amount -> document.set("amountDue", amount));
        before.flatMap(other -> Optional.ofNullable(other.get("amountDue")))
                .ifPresent(amount -> document.set("previousAmountDue", amount));
        difference().ifPresent(amount -> document.set("difference", BillDraft.money(amount)));
        shock.ifPresent(of -> document.putObject("billShock")
                .put("text", of.text(language))
                .put("factor", of.factor())
                .set("usualAmount", BillDraft.money(of.usual())));
        var list = document.putArray("cause");
        causes.forEach(cause -> list.add(document(cause, language)));
        return document;
    }

    /** The sum of the causes. */
    public Optional<Money> difference() {
        var unit = new BillFacts(bill).currency();
        return unit.isEmpty()
                ? Optional.empty()
                : Optional.of(causes.stream().map(Cause::amount).reduce(Money.zero(unit), Money::plus));
    }

    private static void reference(ObjectNode document, String name, ObjectNode bill) {
        var reference =
                document.putObject(name).put("id", JsonValues.text(bill, "id").orElse(""));
        JsonValues.text(bill, "billNo").ifPresent(number -> reference.put("billNo", number));
        JsonValues.text(bill, "billDate").ifPresent(date -> reference.put("billDate", date));
    }

    private static ObjectNode document(Cause cause, String language) {
        var document = Json.object().put("kind", cause.kind().code()).put("section", cause.section());
        if (!cause.subject().isEmpty()) {
            document.put("subject", cause.subject());
        }
        cause.productId().ifPresent(id -> document.putObject("product").put("id", id));
        cause.chargeType().ifPresent(type -> document.put("appliedBillingRateType", type));
        document.set("amount", BillDraft.money(cause.amount()));
        document.put("text", Sentences.of(cause, language));
        cause.was().ifPresent(value -> document.put("previousValue", value));
        cause.is().ifPresent(value -> document.put("value", value));
        rates(document, "previousRate", cause.before());
        rates(document, "rate", cause.now());
        return document;
    }

    private static void rates(ObjectNode document, String name, List<String> ids) {
        if (!ids.isEmpty()) {
            var rates = document.putArray(name);
            ids.forEach(id -> rates.addObject().put("id", id));
        }
    }
}
