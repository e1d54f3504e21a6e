package org.billwright.tax;

import static org.billwright.json.JsonValues.dateTime;
import static org.billwright.json.JsonValues.decimal;
import static org.billwright.json.JsonValues.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Optional;
import org.billwright.json.DocumentSize;
import org.billwright.json.Json;
import org.billwright.json.KeyTexts;
import org.billwright.json.Links;
import org.billwright.json.ShapeNormalizer;
import org.billwright.json.ShapeValidator;
import org.billwright.money.Money;
import org.billwright.problem.ProblemException;

/**
 * A tax rule: how a tax category of a jurisdiction is computed in a time.
 *
 * @param tax as a bill shows it
 * @param amount the amount and its currency, of a tax with a fixed amount for each line or unit
 * @param order taxes of lower orders are in the base of this one
 * @param withheld whether the customer withholds it: it is negative
 * @param validFrom inclusive; absent for always
 * @param validTo exclusive; absent for ever
 */
public record TaxRule(
        String id,
        Tax tax,
        Basis basis,
        Optional<Money> amount,
        int order,
        boolean withheld,
        Optional<OffsetDateTime> validFrom,
        Optional<OffsetDateTime> validTo) {
    private static final int MAX_ORDER = 9;

    /** What a tax is computed of. */
    public enum Basis {
        /** A percentage of the net amount, on top of it. */
        NET("net"),
        /** A percentage of the net amount that is in the price. */
        GROSS("gross"),
        /** A fixed amount for each rate. */
        LINE("line"),
        /** A fixed amount for each unit of the rate's quantity. */
        UNIT("unit");

        private final String code;

        Basis(String code) {
            this.code = code;
        }

        boolean isPercentage() {
            return this == NET || this == GROSS;
        }
    }

    /** Checks the document of a new rule, which is modified, and reads it. Throws {@link org.billwright.problem.Problem.InvalidBody}. */
    public static TaxRule accept(ObjectNode document) {
        ShapeNormalizer.normalize(document, TaxRuleShape.SCHEMA.shape());
        ShapeValidator.validate(document, TaxRuleShape.SCHEMA.shape());
        document.put(
                "href", Links.to(TaxRuleShape.RESOURCE, text(document, "id").orElseThrow()));
        DocumentSize.require(Json.write(document));
        return of(document);
    }

    /** Reads a rule's document. Throws {@link org.billwright.problem.Problem.InvalidBody} if it is invalid. */
    public static TaxRule of(ObjectNode document) {
        var basis = basis(text(document, "basis").orElse(Basis.NET.code));
        boolean withheld = document.path("withheld").asBoolean();
        var amount = basis.isPercentage() ? Optional.<Money>empty() : Optional.of(amount(document));
        var order = decimal(document, "order").orElse(BigDecimal.ZERO);
        ProblemException.unless(
                order.signum() >= 0
                        && order.compareTo(BigDecimal.valueOf(MAX_ORDER)) <= 0
                        && order.stripTrailingZeros().scale() <= 0,
                "order",
                "must be a whole number, 0 to " + MAX_ORDER);
        var from = dateTime(document, "validFor", "startDateTime");
        var to = dateTime(document, "validFor", "endDateTime");
        ProblemException.unless(
                from.isEmpty() || to.isEmpty() || from.get().isBefore(to.get()), "validFor", "ends before it begins");
        ProblemException.unless(!withheld || basis == Basis.NET, "withheld", "needs the basis net");
        return new TaxRule(
                text(document, "id").orElseThrow(),
                tax(document, basis, withheld),
                basis,
                amount,
                order.intValueExact(),
                withheld,
                from,
                to);
    }

    /** Whether prices have the tax in them. */
    public boolean isIncluded() {
        return basis == Basis.GROSS;
    }

    private static Basis basis(String code) {
        var basis =
                Arrays.stream(Basis.values()).filter(b -> b.code.equals(code)).findFirst();
        ProblemException.unless(basis.isPresent(), "basis", "must be net, gross, line or unit");
        return basis.orElseThrow();
    }

    private static Tax tax(ObjectNode document, Basis basis, boolean withheld) {
        var category = text(document, "taxCategory").orElse("");
        ProblemException.unless(!category.isBlank(), "taxCategory", "is required");
        var jurisdiction = text(document, "jurisdictionName");
        ProblemException.unless(
                KeyTexts.isKey(category) && jurisdiction.map(KeyTexts::isKey).orElse(true),
                "taxCategory",
                "and jurisdictionName have at most " + KeyTexts.MAX_CHARACTERS + " characters");
        var code = text(document, "taxCategoryCode").map(TaxRule::code);
        var reason = text(document, "exemptionReason");
        var given = decimal(document, "taxRate");
        ProblemException.unless(
                given.isPresent() == basis.isPercentage(),
                "taxRate",
                basis.isPercentage() ? "is required, in percent" : "is not for a fixed amount");
        given.ifPresent(rate -> ProblemException.unless(
                rate.signum() >= 0 && rate.compareTo(Tax.MAX_PERCENT) <= 0,
                "taxRate",
                "must be from 0 to " + Tax.MAX_PERCENT + " percent"));
        code.ifPresent(c -> {
            boolean taxed = given.map(rate -> rate.signum() > 0).orElse(true);
            ProblemException.unless(
                    c.isTaxed() == taxed, "taxRate", c.isTaxed() ? "of code S is above 0" : "of code " + c + " is 0");
            ProblemException.unless(
                    !c.needsReason() || reason.isPresent(), "exemptionReason", "is required with the code " + c);
        });
        return new Tax(category, jurisdiction, given.map(rate -> withheld ? rate.negate() : rate), code, reason);
    }

    private static TaxCategoryCode code(String text) {
        var code = TaxCategoryCode.of(text);
        ProblemException.unless(
                code.isPresent(), "taxCategoryCode", "must be a code of EN 16931: S, Z, E, AE, K, G or O");
        return code.orElseThrow();
    }

    private static Money amount(ObjectNode document) {
        var unit = text(document, "taxAmount", "unit");
        var value = decimal(document, "taxAmount", "value");
        ProblemException.unless(unit.isPresent() && value.isPresent(), "taxAmount", "is required, with value and unit");
        try {
            return new Money(unit.orElseThrow(), value.orElseThrow());
        } catch (IllegalArgumentException e) {
            ProblemException.unless(false, "taxAmount", "is no amount: " + e.getMessage());
            throw e;
        }
    }

    /** Whether it is valid at a time. */
    boolean isValidAt(OffsetDateTime at) {
        return validFrom.map(from -> !at.isBefore(from)).orElse(true)
                && validTo.map(at::isBefore).orElse(true);
    }

    /** Whether a rate's tax is this one: its category and jurisdiction, and its percentage where it has one. */
    boolean matches(String category, Optional<String> jurisdiction, Optional<BigDecimal> percent) {
        return tax.category().equals(category)
                && tax.jurisdictionName().equals(jurisdiction)
                && percent.map(p -> tax.percent()
                                .map(own -> own.abs().compareTo(p.abs()) == 0)
                                .orElse(false))
                        .orElse(true);
    }
}
