package org.billwright.statement;

import static org.billwright.json.JsonValues.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.ZoneId;
import java.util.Optional;
import org.billwright.json.JsonValues;
import org.billwright.proof.explanation.LineKind;
import org.billwright.rate.RateCharacteristics;

/** Reads the lines of a bill from its rates. */
record LineReader(ZoneId zone) {
    private static final int MAX_DECIMALS_OF_PRICE = 8;

    StatementLine line(JsonNode rate) {
        var net = Amount.of(rate, "taxExcludedAmount");
        var type = text(rate, "appliedBillingRateType");
        var name = text(rate, "name");
        var product = text(rate, "product", "name");
        var description =
                text(rate, "description").or(() -> name).or(() -> product).or(() -> type);
        var quantity = RateCharacteristics.quantity(rate).filter(of -> of.signum() > 0);
        return new StatementLine(
                text(rate, "id").orElse(""),
                LineKind.of(
                        type.orElse(""),
                        net.map(Amount::value).orElse(BigDecimal.ZERO),
                        name.or(() -> description).orElse("")),
                text(rate, "product", "id"),
                product,
                description.or(() -> text(rate, "id")).orElse(""),
                JsonValues.dateTime(rate, "date").map(time -> Days.day(time, zone)),
                Days.of(rate, "periodCoverage", zone),
                quantity,
                RateCharacteristics.value(rate, RateCharacteristics.UNIT),
                quantity.flatMap(of -> unitPrice(price(rate, net), of)),
                net,
                Amount.of(rate, "taxIncludedAmount"),
                rate.path("appliedTax").valueStream().map(StatementTax::of).toList(),
                RateCharacteristics.isInBalance(rate));
    }

    /** As it was rated, before it was rounded. */
    private static Optional<BigDecimal> price(JsonNode rate, Optional<Amount> net) {
        return RateCharacteristics.ratedAmount(rate).or(() -> net.map(Amount::value));
    }

    private static Optional<BigDecimal> unitPrice(Optional<BigDecimal> price, BigDecimal quantity) {
        return price.map(of -> of.divide(quantity, MAX_DECIMALS_OF_PRICE, RoundingMode.HALF_EVEN))
                .filter(unit -> unit.multiply(quantity).compareTo(price.get()) == 0)
                .map(BigDecimal::stripTrailingZeros);
    }
}
