package org.billwright.payment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.billwright.json.BodyMembers;
import org.billwright.json.CanonicalJson;
import org.billwright.json.DateTimes;
import org.billwright.json.DocumentSize;
import org.billwright.json.Json;
import org.billwright.json.JsonValues;
import org.billwright.json.KeyTexts;
import org.billwright.json.Links;
import org.billwright.json.Shape;
import org.billwright.json.ShapeNormalizer;
import org.billwright.ledger.AllocationPolicy.NamedBill;
import org.billwright.money.Money;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.store.Fingerprint;

/**
 * What a payment and a refund have in common as they are given.
 *
 * @param fingerprint of the whole content, by which a retry is recognised
 * @param others the attributes without a place of their own, as they are given
 */
public record GivenPayment(
        Optional<String> id,
        Optional<String> correlatorId,
        Optional<String> accountId,
        Money amount,
        Optional<OffsetDateTime> date,
        long fingerprint,
        ObjectNode others) {
    static final String PAYMENT_DATE = "paymentDate";
    static final String REFUND_DATE = "refundDate";
    private static final int MAX_ITEMS = 1_000;
    private static final List<String> OWN = List.of("id", "correlatorId", "account", "amount", "totalAmount");
    private static final List<String> META = List.of("@type", "@baseType", "@schemaLocation");

    static GivenPayment payment(ObjectNode body) {
        return of(body, PaymentShape.GIVEN, PAYMENT_DATE);
    }

    static GivenPayment refund(ObjectNode body) {
        return of(body, PaymentShape.GIVEN_REFUND, REFUND_DATE);
    }

    /** The same of a request, in which no member is unknown, wherever it is. */
    static GivenPayment requestedPayment(ObjectNode body) {
        BodyMembers.requireNested(body, PaymentShape.GIVEN.attributes());
        return payment(body);
    }

    static GivenPayment requestedRefund(ObjectNode body) {
        BodyMembers.requireNested(body, PaymentShape.GIVEN_REFUND.attributes());
        return refund(body);
    }

    private static GivenPayment of(ObjectNode body, Shape shape, String date) {
        long fingerprint = Fingerprint.of(CanonicalJson.of(body));
        ShapeNormalizer.normalize(body, shape);
        requireKnown(body, shape);
        var amount = amount(body, "");
        var others = body.deepCopy();
        others.remove(OWN);
        others.remove(META);
        others.remove(date);
        DocumentSize.require(Json.write(others));
        return new GivenPayment(
                key(body, "id"),
                key(body, "correlatorId"),
                key(body.path("account"), "id"),
                amount,
                JsonValues.dateTime(body, date),
                fingerprint,
                others);
    }

    /** An attribute that is not read could mean that less, or something else, is to be paid. */
    private static void requireKnown(ObjectNode body, Shape shape) {
        body.fieldNames()
                .forEachRemaining(name -> ProblemException.unless(
                        META.contains(name)
                                || shape.attributes().stream()
                                        .anyMatch(attribute -> attribute.name().equals(name)),
                        name,
                        "is no attribute that can be given of a " + shape.resource()));
    }

    private static Optional<String> key(JsonNode object, String name) {
        var text = JsonValues.text(object, name);
        text.ifPresent(key -> ProblemException.unless(
                !key.isBlank() && KeyTexts.isKey(key) && Links.isSegment(key),
                name,
                "must be a text of 1 to " + KeyTexts.MAX_CHARACTERS + " characters"));
        return text;
    }

    /** The amount, or the total amount: both where they are equal. */
    static Money amount(JsonNode object, String path) {
        var amount = money(object, path, "amount");
        var total = money(object, path, "totalAmount");
        ProblemException.unless(
                amount.isEmpty() || total.isEmpty() || amount.equals(total),
                path + "totalAmount",
                "differs from amount; give one of them");
        var one = amount.or(() -> total);
        ProblemException.unless(one.isPresent(), path + "amount", "is required, with unit and value");
        ProblemException.unless(one.orElseThrow().signum() > 0, path + "amount", "must be more than 0");
        return one.orElseThrow();
    }

    private static Optional<Money> money(JsonNode object, String path, String name) {
        if (!object.has(name)) {
            return Optional.empty();
        }
        var unit = JsonValues.text(object, name, "unit");
        var value = JsonValues.decimal(object, name, "value");
        ProblemException.unless(unit.isPresent() && value.isPresent(), path + name, "needs unit and value");
        try {
            return Optional.of(new Money(unit.orElseThrow(), value.orElseThrow()));
        } catch (IllegalArgumentException e) {
            throw new ProblemException(new Problem.InvalidBody(path + name, "is no amount: " + e.getMessage()));
        }
    }

    /** The bills that the payment names, with their amounts. Together they are no more than the payment. */
    static List<NamedBill> bills(ObjectNode body, Money amount) {
        var items = body.path("paymentItem");
        ProblemException.unless(
                items.isMissingNode() || (items.isArray() && items.size() <= MAX_ITEMS),
                "paymentItem",
                "must be an array of at most " + MAX_ITEMS + " elements");
        var bills = new ArrayList<NamedBill>();
        var ids = new HashSet<String>();
        var sum = BigDecimal.ZERO;
        for (int i = 0; i < items.size(); i++) {
            var path = "paymentItem[" + i + "].";
            var id = key(items.get(i).path("item"), "id");
            ProblemException.unless(id.isPresent(), path + "item.id", "is required: the id of a bill");
            ProblemException.unless(ids.add(id.orElseThrow()), path + "item.id", "is the bill of an item before");
            bills.add(new NamedBill(id.orElseThrow(), part(items.get(i), path, amount)));
            sum = sum.add(bills.getLast().amount().orElse(BigDecimal.ZERO));
        }
        ProblemException.unless(
                sum.compareTo(amount.value()) <= 0,
                "paymentItem",
                "has more than the payment: " + sum.toPlainString() + " of "
                        + amount.value().toPlainString());
        return bills;
    }

    private static Optional<BigDecimal> part(JsonNode item, String path, Money amount) {
        if (!item.has("amount") && !item.has("totalAmount")) {
            return Optional.empty();
        }
        var part = amount(item, path);
        ProblemException.unless(
                part.unit().equals(amount.unit()),
                path + "amount.unit",
                "must be " + amount.unit() + ", as of the payment");
        return Optional.of(part.value());
    }

    OffsetDateTime dateOr(OffsetDateTime now, String name) {
        var given = date.orElse(now);
        requirePast(given, now, name);
        return given;
    }

    /** Money that moves later did not move yet. Clocks, and the days of other time zones, may differ by a day. */
    static void requirePast(OffsetDateTime date, OffsetDateTime now, String name) {
        ProblemException.unless(!date.isAfter(now.plusDays(1)), name, "is in the future: " + DateTimes.format(date));
    }
}
