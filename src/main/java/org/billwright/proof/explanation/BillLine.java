package org.billwright.proof.explanation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.billwright.json.JsonValues;
import org.billwright.rate.RateCharacteristics;

/**
 * A line of a bill as its comparison uses it.
 *
 * @param chargeType as the rate has it
 * @param name of the line
 * @param net without taxes
 * @param unit of the quantity, or empty
 * @param days how many days it covers
 */
record BillLine(
        String id,
        LineKind kind,
        Optional<String> chargeType,
        Optional<String> productId,
        Optional<String> productName,
        String name,
        BigDecimal net,
        Optional<BigDecimal> quantity,
        String unit,
        Optional<BigDecimal> days,
        boolean isLate) {
    private static final BigDecimal SECONDS_OF_DAY =
            BigDecimal.valueOf(Duration.ofDays(1).toSeconds());
    private static final int DECIMALS = 12;

    static BillLine of(ObjectNode rate) {
        var net = JsonValues.decimal(rate, "taxExcludedAmount", "value").orElse(BigDecimal.ZERO);
        var type = JsonValues.text(rate, "appliedBillingRateType");
        var name = JsonValues.text(rate, "name").or(() -> JsonValues.text(rate, "description"));
        var product = JsonValues.text(rate, "product", "name");
        return new BillLine(
                JsonValues.text(rate, "id").orElse(""),
                LineKind.of(type.orElse(""), net, name.orElse("")),
                type,
                JsonValues.text(rate, "product", "id"),
                product,
                name.or(() -> product).or(() -> type).orElse(""),
                net,
                RateCharacteristics.quantity(rate),
                RateCharacteristics.value(rate, RateCharacteristics.UNIT).orElse(""),
                days(rate),
                RateCharacteristics.value(rate, RateCharacteristics.LATE_USAGE)
                        .filter("true"::equals)
                        .isPresent());
    }

    private static Optional<BigDecimal> days(ObjectNode rate) {
        var start = JsonValues.dateTime(rate, "periodCoverage", "startDateTime");
        var end = JsonValues.dateTime(rate, "periodCoverage", "endDateTime");
        return start.flatMap(from -> end.map(to -> days(Duration.between(from, to))))
                .filter(days -> days.signum() > 0);
    }

    static BigDecimal days(Duration duration) {
        return BigDecimal.valueOf(duration.toSeconds()).divide(SECONDS_OF_DAY, DECIMALS, RoundingMode.HALF_EVEN);
    }

    /** A key for lines of this kind only. */
    Optional<String> ofKind(Optional<String> key) {
        return key.map(name -> kind + " " + name);
    }

    /** The name of its product, or its own: a discount is not its product. */
    String subject() {
        return kind == LineKind.DISCOUNT ? name : productName.orElse(name);
    }

    /** The sum of the quantities, if all lines have one in the same unit and it is positive. */
    static Optional<BigDecimal> quantity(List<BillLine> lines) {
        boolean isOfOneUnit = lines.stream().map(BillLine::unit).distinct().count() == 1;
        return isOfOneUnit && lines.stream().allMatch(line -> line.quantity().isPresent())
                ? Optional.of(lines.stream()
                                .flatMap(line -> line.quantity().stream())
                                .reduce(BigDecimal.ZERO, BigDecimal::add))
                        .filter(sum -> sum.signum() > 0)
                : Optional.empty();
    }

    /** The id of the product of all lines, if they have the same. */
    static Optional<String> product(List<BillLine> lines) {
        return lines.getFirst()
                .productId()
                .filter(id -> lines.stream()
                        .allMatch(line -> line.productId().filter(id::equals).isPresent()));
    }
}
