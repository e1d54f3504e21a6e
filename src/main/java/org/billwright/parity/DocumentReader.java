package org.billwright.parity;

import static org.billwright.json.JsonValues.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.billwright.bill.BillShape;
import org.billwright.format.DocumentType;
import org.billwright.format.ExportMarks;
import org.billwright.json.DateTimes;
import org.billwright.money.Money;
import org.billwright.problem.Problem;
import org.billwright.problem.ProblemException;
import org.billwright.proof.explanation.LineKind;
import org.billwright.rate.RateCharacteristics;
import org.billwright.tax.RatedTaxes;

/**
 * Reads what the comparison uses of a document, in the shape of TMF678 v4 or v5. A value of a wrong type is a {@link ProblemException}
 * with its path: an amount that is not read would count as equal.
 */
final class DocumentReader {
    private DocumentReader() {}

    /** The type of a document: as it says, or by the attributes that only one of the two types has. */
    static Optional<DocumentType> type(ObjectNode document) {
        return DocumentType.of(document).or(() -> {
            if (document.has("billNo") || document.has("billDate") || document.has("amountDue")) {
                return Optional.of(DocumentType.BILL);
            }
            return document.has("isBilled") || document.has("appliedTax") || document.has("bill")
                    ? Optional.of(DocumentType.RATE)
                    : Optional.empty();
        });
    }

    /** A bill without its lines. */
    static ParityBill bill(ObjectNode document) {
        var id = key(document, "id");
        var currency = currency(document)
                .orElseThrow(() -> invalid("amountDue", "or another amount of the bill is required, with its unit"));
        return new ParityBill(
                id,
                text(document, "billNo").orElse(id),
                text(document, "billingAccount", "id")
                        .or(() -> text(document, "financialAccount", "id"))
                        .orElseThrow(() -> invalid("billingAccount", "or financialAccount is required, with its id")),
                isCreditNote(document),
                period(document),
                time(document, "billDate"),
                time(document, "paymentDueDate"),
                currency,
                amount(document, "taxExcludedAmount", currency),
                amount(document, "taxIncludedAmount", currency),
                amount(document, "amountDue", currency),
                taxes(document, "taxItem", currency),
                balance(document, currency),
                List.of());
    }

    private static boolean isCreditNote(ObjectNode document) {
        return text(document, "category")
                .map(BillShape.CREDIT_NOTE_CATEGORY::equals)
                .orElseGet(() -> number(document.path("amountDue").path("value"), "amountDue.value")
                        .filter(due -> due.signum() < 0)
                        .isPresent());
    }

    private static Optional<String> currency(ObjectNode document) {
        return text(document, "amountDue", "unit")
                .or(() -> text(document, "taxIncludedAmount", "unit"))
                .or(() -> text(document, "taxExcludedAmount", "unit"))
                .map(DocumentReader::known);
    }

    private static String known(String currency) {
        try {
            Money.minorDigits(currency);
            return currency;
        } catch (IllegalArgumentException e) {
            throw new ProblemException(new Problem.MalformedBody(String.valueOf(e.getMessage())));
        }
    }

    private static Optional<ParityBill.Period> period(ObjectNode document) {
        var start = time(document, "billingPeriod", "startDateTime");
        var end = time(document, "billingPeriod", "endDateTime");
        return start.flatMap(from -> end.map(to -> new ParityBill.Period(from, to)));
    }

    private static Optional<ParityBill.Balance> balance(ObjectNode document, String currency) {
        var balance = document.path(BillShape.BALANCE_FORWARD);
        return balance.isObject()
                ? Optional.of(new ParityBill.Balance(
                        amount(balance, "previousBalance", currency).orElse(BigDecimal.ZERO),
                        amount(balance, "paymentsReceived", currency).orElse(BigDecimal.ZERO),
                        amount(balance, "adjustments", currency).orElse(BigDecimal.ZERO)))
                : Optional.empty();
    }

    /** The bill of a rate; empty where the rate is not billed. */
    static Optional<String> billOf(ObjectNode rate) {
        return text(rate, "bill", "id").filter(id -> !id.isBlank());
    }

    /** A line; its amounts are in the currency of its bill. */
    static ParityLine line(ObjectNode rate) {
        var currency = currency(rate).orElseThrow(() -> invalid("taxExcludedAmount", "is required, with its unit"));
        var taxes = taxes(rate, "appliedTax", currency);
        var net = amount(rate, "taxExcludedAmount", currency)
                .or(() -> amount(rate, "taxIncludedAmount", currency)
                        .map(gross ->
                                taxes.stream().map(ParityTax::amountOrZero).reduce(gross, BigDecimal::subtract)))
                .orElseThrow(() -> invalid("taxExcludedAmount", "is required"));
        var product = text(rate, "product", "name");
        var type = text(rate, "appliedBillingRateType")
                .or(() -> text(rate, "type"))
                .orElse("");
        var name = text(rate, "name").or(() -> text(rate, "description"));
        return new ParityLine(
                text(rate, "id").orElse(""),
                text(rate, "product", "id"),
                text(rate, "product", "productOffering", "id")
                        .or(() -> text(rate, "productOffering", "id"))
                        .or(() -> product),
                name.or(() -> product).orElse(type),
                type,
                LineKind.of(type, net, name.orElse("")),
                text(rate, "date")
                        .or(() -> text(rate, "periodCoverage", "startDateTime"))
                        .orElse(""),
                net,
                RateCharacteristics.quantity(rate),
                taxes);
    }

    private static List<ParityTax> taxes(ObjectNode document, String array, String currency) {
        var taxes = new ArrayList<ParityTax>();
        for (var tax : document.path(array)) {
            ProblemException.unless(tax.isObject(), array, "must have objects");
            taxes.add(new ParityTax(
                    text(tax, "taxCategory").orElse(""),
                    text(tax, "jurisdictionName").orElse(""),
                    number(tax.path("taxRate"), array + ".taxRate").map(DocumentReader::plain),
                    amount(tax, "taxAmount", currency)));
        }
        return taxes;
    }

    private static BigDecimal plain(BigDecimal rate) {
        var stripped = rate.signum() == 0 ? BigDecimal.ZERO : rate.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    private static Optional<BigDecimal> amount(JsonNode document, String name, String currency) {
        var unit = text(document, name, "unit");
        ProblemException.unless(
                unit.filter(other -> !other.equals(currency)).isEmpty(),
                name + ".unit",
                "is " + unit.orElse("") + ", another amount is in " + currency);
        return number(document.path(name).path("value"), name + ".value");
    }

    private static Optional<BigDecimal> number(JsonNode value, String path) {
        ProblemException.unless(value.isNumber() || value.isMissingNode() || value.isNull(), path, "must be a number");
        return value.isNumber() ? Optional.of(value.decimalValue()) : Optional.empty();
    }

    private static Optional<Instant> time(JsonNode document, String... path) {
        return text(document, path)
                .map(written -> DateTimes.parseIso8601(written)
                        .orElseThrow(() -> invalid(String.join(".", path), "must be a date-time of RFC 3339"))
                        .toInstant());
    }

    private static String key(ObjectNode document, String name) {
        return text(document, name).filter(id -> !id.isBlank()).orElseThrow(() -> invalid(name, "is required"));
    }

    private static ProblemException invalid(String path, String problem) {
        return new ProblemException(new Problem.InvalidBody(path, problem));
    }

    /** Brings the tax rates of a document to percent, as an import does. */
    static void toPercent(SourceRecord from, ObjectNode document, DocumentType type) {
        var unit = ExportMarks.removeTaxRateUnit(document).or(from::taxRate);
        RatedTaxes.toPercent(document, type == DocumentType.BILL ? "taxItem" : "appliedTax", unit);
    }
}
