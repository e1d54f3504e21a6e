package org.billwright.creditnote;

import static org.billwright.json.JsonValues.decimal;
import static org.billwright.json.JsonValues.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.billwright.json.Attribute;
import org.billwright.json.BodyMembers;
import org.billwright.json.CanonicalJson;
import org.billwright.json.KeyTexts;
import org.billwright.json.ShapeNormalizer;
import org.billwright.money.Money;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.store.Fingerprint;

/**
 * A request for a credit note.
 *
 * @param correlatorId by which a repeated request is recognised
 * @param parts of the bill; empty for all that is left of it
 * @param total with taxes, spread over the parts; empty where the parts decide
 * @param fingerprint of the whole content, by which another request with the same correlatorId is recognised
 */
public record CreditNoteRequest(
        String billId,
        Reason reason,
        Optional<String> description,
        Optional<String> correlatorId,
        List<Part> parts,
        Optional<Money> total,
        long fingerprint) {
    private static final String TOTAL = "taxIncludedAmount";
    private static final Set<String> MEMBERS =
            Set.of("@type", "bill", "reason", "description", "correlatorId", "rate", TOTAL);
    private static final Set<String> RATE_MEMBERS = Set.of("id", "taxExcludedAmount");
    private static final List<Attribute> NESTED =
            List.of(Attribute.localReference("bill"), lines(), Attribute.money(TOTAL));
    private static final String IS_UNKNOWN = "is no attribute of a credit note";

    /** The lines that a body may have, in {@code rate}. */
    public static Attribute.Group lines() {
        return Attribute.array("rate", Attribute.text("id"), Attribute.money("taxExcludedAmount"));
    }

    /** Why a part of a bill is given back. */
    public enum Reason {
        /** The bill is wrong. */
        BILLING_ERROR("billingError"),
        /** A price is wrong. */
        PRICE_ERROR("priceError"),
        /** What was billed was not delivered. */
        SERVICE_NOT_PROVIDED("serviceNotProvided"),
        /** It was billed before. */
        DUPLICATE("duplicate"),
        /** Nothing is wrong. */
        GOODWILL("goodwill"),
        /** The description says it. */
        OTHER("other");

        private final String word;

        Reason(String word) {
            this.word = word;
        }

        /** Its name in requests. */
        public String code() {
            return word;
        }

        static List<String> codes() {
            return Arrays.stream(values()).map(Reason::code).toList();
        }

        static Optional<Reason> of(String word) {
            return Arrays.stream(values())
                    .filter(reason -> reason.word.equals(word))
                    .findFirst();
        }
    }

    /**
     * A line of the bill.
     *
     * @param net the net amount that is given back; empty for all that is left of the line
     */
    public record Part(String rateId, Optional<Money> net) {}

    /** Reads a body. What is invalid is a {@link org.billwright.problem.Problem.InvalidBody}. */
    static CreditNoteRequest of(ObjectNode body) {
        long fingerprint = Fingerprint.of(CanonicalJson.of(body));
        requireKnown(body, MEMBERS, "");
        BodyMembers.requireNested(body, NESTED);
        var bill = text(body, "bill", "id").filter(id -> !id.isBlank());
        ProblemException.unless(bill.isPresent(), "bill.id", "is required: the bill that is corrected");
        var reason = text(body, "reason").flatMap(Reason::of);
        ProblemException.unless(reason.isPresent(), "reason", "must be one of " + String.join(", ", Reason.codes()));
        var description = BodyMembers.text(body, "description", ShapeNormalizer.MAX_TEXT_CHARACTERS);
        var correlator = BodyMembers.text(body, "correlatorId", KeyTexts.MAX_CHARACTERS);
        var parts = parts(body.path("rate"));
        return new CreditNoteRequest(
                bill.orElseThrow(),
                reason.orElseThrow(),
                description,
                correlator,
                parts,
                total(body, TOTAL, parts),
                fingerprint);
    }

    /** Reads the bill, the reason, the description and the correlatorId of a body, for a credit note of the whole bill. */
    public static CreditNoteRequest ofWhole(ObjectNode body) {
        var whole = body.deepCopy();
        whole.remove(List.of("rate", TOTAL));
        var request = of(whole);
        return new CreditNoteRequest(
                request.billId(),
                request.reason(),
                request.description(),
                request.correlatorId(),
                List.of(),
                Optional.empty(),
                Fingerprint.of(CanonicalJson.of(body)));
    }

    /** An amount with taxes, more than 0, in place of amounts of the lines. */
    public static Optional<Money> total(ObjectNode body, String name, List<Part> parts) {
        var total = money(body, name, name);
        total.ifPresent(amount -> {
            ProblemException.unless(amount.signum() > 0, name, "must be more than 0");
            ProblemException.unless(
                    parts.stream().allMatch(part -> part.net().isEmpty()),
                    name,
                    "is spread over the lines; give it, or the amounts of the lines");
        });
        return total;
    }

    private static void requireKnown(JsonNode object, Set<String> members, String path) {
        object.properties()
                .forEach(member ->
                        ProblemException.unless(members.contains(member.getKey()), path + member.getKey(), IS_UNKNOWN));
    }

    /** The lines of a request for a credit note or a dispute. */
    public static List<Part> parts(JsonNode rates) {
        if (rates.isMissingNode()) {
            return List.of();
        }
        ProblemException.unless(
                rates.isArray() && !rates.isEmpty(),
                "rate",
                "must be an array of lines; leave it out for the whole bill");
        var parts = new ArrayList<Part>();
        var ids = new HashSet<String>();
        for (int i = 0; i < rates.size(); i++) {
            var path = "rate[" + i + "]";
            requireKnown(rates.get(i), RATE_MEMBERS, path + ".");
            var id = text(rates.get(i), "id");
            ProblemException.unless(id.isPresent(), path + ".id", "is required: the rate of the line");
            ProblemException.unless(ids.add(id.orElseThrow()), path + ".id", "is named twice");
            parts.add(new Part(id.orElseThrow(), net(rates.get(i), path)));
        }
        return List.copyOf(parts);
    }

    private static Optional<Money> net(JsonNode rate, String path) {
        return money(rate, "taxExcludedAmount", path + ".taxExcludedAmount");
    }

    private static Optional<Money> money(JsonNode object, String name, String path) {
        if (!object.has(name)) {
            return Optional.empty();
        }
        var unit = text(object, name, "unit");
        Optional<BigDecimal> value = decimal(object, name, "value");
        ProblemException.unless(unit.isPresent() && value.isPresent(), path, "must have a unit and a value");
        try {
            return Optional.of(new Money(unit.orElseThrow(), value.orElseThrow()));
        } catch (IllegalArgumentException e) {
            throw new ProblemException(new Problem.InvalidBody(path, "is no amount: " + e.getMessage()));
        }
    }
}
